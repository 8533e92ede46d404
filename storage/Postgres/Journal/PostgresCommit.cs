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

/// <summary>The appends of one commit with their rows.</summary>
internal sealed class PostgresCommit
{
    private readonly Dictionary<DeduplicationKey, long> _sources = [];
    private readonly Dictionary<string, PostgresTenantHead> _tenants = [];

    /// <param name="committed">The heads before this commit.</param>
    public PostgresCommit(
        List<PostgresAppendRequest> calls, ImmutableDictionary<string, PostgresTenantHead> committed, DateTimeOffset now)
    {
        (Calls, ReceivedAt) = (calls, PostgresTime.Truncate(now));
        var last = committed.Values.Select(t => t.Number).DefaultIfEmpty().Max();
        foreach (var name in calls.Select(c => c.Tenant).Distinct())
            _tenants.Add(name, committed.GetValueOrDefault(name) ?? new PostgresTenantHead(++last, name, 0));
    }

    public List<PostgresAppendRequest> Calls { get; }

    /// <summary>The new rows, in sequence order within each tenant.</summary>
    public List<NewRow> Rows { get; } = [];

    /// <summary>The heads of the tenants with new rows after the commit.</summary>
    public Dictionary<string, PostgresTenantHead> Heads { get; } = [];

    public DateTimeOffset ReceivedAt { get; }

    /// <summary>The number of this commit in the journal; 0 before it begins.</summary>
    public long Number { get; set; }

    /// <summary>Returns what must be looked up before the events can be staged.</summary>
    public JournalLookup Lookup(HomeResolver homes)
    {
        var (sources, entities) = (new HashSet<DeduplicationKey>(), new HashSet<JournalEntityKey>());
        foreach (var call in Calls)
        {
            var tenant = _tenants[call.Tenant];
            if (tenant.Sequence == 0)
                continue;
            foreach (var e in call.Events)
            {
                sources.Add(new DeduplicationKey(tenant.Number, e.Source, e.SourceId));
                if (homes.NeedsLookup(tenant.Number, e, out var entity))
                    entities.Add(entity);
            }
        }
        return new JournalLookup([.. sources], [.. entities]);
    }

    /// <summary>Assigns sequences to the new events.</summary>
    public void Stage(JournalLookup stored, HomeResolver homes)
    {
        foreach (var call in Calls)
            call.Results = Stage(call, stored, homes);
    }

    private ImmutableArray<Appended> Stage(PostgresAppendRequest call, JournalLookup stored, HomeResolver homes)
    {
        var head = Heads.TryGetValue(call.Tenant, out var staged) ? staged : _tenants[call.Tenant];
        var results = ImmutableArray.CreateBuilder<Appended>(call.Events.Length);
        for (var i = 0; i < call.Events.Length; i++)
        {
            var e = call.Events[i];
            var source = new DeduplicationKey(head.Number, e.Source, e.SourceId);
            if (stored.Known.TryGetValue(source, out var first) || _sources.TryGetValue(source, out first))
            {
                results.Add(new Appended(first, false));
                continue;
            }
            var sequence = head.Sequence + 1;
            var (home, former, decider) = homes.Resolve(head.Number, sequence, e, stored.Deciders.GetValueOrDefault);
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
}

/// <summary>The stored rows on which a commit depends.</summary>
/// <param name="Sources">The events that may be repeats.</param>
/// <param name="Entities">The entities whose deciding row the resolver has not cached.</param>
internal sealed record JournalLookup(List<DeduplicationKey> Sources, List<JournalEntityKey> Entities)
{
    /// <summary>The sequences of the events that are already in the journal.</summary>
    public Dictionary<DeduplicationKey, long> Known { get; } = [];

    public Dictionary<JournalEntityKey, HomeRow> Deciders { get; } = [];
}
