using System.Collections.Concurrent;
using System.Collections.Immutable;
using OneLead.Events;
using OneLead.Storage;

namespace OneLead.Accounts;

/// <summary>The rows of an entity and the commands on its leads up to a sequence, with the record that the rows give.</summary>
/// <param name="Retracted">The imports whose rows <paramref name="Record"/> leaves out.</param>
internal sealed record EntityHistory(long Through, ImmutableArray<JournalEntry> Rows, ImmutableArray<JournalEntry> Commands,
    EntityRecord Record, ImmutableHashSet<string> Retracted)
{
    public int Length => Rows.Length + Commands.Length;

    public static EntityHistory New(EntityKey key) =>
        new(0, [], [], EntityRecord.New(key.Kind, key.Id), ImmutableHashSet<string>.Empty);

    /// <summary>The history after more rows, under other retractions.</summary>
    public EntityHistory Continue(
        long through, ImmutableArray<JournalEntry> rows, IEnumerable<JournalEntry> commands, ImmutableHashSet<string> retracted)
    {
        var all = Rows.AddRange(rows);
        var (record, more) = ReferenceEquals(retracted, Retracted) ? (Record, rows) : (EntityRecord.New(Record.Kind, Record.Id), all);
        foreach (var row in more)
        {
            if (!ImportIds.IsRetracted(retracted, row.Event.SourceId))
                record = record.Merge(row);
        }
        return new(through, all, Commands.AddRange(commands.OrderBy(static c => c.Sequence)), record, retracted);
    }

    /// <summary>The history up to an earlier sequence.</summary>
    public EntityHistory Until(long sequence, ImmutableHashSet<string> retracted) => New(new(Record.Kind, Record.Id)).Continue(
        sequence, [.. Rows.TakeWhile(r => r.Sequence <= sequence)], Commands.TakeWhile(c => c.Sequence <= sequence), retracted);
}

/// <summary>
/// Reads the histories of entities that move to another account. The last ones stay in memory, so that an entity that moves
/// often does not read its rows again. They are kept in two generations; the older one is dropped when the younger is full.
/// </summary>
internal sealed class EntityHistories(IJournal journal)
{
    private const int KeptRows = 32_768;

    private static readonly EventKind[] Commands = [EventKind.LeadStatus, EventKind.LeadAssignment, EventKind.Override];

    private ConcurrentDictionary<(string Tenant, EntityKey Key), EntityHistory> _young = new(), _old = new();
    private int _rows;

    /// <summary>Reads the history of a row's entity, up to the row.</summary>
    /// <param name="retracted">The imports that were retracted before the row.</param>
    public async Task<EntityHistory> ReadAsync(string tenant, JournalEntry row, ImmutableHashSet<string> retracted)
    {
        var key = new EntityKey(row.Event.Kind, row.Event.Entity);
        var known = _young.GetValueOrDefault((tenant, key)) ?? _old.GetValueOrDefault((tenant, key)) ?? EntityHistory.New(key);
        if (row.Sequence <= known.Through)
            return known.Until(row.Sequence, retracted);
        // In one read: on PostgreSQL each is a round trip, and verification makes one for every move.
        var read = await journal.ReadEntitiesAsync(tenant, [(key.Kind, key.Id), .. CommandsOn(key)], known.Through, row.Sequence);
        var (rows, commands) = (read.RemoveAll(r => r.Event.Kind != key.Kind), read.RemoveAll(r => r.Event.Kind == key.Kind));
        var history = known.Continue(row.Sequence, rows, commands, retracted);
        // A silo whose journal lags behind may not see all rows yet.
        if (history.Rows is [.., var last] && last.Sequence == row.Sequence)
            Keep((tenant, key), history);
        return history;
    }

    private static IEnumerable<(EventKind, string)> CommandsOn(EntityKey key) =>
        Keys.LeadSubject(key.Kind, key.Id) is not { } subject ? []
        : from type in LeadTypes.Identities
          from kind in Commands
          select (kind, Keys.Lead(subject, type));

    private void Keep((string Tenant, EntityKey Key) key, EntityHistory history)
    {
        var replaced = _young.GetValueOrDefault(key)?.Length ?? 0;
        _young[key] = history;
        if (Interlocked.Add(ref _rows, history.Length - replaced) <= KeptRows)
            return;
        (_old, _young) = (_young, new());
        Interlocked.Exchange(ref _rows, 0);
    }
}
