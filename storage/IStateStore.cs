namespace OneLead.Storage;

/// <summary>A stored state with its ETag, which the next write must name.</summary>
public readonly record struct StoredState(byte[] Bytes, string ETag);

/// <summary>
/// Stores small states that change rarely (import jobs, drafts, saved views) by (name, key). A write is durable when it
/// returns.
/// </summary>
public interface IStateStore
{
    ValueTask<StoredState?> ReadAsync(string name, string key, CancellationToken cancellation = default);

    /// <summary>Reads the ETag alone; null if the state does not exist.</summary>
    ValueTask<string?> ReadTagAsync(string name, string key, CancellationToken cancellation = default);

    /// <summary>Writes a state if its ETag has not changed.</summary>
    /// <param name="etag">The ETag that was read; null if the state must not exist.</param>
    /// <returns>The new ETag; null if another write came first. Then nothing was written.</returns>
    ValueTask<string?> WriteAsync(string name, string key, byte[] bytes, string? etag, CancellationToken cancellation = default);

    /// <summary>Deletes a state if its ETag has not changed.</summary>
    /// <returns>False if another write came first.</returns>
    ValueTask<bool> ClearAsync(string name, string key, string etag, CancellationToken cancellation = default);

    /// <summary>Deletes the states of a name whose bytes sort before the given ones: old ones, if they begin with a time.</summary>
    ValueTask ClearBeforeAsync(string name, byte[] bytes, CancellationToken cancellation = default);
}
