using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using OneLead.Events;
using OneLead.Sources.Mapping;

namespace OneLead.Sources.Cdc;

/// <summary>
/// What the journal has of a source, for a copy of its tables that is not the first: what it has need not be told again,
/// and what no table has any more is gone. It holds one small entry for each object of the source.
/// <code>
/// var history = new CopyHistory(source);
/// await foreach (var row in journal.ReadAll(tenant, 0)) history.See(row.Event);
/// foreach (var record in copied) if (history.IsNew(record, mapping.Map(record))) …
/// foreach (var (kind, entity) in history.Gone()) …
/// </code>
/// </summary>
public sealed class CopyHistory(PostgresSource source)
{
    private readonly Dictionary<(EventKind Kind, string Entity), Known> _known = [];
    private readonly HashSet<ulong> _additions = [];
    private readonly SourceMapping _rules = source.Rules ?? throw new ArgumentException("The source was not loaded.", nameof(source));
    private FrozenSet<string>? _adding;
    private readonly HashSet<string> _copied = new(StringComparer.Ordinal), _strangers = new(StringComparer.Ordinal);

    /// <summary>Takes in an event of the journal; all of them, in their order.</summary>
    public void See(ChangeEvent change)
    {
        if (change.Source != source.Name || ChangeIds.TailOf(change.SourceId) is not { } tail)
            return;
        if (Adds(tail))
        {
            _additions.Add(HashOf(change, change.OccurredAt));
            return;
        }
        ref var known = ref CollectionsMarshal.GetValueRefOrAddDefault(_known, (change.Kind, change.Entity), out var exists);
        // A letter that was replayed late, or a second table's row of the same object: what they make together is not looked into.
        var isLate = exists && change.OccurredAt < known.At;
        var isMixed = exists && !known.IsGone && (known.IsMixed || (known.Tail != tail && !change.Data.IsRemoval));
        known = isLate ? known with { IsMixed = true } : new(string.Intern(tail), change.OccurredAt, HashOf(change), isMixed, change.Data.IsRemoval, false);
    }

    /// <summary>A table is copied: what it has no more is gone.</summary>
    public void Copies(string entity) => _copied.Add(Keys.Part(entity));

    /// <summary>Whether a copied row tells what the journal does not have.</summary>
    /// <param name="events">What the mapping makes of it; empty when it cannot be mapped or is left out.</param>
    public bool IsNew(SourceRecord record, ImmutableArray<ChangeEvent> events)
    {
        foreach (var (kind, entity) in _rules.EntitiesOf(record))
        {
            if (entity is null)
                _strangers.Add(Keys.Part(record.Entity));
            else if (_known.ContainsKey((kind, entity)))
                CollectionsMarshal.GetValueRefOrNullRef(_known, (kind, entity)).IsFound = true;
        }
        return events.IsEmpty || !events.All(Has);
    }

    /// <summary>The objects of copied tables that no row has named. Where rows do not say which objects they are, none of their table is taken for gone.</summary>
    public IEnumerable<(EventKind Kind, string Entity)> Gone() =>
        from known in _known
        let table = TableOf(known.Value.Tail)
        where known.Value is { IsGone: false, IsFound: false } && _copied.Contains(table) && !_strangers.Contains(table)
        select known.Key;

    private bool Has(ChangeEvent change)
    {
        var tail = ChangeIds.TailOf(change.SourceId)!;
        return Adds(tail) ? _additions.Contains(HashOf(change, change.OccurredAt))
            : _known.TryGetValue((change.Kind, change.Entity), out var known) && known is { IsGone: false, IsMixed: false } && known.Tail == tail && known.Hash == HashOf(change);
    }

    // Rows of such tables have times of their own, and many of them tell of one object.
    private bool Adds(string tail)
    {
        _adding ??= _rules.Tables.Where(t => _rules.Find(t)!.Rules.Any(r => !r.IsOwner)).Select(Keys.Part).ToFrozenSet(StringComparer.OrdinalIgnoreCase);
        return _adding.Contains(TableOf(tail));
    }

    private static string TableOf(string tail) => tail.AsSpan().IndexOfAny('/', ':') is var end and >= 0 ? tail[..end] : tail;

    private static ulong HashOf(ChangeEvent change, DateTimeOffset? at = null) =>
        BitConverter.ToUInt64(SHA256.HashData([.. Encoding.UTF8.GetBytes($"{change.Kind} {change.Entity} {change.Account} {at?.UtcTicks} "), .. change.Data.ToJson()]));

    /// <param name="Hash">Of the last event.</param>
    /// <param name="IsMixed">More than that event decides what is known.</param>
    private record struct Known(string Tail, DateTimeOffset At, ulong Hash, bool IsMixed, bool IsGone, bool IsFound);
}
