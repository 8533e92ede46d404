using System.Collections.Immutable;
using OneLead.Events;

namespace OneLead.Storage;

/// <summary>
/// The durable, ordered, deduplicated log of change events, with one sequence per tenant. It is the source of truth; all
/// other state is derived from it.
/// </summary>
public interface IJournal
{
    /// <summary>
    /// Makes the caller the tenant's only writer. Commits of an earlier writer that are in progress are finished and reported
    /// first; its later appends are refused.
    /// </summary>
    /// <param name="listener">Receives every row that the writer commits.</param>
    ValueTask<IJournalWriter> OpenAsync(string tenant, IJournalListener listener, CancellationToken cancellation = default);

    /// <summary>
    /// Reads the distinct rows of account keys in order, with <paramref name="after"/> &lt; sequence ≤ <paramref name="upTo"/>. A row
    /// belongs to its own key, its home and its former home.
    /// </summary>
    ValueTask<ImmutableArray<JournalEntry>> ReadAccountAsync(
        string tenant, ImmutableArray<string> keys, long after, long upTo, CancellationToken cancellation = default);

    /// <summary>
    /// Reads the rows of entities in order, under any account key, with <paramref name="after"/> &lt; sequence ≤
    /// <paramref name="upTo"/>.
    /// </summary>
    ValueTask<ImmutableArray<JournalEntry>> ReadEntitiesAsync(
        string tenant, ImmutableArray<(EventKind Kind, string Entity)> entities, long after, long upTo,
        CancellationToken cancellation = default);

    /// <summary>Reads the tenant rows after a sequence, in order.</summary>
    ValueTask<ImmutableArray<JournalEntry>> ReadTenantAsync(string tenant, long after, CancellationToken cancellation = default);

    /// <summary>
    /// Reads the rows that have an author before a sequence, the newest first: all writes of people, programs and commands, and what
    /// was audited beside them.
    /// </summary>
    ValueTask<ImmutableArray<JournalEntry>> ReadAuthoredAsync(
        string tenant, long before, int limit, CancellationToken cancellation = default);

    /// <summary>Reads every row after a sequence, in order, page by page, without a lock between pages.</summary>
    IAsyncEnumerable<JournalEntry> ReadAllAsync(string tenant, long after, CancellationToken cancellation = default);

    /// <summary>
    /// Returns the account key that owns an entity (see <see cref="JournalEntry.Home"/>), or null if the entity has no row.
    /// </summary>
    ValueTask<string?> FindHomeAsync(string tenant, EventKind kind, string entity, CancellationToken cancellation = default);

    /// <summary>
    /// The last committed sequence of a tenant that was reported to its listener, or that was read if another process writes; 0 if
    /// there is none.
    /// </summary>
    long Head(string tenant);

    /// <summary>
    /// Reads the heads of the tenants that other processes write, so that <see cref="Head"/> and <see cref="Tenants"/> include their
    /// last commits.
    /// </summary>
    ValueTask RefreshAsync(CancellationToken cancellation = default);

    /// <summary>The tenants that have rows.</summary>
    ImmutableArray<string> Tenants { get; }
}

/// <summary>Appends to a tenant's journal until another writer is opened or this one is closed.</summary>
public interface IJournalWriter
{
    /// <summary>
    /// Appends events in order and completes after the commit that made them durable. All events of a call are in one commit;
    /// concurrent calls share commits. A repeat of (tenant, source, source id), also within a call, appends nothing and returns
    /// the sequence of its first row.
    /// </summary>
    /// <param name="decidedAfter">The last link row on which the caller based a decision; null if the events contain no decision.</param>
    /// <returns>One result for each event, in order.</returns>
    /// <exception cref="JournalUnavailableException">The commit failed (disk full, I/O error), or the call waited too long.
    /// Retry the call.</exception>
    /// <exception cref="JournalFencedException">Another writer was opened, or this one was closed. Nothing was appended.</exception>
    /// <exception cref="StaleDecisionException">A link row was committed after <paramref name="decidedAfter"/>. Nothing was
    /// appended.</exception>
    ValueTask<ImmutableArray<Appended>> AppendAsync(
        ImmutableArray<ChangeEvent> events, long? decidedAfter = null, CancellationToken cancellation = default);

    /// <summary>Raised each time that a process takes the journal; null on a store with one process.</summary>
    long? Epoch { get; }

    /// <summary>
    /// False if another process has taken over, which an append would find, too. A writer that appends nothing finds it this way.
    /// </summary>
    ValueTask<bool> IsCurrentAsync(CancellationToken cancellation = default);

    /// <summary>Refuses later appends. Appends in progress complete normally.</summary>
    void Close();
}

/// <summary>Receives the rows that a writer commits.</summary>
public interface IJournalListener
{
    /// <summary>
    /// Called on the committing thread after each commit, in sequence order, before the callers are answered. Must not block or
    /// throw.
    /// </summary>
    void OnCommitted(ImmutableArray<JournalEntry> rows);

    /// <summary>The sequence of the last link row that was received; 0 before the first.</summary>
    long LastLink { get; }
}
