using System.Collections.Immutable;
using OneLead.Events;

namespace OneLead.Storage.Postgres.Journal;

/// <summary>A tenant with its last committed row.</summary>
internal sealed record PostgresTenantHead(int Number, string Name, long Sequence);

/// <summary>A row to write.</summary>
/// <param name="Decider">The sequence of the row that decides which account key owns the entity; usually its own.</param>
/// <param name="Call">The append that contains the event.</param>
/// <param name="Index">The index of the event in the append.</param>
internal readonly record struct NewRow(int Tenant, JournalEntry Entry, long Decider, PostgresAppendRequest Call, int Index);

/// <summary>The appends of one commit, with their rows and results.</summary>
internal sealed class PostgresCommit(List<PostgresAppendRequest> calls)
{
    private readonly Dictionary<DeduplicationKey, long> _sources = [];

    public List<PostgresAppendRequest> Calls => calls;

    public List<ImmutableArray<Appended>> Results { get; } = [];

    /// <summary>The new rows, in sequence order within each tenant.</summary>
    public List<NewRow> Rows { get; } = [];

    /// <summary>The heads of the tenants with new rows after the commit.</summary>
    public Dictionary<string, PostgresTenantHead> Heads { get; } = [];

    public DateTimeOffset ReceivedAt { get; private set; }

    /// <summary>The number of this commit in the journal; 0 before it begins.</summary>
    public long Number { get; set; }

    /// <summary>Assigns sequences to the new events.</summary>
    /// <param name="known">The sequences of events that are already in the journal.</param>
    /// <param name="deciders">The stored deciding rows of entities that the resolver has not cached.</param>
    public void Stage(
        DateTimeOffset now, Func<string, PostgresTenantHead> tenant, Dictionary<DeduplicationKey, long> known, Dictionary<JournalEntityKey,
        HomeRow> deciders, HomeResolver homes)
    {
        ReceivedAt = now;
        foreach (var call in calls)
            Results.Add(Stage(call, tenant, known, deciders, homes));
    }

    private ImmutableArray<Appended> Stage(
        PostgresAppendRequest call, Func<string, PostgresTenantHead> tenant, Dictionary<DeduplicationKey, long> known,
        Dictionary<JournalEntityKey, HomeRow> deciders, HomeResolver homes)
    {
        var head = Heads.TryGetValue(call.Tenant, out var staged) ? staged : tenant(call.Tenant);
        var results = ImmutableArray.CreateBuilder<Appended>(call.Events.Length);
        for (var i = 0; i < call.Events.Length; i++)
        {
            var e = call.Events[i];
            var source = new DeduplicationKey(head.Number, e.Source, e.SourceId);
            if (known.TryGetValue(source, out var first) || _sources.TryGetValue(source, out first))
            {
                results.Add(new Appended(first, false));
                continue;
            }
            var sequence = head.Sequence + 1;
            var (home, former, decider) = homes.Resolve(head.Number, sequence, e, deciders.GetValueOrDefault);
            var entry = new JournalEntry(
                sequence, ReceivedAt, e.OccurredAt.Offset == TimeSpan.Zero ? e : e with { OccurredAt = e.OccurredAt.ToUniversalTime() },
                home, former);
            Rows.Add(new NewRow(head.Number, entry, decider, call, i));
            _sources.Add(source, sequence);
            Heads[call.Tenant] = head = head with { Sequence = sequence };
            results.Add(new Appended(sequence, true));
        }
        return results.MoveToImmutable();
    }

    public void Answer()
    {
        for (var i = 0; i < calls.Count; i++)
            calls[i].Done.TrySetResult(Results[i]);
    }

    public void Fail(Exception e)
    {
        foreach (var call in calls)
            call.Done.TrySetException(e);
    }
}
