using System.Collections.Immutable;
using OneLead.Events;

namespace OneLead.Storage.Postgres.Journal;

/// <summary>A tenant and its last committed row.</summary>
internal sealed record PostgresTenantHead(int Number, string Name, long Sequence);

/// <summary>A row to write.</summary>
/// <param name="Decider">The sequence of the row that decides its entity's home after this row; usually its own.</param>
/// <param name="Call">The call that brought it, and its place there.</param>
internal readonly record struct NewRow(int Tenant, JournalEntry Entry, long Decider, PostgresAppendRequest Call, int Index);

/// <summary>The calls that share a commit, and what becomes of them.</summary>
internal sealed class PostgresCommit(List<PostgresAppendRequest> calls)
{
    private readonly Dictionary<DeduplicationKey, long> _sources = [];

    public List<PostgresAppendRequest> Calls => calls;

    public List<ImmutableArray<Appended>> Results { get; } = [];

    /// <summary>The new rows, in the order of their numbers within each tenant.</summary>
    public List<NewRow> Rows { get; } = [];

    /// <summary>The heads of the tenants that it has rows for, as they will be.</summary>
    public Dictionary<string, PostgresTenantHead> Heads { get; } = [];

    public DateTimeOffset ReceivedAt { get; private set; }

    /// <summary>Its number among the journal's commits; 0 before it is under way.</summary>
    public long Number { get; set; }

    /// <summary>Numbers the events that are new.</summary>
    /// <param name="known">The numbers that senders' identities had before.</param>
    /// <param name="deciders">The stored deciders of entities that the homes do not know.</param>
    public void Stage(DateTimeOffset now, Func<string, PostgresTenantHead> tenant, Dictionary<DeduplicationKey, long> known, Dictionary<JournalEntityKey, HomeRow> deciders, HomeResolver homes)
    {
        ReceivedAt = now;
        foreach (var call in calls)
            Results.Add(Stage(call, tenant, known, deciders, homes));
    }

    private ImmutableArray<Appended> Stage(PostgresAppendRequest call, Func<string, PostgresTenantHead> tenant, Dictionary<DeduplicationKey, long> known, Dictionary<JournalEntityKey, HomeRow> deciders, HomeResolver homes)
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
            var entry = new JournalEntry(sequence, ReceivedAt, e.OccurredAt.Offset == TimeSpan.Zero ? e : e with { OccurredAt = e.OccurredAt.ToUniversalTime() }, home, former);
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
