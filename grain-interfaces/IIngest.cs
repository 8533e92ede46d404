using System.Collections.Immutable;
using OneLead.Events;
using OneLead.Views;

namespace OneLead;

/// <summary>
/// Appends verified events to the journal and completes when they are durable. One per process.
/// </summary>
public interface IIngest
{
    /// <summary>
    /// Appends events that have passed <see cref="EventSchema.Check"/> and delivers them to their accounts. Completes after the
    /// commit; scores follow within milliseconds.
    /// </summary>
    /// <exception cref="Storage.JournalUnavailableException">The journal cannot commit now. Nothing was appended.</exception>
    /// <exception cref="IngestOverloadedException">Too many events wait. Retry after its delay.</exception>
    ValueTask<ImmutableArray<Appended>> AppendAsync(
        string tenant, ImmutableArray<ChangeEvent> events, CancellationToken cancellation = default);

    /// <summary>Appends an audit row, which is taken even while too many events wait.</summary>
    /// <exception cref="Storage.JournalUnavailableException">The journal cannot commit now. Nothing was appended.</exception>
    ValueTask AppendAuditAsync(string tenant, ChangeEvent row, CancellationToken cancellation = default);

    /// <summary>The number of events that wait for a commit or for delivery to their accounts.</summary>
    long PendingEvents { get; }

    /// <summary>True if an append would be refused now because too many events wait.</summary>
    bool IsOverloaded { get; }

    /// <summary>Appends a command on a lead and returns its result after the account has applied it.</summary>
    ValueTask<CommandResult> SendCommandAsync(string tenant, ChangeEvent command, CancellationToken cancellation = default);

    /// <summary>
    /// Completes when every row committed before the call has been applied by its accounts and roll-ups, and the subscribers on this
    /// silo have the changes of all silos.
    /// </summary>
    ValueTask WaitUntilAppliedAsync(string tenant, CancellationToken cancellation = default);

    /// <summary>
    /// Completes when the same is true of every row up to a sequence. Does not wait for accounts and roll-ups that keep failing.
    /// </summary>
    ValueTask WaitUntilAppliedThroughAsync(string tenant, long sequence, CancellationToken cancellation = default);

    /// <summary>Returns the account to which a key belongs.</summary>
    string AccountOf(string tenant, string key);

    /// <summary>Returns the account that owns an entity, or null if the entity is unknown.</summary>
    ValueTask<string?> FindOwnerAsync(string tenant, EventKind kind, string entity, CancellationToken cancellation = default);
}
