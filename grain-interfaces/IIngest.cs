using System.Collections.Immutable;
using OneLead.Events;
using OneLead.Views;

namespace OneLead;

/// <summary>
/// Takes verified events from outside into the journal, and acknowledges them when they are durable. One per process.
/// </summary>
public interface IIngest
{
    /// <summary>
    /// Journals events that have passed <see cref="EventSchema.Check"/> and delivers them to the accounts that they concern.
    /// Completes after the commit; scores follow within milliseconds.
    /// </summary>
    /// <exception cref="Storage.JournalUnavailableException">Nothing was taken.</exception>
    /// <exception cref="IngestOverloadedException">Too much is waiting; try again after its delay.</exception>
    ValueTask<ImmutableArray<Appended>> AppendAsync(string tenant, ImmutableArray<ChangeEvent> events, CancellationToken cancellation = default);

    /// <summary>The events that wait for a commit or for the accounts that they concern.</summary>
    long PendingEvents { get; }

    /// <summary>Whether so many wait that an append would be refused now.</summary>
    bool IsOverloaded { get; }

    /// <summary>Journals a command on a lead and returns what became of it once it was applied at its place.</summary>
    ValueTask<CommandResult> SendCommandAsync(string tenant, ChangeEvent command, CancellationToken cancellation = default);

    /// <summary>Completes when everything journaled before the call has reached its accounts and this silo's subscribers.</summary>
    ValueTask WaitUntilAppliedAsync(string tenant, CancellationToken cancellation = default);

    /// <summary>The account to which a key belongs now.</summary>
    string AccountOf(string tenant, string key);

    /// <summary>The account that owns an item (or another entity), or null when none is known.</summary>
    ValueTask<string?> FindOwnerAsync(string tenant, EventKind kind, string entity, CancellationToken cancellation = default);
}
