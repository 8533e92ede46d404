namespace OneLead.Storage;

/// <summary>An open store. It disposes its parts in the reverse order of their creation.</summary>
public abstract class Store : IDisposable
{
    private readonly Stack<IDisposable> _owned = new();

    private protected Store() { }

    public IJournal Journal { get; private protected set; } = null!;

    public ISnapshotStore Snapshots { get; private protected set; } = null!;

    public IStateStore States { get; private protected set; } = null!;

    public IDeadLetterStore DeadLetters { get; private protected set; } = null!;

    private protected T Own<T>(T part) where T : IDisposable
    {
        _owned.Push(part);
        return part;
    }

    /// <summary>Commits the queued appends and releases the data directory or the schema.</summary>
    public void Dispose()
    {
        while (_owned.TryPop(out var part))
            part.Dispose();
        GC.SuppressFinalize(this);
    }
}
