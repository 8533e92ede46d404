using System.Collections.Immutable;
using OneLead.Events;

namespace OneLead.Storage;

/// <summary>
/// The durable, ordered, deduplicated log of change events, one sequence a tenant. It is the truth; everything else is
/// derived from it.
/// </summary>
public interface IJournal
{
    /// <summary>
    /// Makes the caller the tenant's only writer: what an earlier writer has under way is committed and told first, what it
    /// tries later is refused.
    /// </summary>
    /// <param name="listener">Hears every row that the writer commits.</param>
    ValueTask<IJournalWriter> OpenAsync(string tenant, IJournalListener listener, CancellationToken cancellation = default);

    /// <summary>The rows of these account keys (a row's own key, its home and its former home) with <paramref name="after"/> &lt; sequence ≤ <paramref name="upTo"/>, each once, in order.</summary>
    ValueTask<ImmutableArray<JournalEntry>> ReadAccountAsync(string tenant, ImmutableArray<string> keys, long after, long upTo, CancellationToken cancellation = default);

    /// <summary>All rows of one entity up to a sequence, in order, whatever their key.</summary>
    ValueTask<ImmutableArray<JournalEntry>> ReadEntityAsync(string tenant, EventKind kind, string entity, long upTo, CancellationToken cancellation = default);

    /// <summary>The tenant rows after a sequence, in order.</summary>
    ValueTask<ImmutableArray<JournalEntry>> ReadTenantAsync(string tenant, long after, CancellationToken cancellation = default);

    /// <summary>Every row after a sequence, in order, in pages that hold no lock between them.</summary>
    IAsyncEnumerable<JournalEntry> ReadAllAsync(string tenant, long after, CancellationToken cancellation = default);

    /// <summary>The account key that owns an entity now (see <see cref="JournalEntry.Home"/>), or null when no row mentions it.</summary>
    ValueTask<string?> FindHomeAsync(string tenant, EventKind kind, string entity, CancellationToken cancellation = default);

    /// <summary>The last committed sequence of a tenant that its listener has been told of; 0 when it has none.</summary>
    long Head(string tenant);

    /// <summary>The tenants that have rows.</summary>
    ImmutableArray<string> Tenants { get; }
}

/// <summary>Appends to one tenant's journal, until another writer is opened or this one is closed.</summary>
public interface IJournalWriter
{
    /// <summary>
    /// Appends events in the given order and completes after the commit that made them durable; concurrent callers share
    /// commits. A repeat of (tenant, source, source id), also within one call, appends nothing and gets its first number.
    /// One call is atomic: all its events are in one commit.
    /// </summary>
    /// <param name="decidedAfter">The last link row on which the events' author based a decision; null when there is no such decision.</param>
    /// <returns>One result for each event, in order.</returns>
    /// <exception cref="JournalUnavailableException">The commit failed (disk full, I/O error), or the call waited too long. The call can be repeated.</exception>
    /// <exception cref="JournalFencedException">Another writer was opened, or this one was closed. Nothing was appended.</exception>
    /// <exception cref="StaleDecisionException">A link row came after <paramref name="decidedAfter"/>. Nothing was appended.</exception>
    ValueTask<ImmutableArray<Appended>> AppendAsync(ImmutableArray<ChangeEvent> events, long? decidedAfter = null, CancellationToken cancellation = default);

    /// <summary>Refuses later appends. Those under way end as if it were open.</summary>
    void Close();
}

/// <summary>Hears what a writer commits.</summary>
public interface IJournalListener
{
    /// <summary>
    /// Called on the committing thread after each commit and before the appenders are answered, in sequence order. Must not
    /// block or throw.
    /// </summary>
    void OnCommitted(ImmutableArray<JournalEntry> rows);

    /// <summary>The sequence of the last link row that was told; 0 before any.</summary>
    long LastLink { get; }
}
