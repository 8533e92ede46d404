using OneLead.Accounts;
using OneLead.Events;
using OneLead.Storage;

namespace OneLead.Matching;

/// <summary>
/// A text that rows give to a key; the latest stamp wins, and a blank text gives none.
/// A text that is part of the key itself has no stamp and is not replaced.
/// </summary>
internal readonly record struct StampedText(string? Text, Stamp? Stamp)
{
    public StampedText After(FieldValue value, Stamp stamp) =>
        value.AsText() is { } text && (Stamp is null ? Text is null : stamp.IsAfter(Stamp)) ? new(text, stamp) : this;
}

/// <summary>What the tenant's rows say about an account key.</summary>
/// <param name="Name">The name as the source spells it.</param>
/// <param name="Territory">The territory of its records.</param>
/// <param name="Opportunities">The number of opportunities under the key.</param>
internal sealed record KeyFacts(string Key, StampedText Name, StampedText Territory, int Opportunities)
{
    public static KeyFacts Of(string key) => new(key, new(Keys.NameOf(key), null), new(Keys.TerritoryOf(key), null), 0);
}

/// <summary>Every account key that a row has named, with its name and its opportunities: a fold of the journal.</summary>
internal sealed class NameRegistry
{
    private readonly Dictionary<string, KeyFacts> _keys = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _opportunities = new(StringComparer.Ordinal);
    private readonly HashSet<string> _changed = new(StringComparer.Ordinal);

    /// <summary>The last row in it.</summary>
    public long Sequence { get; private set; }

    public IReadOnlyCollection<KeyFacts> Keys => _keys.Values;

    public bool Knows(string key) => _keys.ContainsKey(key);

    /// <summary>The territory in which a key is reconciled; null: in none.</summary>
    public string? TerritoryOf(string key) => Facts(key).Territory.Text;

    /// <summary>Applies a row; rows must come in order.</summary>
    public void Apply(JournalEntry entry)
    {
        Sequence = entry.Sequence;
        var change = entry.Event;
        if (change.Kind == EventKind.Link && change.Data["rule"].Text == AccountMerges.Merge)
        {
            // The winner may not be in the registry yet.
            Set(Facts(change.Entity));
            Set(Facts(entry.Home));
        }
        if (change.Kind.IsTenantWide() || change.Kind.IsCommand() || change.Kind is EventKind.Link or EventKind.Audit)
            return;
        if (OneLead.Keys.IsNoAccount(entry.Home))
        {
            if (change.Kind == EventKind.Opportunity)
                Move(change.Entity, null);
            return;
        }
        var (facts, stamp) = (Facts(entry.Home), Stamp.Of(change));
        Set(change.Kind switch
        {
            EventKind.Account => facts with
            {
                Name = facts.Name.After(change.Data["name"], stamp),
                Territory = facts.Territory.After(change.Data["territory"], stamp),
            },
            EventKind.Project => facts with { Name = facts.Name.After(change.Data["customerName"], stamp) },
            _ => facts,
        });
        // Records without a name go to the account with most opportunities. Who records some by hand must not gain others' records.
        if (change.Kind == EventKind.Opportunity && !EventSources.IsCaller(change.Source))
            Move(change.Entity, entry.Home);
    }

    public bool IsChanged => _changed.Count > 0;

    /// <summary>The changes since the last <see cref="Saved"/>, for a snapshot.</summary>
    public IReadOnlyList<PackedRecord> Changed => [.. _changed.Select(Pack)];

    /// <summary>Everything, for a snapshot that replaces another.</summary>
    public IReadOnlyList<PackedRecord> All =>
        [.. _keys.Keys.Select(static k => "k/" + k).Concat(_opportunities.Keys.Select(static o => "o/" + o)).Select(Pack)];

    /// <summary>Notes that a snapshot has all changes.</summary>
    public void Saved() => _changed.Clear();

    public void Restore(Snapshot snapshot)
    {
        Sequence = snapshot.Stamp.Sequence;
        foreach (var record in snapshot.Records)
        {
            var reader = new CompactReader(record.Bytes);
            if (record.Key.StartsWith("o/", StringComparison.Ordinal))
            {
                _opportunities[record.Key[2..]] = reader.Text();
                continue;
            }
            _keys[record.Key[2..]] = new KeyFacts(record.Key[2..], Read(ref reader), Read(ref reader), (int)reader.Number());
        }
    }

    private PackedRecord Pack(string key)
    {
        var writer = new CompactWriter();
        if (key.StartsWith("o/", StringComparison.Ordinal))
        {
            writer.Text(_opportunities[key[2..]]);
            return new PackedRecord(key, writer.ToArray());
        }
        var facts = _keys[key[2..]];
        Write(writer, facts.Name);
        Write(writer, facts.Territory);
        writer.Number(facts.Opportunities);
        return new PackedRecord(key, writer.ToArray());
    }

    private static void Write(CompactWriter writer, StampedText said)
    {
        writer.Text(said.Text ?? "");
        writer.Byte((byte)(said.Stamp is null ? 0 : 1));
        if (said.Stamp is not { } stamp)
            return;
        writer.Number(stamp.Ticks);
        writer.Text(stamp.SourceId);
        writer.Text(stamp.Source);
    }

    private static StampedText Read(ref CompactReader reader)
    {
        var text = reader.Text();
        return new(text.Length == 0 ? null : text, reader.Byte() != 0 ? new Stamp(reader.Number(), reader.Text(), reader.Text()) : null);
    }

    private KeyFacts Facts(string key) => _keys.GetValueOrDefault(key) ?? KeyFacts.Of(key);

    private void Move(string opportunity, string? home)
    {
        var before = _opportunities.GetValueOrDefault(opportunity, "");
        if (before == (home ?? ""))
            return;
        if (before.Length > 0)
            Set(_keys[before] with { Opportunities = _keys[before].Opportunities - 1 });
        if (home is not null)
            Set(_keys[home] with { Opportunities = _keys[home].Opportunities + 1 });
        _opportunities[opportunity] = home ?? "";
        _changed.Add("o/" + opportunity);
    }

    private void Set(KeyFacts facts)
    {
        if (_keys.GetValueOrDefault(facts.Key) == facts)
            return;
        _keys[facts.Key] = facts;
        _changed.Add("k/" + facts.Key);
    }
}
