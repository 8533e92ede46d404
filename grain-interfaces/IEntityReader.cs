using OneLead.Events;
using OneLead.Views;

namespace OneLead;

/// <summary>
/// Reads the entities of a whole tenant from stored snapshots, without activating accounts. Snapshots follow an event
/// within about a second.
/// </summary>
public interface IEntityReader
{
    /// <summary>
    /// Reads all entities of a kind, account by account, those without an account too; items as of the tenant's day. Entities
    /// of tenant-wide kinds come from the journal.
    /// </summary>
    IAsyncEnumerable<EntityRow> ReadAsync(string tenant, EventKind kind, CancellationToken cancellation = default);

    /// <summary>Stores the accounts' unsaved changes, unless there are too many to wait for.</summary>
    ValueTask FlushAsync();
}
