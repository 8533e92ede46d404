using OneLead.Accounts;
using OneLead.Events;
using OneLead.Storage;

namespace OneLead.Reconciliation;

/// <summary>What the tenant's rows say of an account key.</summary>
/// <param name="Name">The name as the source spells it.</param>
/// <param name="Opportunities">How many opportunities stand under the key.</param>
internal sealed record KeyFacts(string Key, string? Name, int Opportunities);

/// <summary>Every account key that a row has named, with its name and its opportunities: a fold of the journal.</summary>
internal sealed class NameRegistry
{
    private readonly Dictionary<string, KeyFacts> keys = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> opportunities = new(StringComparer.Ordinal);
    private readonly HashSet<string> changed = new(StringComparer.Ordinal);

    /// <summary>The last row in it.</summary>
    public long Sequence { get; private set; }

    public IReadOnlyCollection<KeyFacts> Keys => keys.Values;

    public bool Knows(string key) => keys.ContainsKey(key);

    /// <summary>What an account is called when nobody has chosen: its key's name, or its territory's.</summary>
    public string OwnName(string key) =>
        (keys.TryGetValue(key, out var facts) ? facts.Name : null) ?? (OneLead.Keys.TerritoryOf(key) is { } territory ? "Territory " + territory : key);

    /// <summary>Takes a row in; rows must come in order.</summary>
    public void Apply(JournalEntry entry)
    {
        Sequence = entry.Sequence;
        var change = entry.Event;
        if (change.Kind.IsTenantWide() || change.Kind.IsCommand() || change.Kind == EventKind.Link || OneLead.Keys.IsNobody(entry.Home))
            return;
        var facts = keys.GetValueOrDefault(entry.Home) ?? new KeyFacts(entry.Home, OneLead.Keys.NameOf(entry.Home), 0);
        var name = OneLead.Keys.NameOf(entry.Home) ?? change.Data[change.Kind == EventKind.Account ? "name" : "customerName"].Text ?? facts.Name;
        Set(facts with { Name = name });
        if (change.Kind == EventKind.Opportunity)
            Move(change.Entity, entry.Home);
    }

    /// <summary>What changed since the last call, for a snapshot.</summary>
    public IReadOnlyList<PackedRecord> TakeChanged()
    {
        var records = changed.Select(Pack).ToList();
        changed.Clear();
        return records;
    }

    public void Restore(Snapshot snapshot)
    {
        Sequence = snapshot.Stamp.Sequence;
        foreach (var record in snapshot.Records)
        {
            var reader = new PackedReader(record.Bytes);
            if (record.Key.StartsWith("o/", StringComparison.Ordinal))
            {
                opportunities[record.Key[2..]] = reader.Text();
                continue;
            }
            var (name, count) = (reader.Text(), (int)reader.Number());
            keys[record.Key[2..]] = new KeyFacts(record.Key[2..], name.Length == 0 ? null : name, count);
        }
    }

    private PackedRecord Pack(string key)
    {
        var writer = new PackedWriter();
        if (key.StartsWith("o/", StringComparison.Ordinal))
        {
            writer.Text(opportunities[key[2..]]);
            return new PackedRecord(key, writer.ToArray());
        }
        writer.Text(keys[key[2..]].Name ?? "");
        writer.Number(keys[key[2..]].Opportunities);
        return new PackedRecord(key, writer.ToArray());
    }

    private void Move(string opportunity, string home)
    {
        var before = opportunities.GetValueOrDefault(opportunity);
        if (before == home)
            return;
        if (before is not null)
            Set(keys[before] with { Opportunities = keys[before].Opportunities - 1 });
        Set(keys[home] with { Opportunities = keys[home].Opportunities + 1 });
        opportunities[opportunity] = home;
        changed.Add("o/" + opportunity);
    }

    private void Set(KeyFacts facts)
    {
        if (keys.GetValueOrDefault(facts.Key) == facts)
            return;
        keys[facts.Key] = facts;
        changed.Add("k/" + facts.Key);
    }
}
