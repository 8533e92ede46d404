using System.Security.Cryptography;

namespace OneLead.Storage;

/// <summary>Bytes that AES-256-GCM has encrypted, as they are stored: nonce, tag, encrypted bytes.</summary>
public static class AuthenticatedBytes
{
    public const int NonceBytes = 12;

    /// <summary>The number of bytes before the encrypted ones.</summary>
    public const int Head = NonceBytes + TagBytes;

    private const int TagBytes = 16;

    /// <summary>Encrypts with a random nonce.</summary>
    /// <param name="key">32 bytes.</param>
    /// <param name="place">Where the bytes belong. They can be decrypted with the same place alone.</param>
    public static byte[] Encrypt(ReadOnlySpan<byte> key, ReadOnlySpan<byte> place, ReadOnlySpan<byte> plain) =>
        Encrypt(key, RandomNumberGenerator.GetBytes(NonceBytes), place, plain);

    /// <param name="nonce">Must not be used for other bytes with the same key.</param>
    public static byte[] Encrypt(ReadOnlySpan<byte> key, ReadOnlySpan<byte> nonce, ReadOnlySpan<byte> place, ReadOnlySpan<byte> plain)
    {
        var bytes = new byte[Head + plain.Length];
        nonce.CopyTo(bytes);
        using var aes = new AesGcm(key, TagBytes);
        aes.Encrypt(nonce, plain, bytes.AsSpan(Head), bytes.AsSpan(NonceBytes, TagBytes), place);
        return bytes;
    }

    /// <exception cref="AuthenticationTagMismatchException">The bytes were changed, or encrypted with another key or for another place.
    /// </exception>
    public static byte[] Decrypt(ReadOnlySpan<byte> key, ReadOnlySpan<byte> place, ReadOnlySpan<byte> bytes)
    {
        var plain = new byte[bytes.Length - Head];
        using var aes = new AesGcm(key, TagBytes);
        aes.Decrypt(bytes[..NonceBytes], bytes[Head..], bytes.Slice(NonceBytes, TagBytes), plain, place);
        return plain;
    }
}
