using System.Collections.Immutable;
using OneLead.Events;

namespace OneLead.Grains;

/// <summary>The only writer of a tenant's journal. It delivers what it commits and tracks what is stored. Key: tenant.</summary>
[Alias("journal")]
public interface IJournalGrain : IGrainWithStringKey
{
    /// <summary>Activates the grain: after a crash it goes on with what was not delivered.</summary>
    [Alias("ping")] Task Ping();

    /// <summary>Appends events for a caller on another silo. See <see cref="IIngest.AppendAsync"/>.</summary>
    /// <param name="decidedAfter">The last link row on which a decision among the events was based; null when there is none.</param>
    [Alias("append")] Task<ImmutableArray<Appended>> Append(ImmutableArray<ChangeEvent> events, long? decidedAfter);

    /// <summary>The accounts with rows that no stored snapshot has: their stored views may be out of date.</summary>
    [Alias("unflushed")] Task<ImmutableArray<string>> Unflushed();
}
