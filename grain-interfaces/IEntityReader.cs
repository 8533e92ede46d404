using OneLead.Events;
using OneLead.Views;

namespace OneLead;

/// <summary>
/// Reads the entities of a whole tenant from the accounts' stored records, without waking the accounts. What is stored
/// follows an event within about a second.
/// </summary>
public interface IEntityReader
{
    /// <summary>All entities of a kind, account by account; items as of the tenant's day.</summary>
    IAsyncEnumerable<EntityRow> ReadAsync(string tenant, EventKind kind, CancellationToken cancellation = default);

    /// <summary>Stores what accounts hold unwritten, unless that is so much that nobody should wait for it.</summary>
    ValueTask FlushAsync();
}
