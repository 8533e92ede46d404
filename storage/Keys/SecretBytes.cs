using System.Security.Cryptography;
using System.Text;

namespace OneLead.Storage;

/// <summary>Encrypts whole documents for the store with AES-256-GCM, by a key that derives from the master key.</summary>
public sealed class SecretBytes(MasterKey master)
{
    // No JSON, XML or text begins with it.
    private static ReadOnlySpan<byte> Mark => [0xFF, (byte)'o', (byte)'l', 1];

    private readonly byte[] _key = master.Derive("documents", "");

    /// <param name="place">Where the document is stored. It can be decrypted there alone.</param>
    public byte[] Encrypt(string place, ReadOnlySpan<byte> plain) =>
        [.. Mark, .. AuthenticatedBytes.Encrypt(_key, Encoding.UTF8.GetBytes(place), plain)];

    /// <summary>False for a document that an earlier version stored.</summary>
    public static bool IsEncrypted(ReadOnlySpan<byte> stored) =>
        stored.StartsWith(Mark) && stored.Length >= Mark.Length + AuthenticatedBytes.Head;

    /// <summary>Decrypts a document. One that an earlier version stored without encryption is returned as it is.</summary>
    /// <exception cref="InvalidDataException">It was changed, or encrypted with another key or for another place.</exception>
    public byte[] Decrypt(string place, byte[] stored)
    {
        if (!IsEncrypted(stored))
            return stored;
        try
        {
            return AuthenticatedBytes.Decrypt(_key, Encoding.UTF8.GetBytes(place), stored.AsSpan(Mark.Length));
        }
        catch (AuthenticationTagMismatchException e)
        {
            throw new InvalidDataException($"'{place}' in the store was changed, or encrypted with another key.", e);
        }
    }
}

/// <summary>Small states that are encrypted in the store: users, session keys.</summary>
public sealed class SecretStates(IStateStore states, SecretBytes secret)
{
    /// <exception cref="InvalidDataException">It was changed, or encrypted with another key.</exception>
    public async ValueTask<StoredState?> ReadAsync(string name, string key, CancellationToken cancellation = default) =>
        await states.ReadAsync(name, key, cancellation) is { } stored
            ? stored with { Bytes = secret.Decrypt(Place(name, key), stored.Bytes) }
            : null;

    /// <summary>See <see cref="IStateStore.ReadTagAsync"/>.</summary>
    public ValueTask<string?> ReadTagAsync(string name, string key, CancellationToken cancellation = default) =>
        states.ReadTagAsync(name, key, cancellation);

    /// <summary>See <see cref="IStateStore.WriteAsync"/>.</summary>
    public ValueTask<string?> WriteAsync(string name, string key, byte[] bytes, string? etag, CancellationToken cancellation = default) =>
        states.WriteAsync(name, key, secret.Encrypt(Place(name, key), bytes), etag, cancellation);

    /// <summary>Encrypts a state that an earlier version stored, if there is one.</summary>
    public async ValueTask EncryptAsync(string name, string key, CancellationToken cancellation = default)
    {
        if (await states.ReadAsync(name, key, cancellation) is { } stored && !SecretBytes.IsEncrypted(stored.Bytes))
            await WriteAsync(name, key, stored.Bytes, stored.ETag, cancellation);
    }

    private static string Place(string name, string key) => $"state {name}/{key}";
}
