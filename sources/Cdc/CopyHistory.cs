using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using OneLead.Events;
using OneLead.Sources.Mapping;

namespace OneLead.Sources.Cdc;

/// <summary>
/// The journal's knowledge of a source, used by copies after the first: rows that are equal add nothing, and objects that no
/// table has any more are gone. Holds one small entry per object of the source.
/// <code>
/// var history = new CopyHistory(source);
/// await foreach (var row in journal.ReadAll(tenant, 0)) history.Add(row.Event);
/// foreach (var record in copied) if (history.IsNew(record, mapping.Map(record))) …
/// foreach (var (kind, entity) in history.Gone()) …
/// </code>
/// </summary>
public sealed class CopyHistory(PostgresSource source)
{
    private readonly Dictionary<(EventKind Kind, string Entity), Known> _known = [];
    private readonly HashSet<ulong> _additions = [];
    private readonly SourceMapping _rules = source.Rules
        ?? throw new ArgumentException("The source has no loaded mapping.", nameof(source));
    private readonly HashSet<string> _copied = new(StringComparer.Ordinal), _unidentified = new(StringComparer.Ordinal);
    private FrozenSet<string>? _contributing;

    /// <summary>Adds an event of the journal. Call it for all events, in order.</summary>
    public void Add(ChangeEvent change)
    {
        if (change.Source != source.Name || ChangeIds.TailOf(change.SourceId) is not { } tail)
            return;
        if (Contributes(tail))
        {
            _additions.Add(HashOf(change, change.OccurredAt));
            return;
        }
        ref var known = ref CollectionsMarshal.GetValueRefOrAddDefault(_known, (change.Kind, change.Entity), out var exists);
        // After a late replay of a dead letter, or a row of a second table, the last event alone does not tell the object's state.
        var isLate = exists && change.OccurredAt < known.At;
        var isMixed = exists && !known.IsGone && (known.IsMixed || (known.Tail != tail && !change.Data.IsRemoval));
        known = isLate
            ? known with { IsMixed = true }
            : new(string.Intern(tail), change.OccurredAt, HashOf(change), isMixed, change.Data.IsRemoval, false);
    }

    /// <summary>Starts the copy of a table: objects that it no longer has are gone.</summary>
    public void StartTable(string entity) => _copied.Add(Keys.EncodePart(entity));

    /// <summary>True if the journal does not have the content of a copied row.</summary>
    /// <param name="events">The mapped row; empty if it cannot be mapped or is left out.</param>
    public bool IsNew(SourceRecord record, ImmutableArray<ChangeEvent> events)
    {
        foreach (var (kind, entity) in _rules.EntitiesOf(record))
        {
            if (entity is null)
                _unidentified.Add(Keys.EncodePart(record.Entity));
            else if (_known.ContainsKey((kind, entity)))
                CollectionsMarshal.GetValueRefOrNullRef(_known, (kind, entity)).IsFound = true;
        }
        return events.IsEmpty || !events.All(Has);
    }

    /// <summary>The objects of copied tables that no row has. A table with rows that could not be identified reports none.</summary>
    public IEnumerable<(EventKind Kind, string Entity)> Gone() =>
        from known in _known
        let table = TableOf(known.Value.Tail)
        where known.Value is { IsGone: false, IsFound: false } && _copied.Contains(table) && !_unidentified.Contains(table)
        select known.Key;

    private bool Has(ChangeEvent change)
    {
        var tail = ChangeIds.TailOf(change.SourceId)!;
        if (Contributes(tail))
            return _additions.Contains(HashOf(change, change.OccurredAt));
        return _known.TryGetValue((change.Kind, change.Entity), out var known)
            && known is { IsGone: false, IsMixed: false }
            && known.Tail == tail
            && known.Hash == HashOf(change);
    }

    // True for tables whose rows add to objects of other tables. Their rows have times of their own, and one object has many.
    private bool Contributes(string tail)
    {
        _contributing ??= _rules.Tables
            .Where(t => _rules.Find(t)!.Rules.Any(r => !r.IsOwner))
            .Select(Keys.EncodePart)
            .ToFrozenSet(StringComparer.OrdinalIgnoreCase);
        return _contributing.Contains(TableOf(tail));
    }

    private static string TableOf(string tail) => tail.AsSpan().IndexOfAny('/', ':') is var end and >= 0 ? tail[..end] : tail;

    private static ulong HashOf(ChangeEvent change, DateTimeOffset? at = null)
    {
        var head = Encoding.UTF8.GetBytes($"{change.Kind} {change.Entity} {change.Account} {at?.UtcTicks} ");
        return BitConverter.ToUInt64(SHA256.HashData([.. head, .. change.Data.ToJson()]));
    }

    /// <param name="Hash">Of the last event.</param>
    /// <param name="IsMixed">True if earlier events matter, too.</param>
    private record struct Known(string Tail, DateTimeOffset At, ulong Hash, bool IsMixed, bool IsGone, bool IsFound);
}
