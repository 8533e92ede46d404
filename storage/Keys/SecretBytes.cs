using System.Security.Cryptography;
using System.Text;

namespace OneLead.Storage;

/// <summary>Encrypts whole documents for the store with AES-256-GCM, by a key that derives from the master key.</summary>
public sealed class SecretBytes(MasterKey master)
{
    private const int NonceBytes = 12, TagBytes = 16;

    // No JSON, XML or text begins with it.
    private static ReadOnlySpan<byte> Mark => [0xFF, (byte)'o', (byte)'l', 1];

    private readonly byte[] _key = master.Derive("documents", "");

    /// <param name="place">Where the document is stored. It can be decrypted there alone.</param>
    public byte[] Encrypt(string place, ReadOnlySpan<byte> plain)
    {
        var bytes = new byte[Mark.Length + NonceBytes + TagBytes + plain.Length];
        Mark.CopyTo(bytes);
        var (nonce, tag, encrypted) = Parts(bytes);
        RandomNumberGenerator.Fill(nonce.Span);
        using var aes = new AesGcm(_key, TagBytes);
        aes.Encrypt(nonce.Span, plain, encrypted.Span, tag.Span, Encoding.UTF8.GetBytes(place));
        return bytes;
    }

    /// <summary>Decrypts a document. One that an earlier version stored without encryption is returned as it is.</summary>
    /// <exception cref="InvalidDataException">It was changed, or encrypted with another key or for another place.</exception>
    public byte[] Decrypt(string place, byte[] stored)
    {
        if (!stored.AsSpan().StartsWith(Mark) || stored.Length < Mark.Length + NonceBytes + TagBytes)
            return stored;
        var (nonce, tag, encrypted) = Parts(stored);
        var plain = new byte[encrypted.Length];
        using var aes = new AesGcm(_key, TagBytes);
        try
        {
            aes.Decrypt(nonce.Span, encrypted.Span, tag.Span, plain, Encoding.UTF8.GetBytes(place));
        }
        catch (AuthenticationTagMismatchException e)
        {
            throw new InvalidDataException($"'{place}' in the store was changed, or encrypted with another key.", e);
        }
        return plain;
    }

    private static (Memory<byte> Nonce, Memory<byte> Tag, Memory<byte> Encrypted) Parts(byte[] bytes)
    {
        var rest = bytes.AsMemory(Mark.Length);
        return (rest[..NonceBytes], rest.Slice(NonceBytes, TagBytes), rest[(NonceBytes + TagBytes)..]);
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

    private static string Place(string name, string key) => $"state {name}/{key}";
}
