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
    /// Appends events in the given order and completes after the commit that made them durable; concurrent callers share
    /// commits. A repeat of (tenant, source, source id), also within one call, appends nothing and gets its first number.
    /// One call is atomic: all its events are in one commit.
    /// </summary>
    /// <returns>One result for each event, in order.</returns>
    /// <exception cref="JournalUnavailableException">The commit failed (disk full, I/O error); nothing is acknowledged. The call can be repeated.</exception>
    ValueTask<ImmutableArray<Appended>> Append(string tenant, ImmutableArray<ChangeEvent> events, CancellationToken cancellation = default);

    /// <summary>The rows of these account keys (a row's own key, its home and its former home) with <paramref name="after"/> &lt; sequence ≤ <paramref name="upTo"/>, each once, in order.</summary>
    ValueTask<ImmutableArray<JournalEntry>> ReadAccount(string tenant, ImmutableArray<string> keys, long after, long upTo, CancellationToken cancellation = default);

    /// <summary>All rows of one entity up to a sequence, in order, whatever their key.</summary>
    ValueTask<ImmutableArray<JournalEntry>> ReadEntity(string tenant, EventKind kind, string entity, long upTo, CancellationToken cancellation = default);

    /// <summary>The tenant rows after a sequence, in order.</summary>
    ValueTask<ImmutableArray<JournalEntry>> ReadTenant(string tenant, long after, CancellationToken cancellation = default);

    /// <summary>Every row after a sequence, in order, in pages that hold no lock between them.</summary>
    IAsyncEnumerable<JournalEntry> ReadAll(string tenant, long after, CancellationToken cancellation = default);

    /// <summary>The account key that owns an entity now (see <see cref="JournalEntry.Home"/>), or null when no row mentions it.</summary>
    ValueTask<string?> HomeOf(string tenant, EventKind kind, string entity, CancellationToken cancellation = default);

    /// <summary>The last committed sequence of a tenant that the listener has been told of; 0 when it has none.</summary>
    long Head(string tenant);

    /// <summary>The tenants that have rows.</summary>
    ImmutableArray<string> Tenants { get; }

    /// <summary>
    /// Names the one listener. It is called on the committing thread after each commit and before the appenders are
    /// answered, in sequence order, with the new rows; it must not block or throw.
    /// </summary>
    void Listen(Action<string, ImmutableArray<JournalEntry>> committed);
}
