using System.Collections.Immutable;
using OneLead.Events;

namespace OneLead.Storage;

/// <summary>An open store. It disposes its parts in the reverse order of their creation.</summary>
public abstract class Store : IDisposable
{
    private readonly Stack<IDisposable> _owned = new();

    private protected Store(StoreHealth health) => Health = health;

    public StoreHealth Health { get; }

    public IJournal Journal { get; private protected set; } = null!;

    public ISealStore Seals { get; private protected set; } = null!;

    public ISnapshotStore Snapshots { get; private protected set; } = null!;

    public IStateStore States { get; private protected set; } = null!;

    public IDeadLetterStore DeadLetters { get; private protected set; } = null!;

    public IFieldKeyStore FieldKeys { get; private protected set; } = null!;

    private protected T Own<T>(T part) where T : IDisposable
    {
        _owned.Push(part);
        return part;
    }

    /// <summary>True if several processes can use the store at the same time.</summary>
    public virtual bool IsShared => false;

    /// <summary>Finds the nodes of other processes that use the store now. Takes some seconds if one has just been killed.</summary>
    public virtual ValueTask<ImmutableArray<string>> FindNodesAsync(CancellationToken cancellation) => new([]);

    /// <summary>Makes a small durable write and notes in <see cref="Health"/> whether it succeeded.</summary>
    /// <param name="patience">A write that takes longer has failed.</param>
    public async Task TryWriteAsync(TimeSpan patience, CancellationToken cancellation)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(patience);
        try
        {
            await WriteAsync(limit.Token).WaitAsync(limit.Token);
            Health.Written();
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested)
        {
            if (!cancellation.IsCancellationRequested)
                Health.WriteFailed(new TimeoutException($"The store did not complete a write within {patience.TotalSeconds:0} s."));
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            Health.WriteFailed(e);
        }
    }

    /// <summary>
    /// Replaces the data of rows of a tenant's journal in one commit, and deletes the seals, which are made again. Only while nothing else
    /// uses the store.
    /// </summary>
    /// <param name="rows">With the new data. All else stays as it is stored.</param>
    public abstract ValueTask RewriteAsync(string tenant, IReadOnlyList<JournalEntry> rows, CancellationToken cancellation);

    /// <summary>Leaves nothing in the files of what was replaced or deleted. Only while nothing else uses the store.</summary>
    public abstract ValueTask CompactAsync(CancellationToken cancellation);

    /// <summary>Makes a small durable write as the journal does.</summary>
    private protected abstract Task WriteAsync(CancellationToken cancellation);

    /// <summary>Commits the queued appends and releases the data directory or the schema.</summary>
    public void Dispose()
    {
        while (_owned.TryPop(out var part))
            part.Dispose();
        GC.SuppressFinalize(this);
    }
}
