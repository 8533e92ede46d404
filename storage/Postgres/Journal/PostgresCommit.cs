using System.Collections.Immutable;
using OneLead.Events;

namespace OneLead.Storage.Postgres.Journal;

/// <summary>A tenant with its last committed row.</summary>
internal sealed record PostgresTenantHead(int Number, string Name, long Sequence);

/// <summary>A row to write.</summary>
/// <param name="Decider">The sequence of the row that decides which account key owns the entity; usually its own.</param>
/// <param name="Call">The append that contains the event.</param>
/// <param name="Index">The index of the event in the append.</param>
internal readonly record struct NewRow(JournalEntry Entry, long Decider, PostgresAppendRequest Call, int Index);

/// <summary>The appends of one commit with their rows.</summary>
/// <param name="before">The tenant before this commit.</param>
internal sealed class PostgresCommit(List<PostgresAppendRequest> calls, PostgresTenantHead before)
{
    private readonly Dictionary<DeduplicationKey, long> _sources = [];

    public List<PostgresAppendRequest> Calls => calls;

    /// <summary>The new rows, in sequence order.</summary>
    public List<NewRow> Rows { get; } = [];

    /// <summary>The tenant after this commit.</summary>
    public PostgresTenantHead Head => before with { Sequence = before.Sequence + Rows.Count };

    /// <summary>The last row before this commit.</summary>
    public long After => before.Sequence;

    /// <summary>The time of the commit by the server's clock, and the number of the commit in the journal.</summary>
    public CommitMark Mark { get; private set; }

    /// <summary>Returns what must be looked up before the events can be staged.</summary>
    public JournalLookup Lookup(HomeResolver homes)
    {
        var (sources, entities) = (new HashSet<DeduplicationKey>(), new HashSet<JournalEntityKey>());
        foreach (var e in before.Sequence == 0 ? [] : calls.SelectMany(static c => c.Events))
        {
            sources.Add(new DeduplicationKey(before.Number, e.Source, e.SourceId));
            if (homes.NeedsLookup(before.Number, e, out var entity))
                entities.Add(entity);
        }
        return new JournalLookup([.. sources], [.. entities]);
    }

    /// <summary>Assigns sequences to the new events.</summary>
    public void Stage(CommitMark mark, JournalLookup stored, HomeResolver homes)
    {
        Mark = mark;
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
            if (stored.Known.TryGetValue(source, out var first) || _sources.TryGetValue(source, out first))
            {
                results.Add(new Appended(first, false));
                continue;
            }
            var sequence = before.Sequence + Rows.Count + 1;
            var (home, former, decider) = homes.Resolve(before.Number, sequence, e, stored.Deciders.GetValueOrDefault);
            var inUtc = e.OccurredAt.Offset == TimeSpan.Zero ? e : e with { OccurredAt = e.OccurredAt.ToUniversalTime() };
            var entry = new JournalEntry(sequence, Mark.ReceivedAt, inUtc, home, former);
            Rows.Add(new NewRow(entry, decider, call, i));
            _sources.Add(source, sequence);
            results.Add(new Appended(sequence, true));
        }
        return results.MoveToImmutable();
    }
}

/// <summary>What the database says of a commit that has begun.</summary>
internal readonly record struct CommitMark(long Number, DateTimeOffset ReceivedAt);

/// <summary>The stored rows on which a commit depends.</summary>
/// <param name="Sources">The events that may be repeats.</param>
/// <param name="Entities">The entities whose deciding row the resolver has not cached.</param>
internal sealed record JournalLookup(List<DeduplicationKey> Sources, List<JournalEntityKey> Entities)
{
    /// <summary>The sequences of the events that are already in the journal.</summary>
    public Dictionary<DeduplicationKey, long> Known { get; } = [];

    public Dictionary<JournalEntityKey, HomeRow> Deciders { get; } = [];
}
