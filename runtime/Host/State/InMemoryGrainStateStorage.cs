using System.Globalization;
using System.Text.Json;
using Orleans.Storage;

namespace OneLead.Runtime;

/// <summary>Keeps state as JSON for as long as the process lives: for tests and for trying things out.</summary>
public sealed class InMemoryGrainStateStorage : IGrainStateStorage
{
    private readonly Dictionary<GrainStateKey, (byte[] Json, string Etag)> _states = [];
    private readonly Lock _lock = new();
    private long _version;

    /// <inheritdoc/>
    public ValueTask<StoredGrainState<T>?> Read<T>(GrainStateKey key, CancellationToken cancellationToken)
    {
        lock (_lock)
            return new(_states.TryGetValue(key, out var stored)
                ? new StoredGrainState<T>(JsonSerializer.Deserialize<T>(stored.Json)!, stored.Etag)
                : null);
    }

    /// <inheritdoc/>
    public ValueTask<string> Write<T>(GrainStateKey key, T state, string? etag, CancellationToken cancellationToken)
    {
        var json = JsonSerializer.SerializeToUtf8Bytes(state);
        lock (_lock)
        {
            Check(key, etag);
            var next = (++_version).ToString(CultureInfo.InvariantCulture);
            _states[key] = (json, next);
            return new(next);
        }
    }

    /// <inheritdoc/>
    public ValueTask Clear(GrainStateKey key, string? etag, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            Check(key, etag);
            _states.Remove(key);
            return default;
        }
    }

    private void Check(GrainStateKey key, string? etag)
    {
        var stored = _states.TryGetValue(key, out var state) ? state.Etag : null;
        if (stored != etag) throw new InconsistentStateException($"Another writer changed {key.StateName} of {key.Grain}.", stored, etag);
    }
}
