namespace OneLead.Storage;

/// <summary>A stored state and the tag that its next write must name.</summary>
public readonly record struct StoredState(byte[] Bytes, string ETag);

/// <summary>Small states of low rate (import jobs, drafts, saved views), one a (name, key). They are truth: each write is durable when it returns.</summary>
public interface IStateStore
{
    ValueTask<StoredState?> ReadAsync(string name, string key, CancellationToken cancellation = default);

    /// <summary>Writes a state when nobody else wrote it since it was read.</summary>
    /// <param name="etag">The tag as read; null when the state must not exist yet.</param>
    /// <returns>The new tag; null when another write came first, and nothing was written.</returns>
    ValueTask<string?> WriteAsync(string name, string key, byte[] bytes, string? etag, CancellationToken cancellation = default);

    /// <summary>Removes a state when nobody else wrote it since it was read.</summary>
    /// <returns>False when another write came first.</returns>
    ValueTask<bool> ClearAsync(string name, string key, string etag, CancellationToken cancellation = default);
}
