using System.Collections.Immutable;
using OneLead.Events;

namespace OneLead.Storage;

/// <summary>Reads of a journal that both stores make in the same way.</summary>
public static class JournalReads
{
    /// <summary>Reads the rows of one entity. See <see cref="IJournal.ReadEntitiesAsync"/>.</summary>
    public static ValueTask<ImmutableArray<JournalEntry>> ReadEntityAsync(
        this IJournal journal, string tenant, EventKind kind, string entity, long after, long upTo,
        CancellationToken cancellation = default) =>
        journal.ReadEntitiesAsync(tenant, [(kind, entity)], after, upTo, cancellation);

    /// <summary>Returns the account key that owns a lead's item or contract, or null if there is none.</summary>
    public static async ValueTask<string?> FindLeadHomeAsync(
        this IJournal journal, string tenant, string lead, CancellationToken cancellation = default)
    {
        if (Keys.TryParseLead(lead) is not { } parsed)
            return null;
        var (kind, id) = Keys.SubjectEntity(parsed.Subject);
        return await journal.FindHomeAsync(tenant, kind, id, cancellation);
    }

    /// <summary>Reads the heads of the journal, and returns whether that succeeded in time.</summary>
    public static async Task<bool> CanBeReadAsync(this IJournal journal, TimeSpan patience, CancellationToken cancellation)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(patience);
        try
        {
            // A lost network may also hold up the cancellation.
            await journal.RefreshAsync(limit.Token).AsTask().WaitAsync(limit.Token);
            return true;
        }
        catch (Exception error) when (error is not OutOfMemoryException && !cancellation.IsCancellationRequested)
        {
            return false;
        }
    }
}
