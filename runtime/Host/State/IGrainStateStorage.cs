using Orleans.Runtime;

namespace OneLead.Runtime;

/// <summary>Names one state of one grain.</summary>
/// <param name="StateName">As in <see cref="PersistentStateAttribute"/>.</param>
/// <param name="StorageName">As in <see cref="PersistentStateAttribute"/>; null for the default store.</param>
/// <param name="Grain">Whose state.</param>
public readonly record struct GrainStateKey(string StateName, string? StorageName, GrainId Grain);

/// <summary>A state as it is in the store.</summary>
/// <param name="State">A copy of its own, which the grain may change.</param>
/// <param name="Etag">Names this version.</param>
public readonly record struct StoredGrainState<T>(T State, string Etag);

/// <summary>Keeps the persistent state of grains. Registered as a singleton; the default one keeps it in memory.</summary>
public interface IGrainStateStorage
{
    /// <summary>What was written last; null when there is nothing.</summary>
    ValueTask<StoredGrainState<T>?> Read<T>(GrainStateKey key, CancellationToken cancellationToken);

    /// <summary>Writes durably and returns the new etag.</summary>
    /// <param name="key">Which state.</param>
    /// <param name="state">Serialised before this method returns.</param>
    /// <param name="etag">The version that the writer read; null when there was none.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="Orleans.Storage.InconsistentStateException">The store has another version.</exception>
    ValueTask<string> Write<T>(GrainStateKey key, T state, string? etag, CancellationToken cancellationToken);

    /// <summary>Removes the state. Nothing happens when there is none and <paramref name="etag"/> is null.</summary>
    /// <exception cref="Orleans.Storage.InconsistentStateException">The store has another version.</exception>
    ValueTask Clear(GrainStateKey key, string? etag, CancellationToken cancellationToken);
}
