using Orleans.Runtime;

namespace OneLead.Runtime;

internal sealed class PersistentState<TState>(IGrainStateStorage storage, GrainStateKey key) : IPersistentState<TState>
{
    public TState State { get; set; } = New();

    public string? Etag { get; private set; }

    public bool RecordExists => Etag is not null;

    public Task ReadStateAsync() => ReadStateAsync(CancellationToken.None);

    public Task WriteStateAsync() => WriteStateAsync(CancellationToken.None);

    public Task ClearStateAsync() => ClearStateAsync(CancellationToken.None);

    public async Task ReadStateAsync(CancellationToken cancellationToken) =>
        (State, Etag) = await storage.Read<TState>(key, cancellationToken) is { } stored ? (stored.State, stored.Etag) : (New(), null);

    public async Task WriteStateAsync(CancellationToken cancellationToken) =>
        Etag = await storage.Write(key, State, Etag, cancellationToken);

    public async Task ClearStateAsync(CancellationToken cancellationToken)
    {
        await storage.Clear(key, Etag, cancellationToken);
        (State, Etag) = (New(), null);
    }

    private static TState New() => Activator.CreateInstance<TState>();
}
