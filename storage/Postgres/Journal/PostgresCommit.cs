using System.Collections.Immutable;
using OneLead.Events;

namespace OneLead.Storage.Postgres.Journal;

/// <summary>A tenant with its last committed row.</summary>
internal sealed record PostgresTenantHead(int Number, string Name, long Sequence);

/// <summary>A row to write.</summary>
/// <param name="Home">The account key that owns the entity, and the one that owned it before if the row moves it.</param>
/// <param name="Call">The append that contains the event.</param>
/// <param name="Index">The index of the event in the append.</param>
internal readonly record struct NewRow(long Sequence, HomeDecision Home, PostgresAppendRequest Call, int Index)
{
    public ChangeEvent Event => Call.Events[Index];
}

/// <summary>The appends of one commit with their rows.</summary>
/// <param name="before">The tenant before this commit.</param>
/// <param name="number">The number of the commit in the journal.</param>
internal sealed class PostgresCommit(List<PostgresAppendRequest> calls, PostgresTenantHead before, long number)
{
    private readonly Dictionary<DeduplicationKey, long> _sources = [];

    public List<PostgresAppendRequest> Calls => calls;

    public long Number => number;

    /// <summary>The new rows, in sequence order.</summary>
    public List<NewRow> Rows { get; } = [];

    /// <summary>The tenant after this commit.</summary>
    public PostgresTenantHead Head => before with { Sequence = before.Sequence + Rows.Count };

    /// <summary>The last row before this commit.</summary>
    public long After => before.Sequence;

    /// <summary>Returns what must be looked up before the events can be staged.</summary>
    /// <param name="repeats">True to look for events that the journal already contains.</param>
    public JournalLookup Lookup(HomeResolver homes, bool repeats)
    {
        var (sources, entities) = (new HashSet<DeduplicationKey>(), new HashSet<JournalEntityKey>());
        foreach (var e in before.Sequence == 0 ? [] : calls.SelectMany(static c => c.Events))
        {
            if (repeats)
                sources.Add(new DeduplicationKey(before.Number, e.Source, e.SourceId));
            if (homes.NeedsLookup(before.Number, e, out var entity))
                entities.Add(entity);
        }
        return new JournalLookup([.. sources], [.. entities]);
    }

    /// <summary>Assigns sequences to the new events.</summary>
    public void Stage(JournalLookup stored, HomeResolver homes)
    {
        foreach (var call in calls)
            call.Results = Stage(call, stored, homes);
    }

    private ImmutableArray<Appended> Stage(PostgresAppendRequest call, JournalLookup stored, HomeResolver homes)
    {
        var results = ImmutableArray.CreateBuilder<Appended>(call.Events.Length);
        for (var i = 0; i < call.Events.Length; i++)
        {
            var e = call.Events[i];
            var source = new DeduplicationKey(before.Number, e.Source, e.SourceId);
            var sequence = before.Sequence + Rows.Count + 1;
            if (stored.Known.TryGetValue(source, out var first) || !_sources.TryAdd(source, sequence))
            {
                results.Add(new Appended(first > 0 ? first : _sources[source], false));
                continue;
            }
            Rows.Add(new NewRow(sequence, homes.Resolve(before.Number, sequence, e, stored.Deciders.GetValueOrDefault), call, i));
            results.Add(new Appended(sequence, true));
        }
        return results.MoveToImmutable();
    }

    /// <summary>Returns the rows as they were committed.</summary>
    public ImmutableArray<JournalEntry> Entries(DateTimeOffset receivedAt)
    {
        var entries = ImmutableArray.CreateBuilder<JournalEntry>(Rows.Count);
        foreach (var row in Rows)
        {
            var e = row.Event;
            var inUtc = e.OccurredAt.Offset == TimeSpan.Zero ? e : e with { OccurredAt = e.OccurredAt.ToUniversalTime() };
            entries.Add(new JournalEntry(row.Sequence, receivedAt, inUtc, row.Home.Home, row.Home.Former));
        }
        return entries.MoveToImmutable();
    }
}

/// <summary>A commit of the journal as the database recorded it.</summary>
internal readonly record struct CommitMark(long Number, DateTimeOffset ReceivedAt);

/// <summary>The stored rows on which a commit depends.</summary>
/// <param name="Sources">The events that may be repeats.</param>
/// <param name="Entities">The entities whose deciding row the resolver has not cached.</param>
internal sealed record JournalLookup(List<DeduplicationKey> Sources, List<JournalEntityKey> Entities)
{
    public bool IsEmpty => Sources.Count + Entities.Count == 0;

    /// <summary>The sequences of the events that are already in the journal.</summary>
    public Dictionary<DeduplicationKey, long> Known { get; } = [];

    public Dictionary<JournalEntityKey, HomeRow> Deciders { get; } = [];
}
