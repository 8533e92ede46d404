using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using OneLead.Events;
using OneLead.Storage;

namespace OneLead.Encryption;

/// <summary>
/// Encrypts values with AES-256-GCM. The nonce is a MAC of the value and its place, so that equal values of a place are equal when they
/// are encrypted, and no nonce is used for two values.
/// </summary>
internal static class FieldCipher
{
    /// <summary>The length of a key: one half encrypts, the other makes nonces.</summary>
    public const int KeyBytes = 64;

    private const int HalfKey = 32, SubjectBytes = 16, Head = SubjectBytes + AuthenticatedBytes.Head;

    /// <param name="place">The kind, entity and field that the value belongs to. It can be decrypted there alone.</param>
    public static FieldValue Encrypt(ReadOnlySpan<byte> key, UInt128 subject, string place, FieldValue value)
    {
        byte[] plain = [(byte)value.Type, .. Encoding.UTF8.GetBytes(value.ToString())];
        var at = Encoding.UTF8.GetBytes(place);
        var encrypted = AuthenticatedBytes.Encrypt(key[..HalfKey], Nonce(key[HalfKey..], at, plain), at, plain);
        return FieldValue.Of(EncryptedValue.Prefix + Convert.ToBase64String([.. FieldKey.Bytes(subject), .. encrypted]));
    }

    /// <summary>Returns whose key an encrypted value needs; null if it is malformed.</summary>
    public static UInt128? SubjectOf(FieldValue encrypted) => Bytes(encrypted) is { } bytes ? FieldKey.SubjectOf(bytes) : null;

    /// <summary>Decrypts a value; null if it was not encrypted with this key at this place.</summary>
    public static FieldValue? Decrypt(ReadOnlySpan<byte> key, string place, FieldValue encrypted)
    {
        if (Bytes(encrypted) is not { } bytes)
            return null;
        byte[] plain;
        try
        {
            plain = AuthenticatedBytes.Decrypt(key[..HalfKey], Encoding.UTF8.GetBytes(place), bytes.AsSpan(SubjectBytes));
        }
        catch (AuthenticationTagMismatchException)
        {
            return null;
        }
        var text = Encoding.UTF8.GetString(plain, 1, plain.Length - 1);
        return (FieldType)plain[0] switch
        {
            FieldType.Number => FieldValue.Of(decimal.Parse(text, CultureInfo.InvariantCulture)),
            FieldType.Flag => FieldValue.Of(text == "true"),
            FieldType.Json => FieldValue.Json(text),
            _ => FieldValue.Of(text),
        };
    }

    private static ReadOnlySpan<byte> Nonce(ReadOnlySpan<byte> key, ReadOnlySpan<byte> place, ReadOnlySpan<byte> plain)
    {
        using var mac = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, key);
        Span<byte> length = stackalloc byte[sizeof(int)];
        BinaryPrimitives.WriteInt32BigEndian(length, place.Length);
        mac.AppendData(length);
        mac.AppendData(place);
        mac.AppendData(plain);
        return mac.GetHashAndReset().AsSpan(0, AuthenticatedBytes.NonceBytes);
    }

    // Longer than the head, because the type of the value is encrypted, too.
    private static byte[]? Bytes(FieldValue encrypted)
    {
        if (!encrypted.IsEncrypted())
            return null;
        var text = encrypted.Text.AsSpan(EncryptedValue.Prefix.Length);
        var bytes = new byte[text.Length / 4 * 3];
        return Convert.TryFromBase64Chars(text, bytes, out var length) && length > Head ? bytes[..length] : null;
    }
}
