using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using OneLead.Events;

namespace OneLead.Encryption;

/// <summary>
/// Encrypts values with AES-256-GCM. The nonce is a MAC of the value and its place, so that equal values of a place are equal when they
/// are encrypted, and no nonce is used for two values.
/// </summary>
internal static class FieldCipher
{
    /// <summary>The length of a key: one half encrypts, the other makes nonces.</summary>
    public const int KeyBytes = 64;

    private const int HalfKey = 32, SubjectBytes = 16, NonceBytes = 12, TagBytes = 16, Head = SubjectBytes + NonceBytes + TagBytes;

    /// <param name="place">The kind, entity and field that the value belongs to. It can be decrypted there alone.</param>
    public static FieldValue Encrypt(ReadOnlySpan<byte> key, UInt128 subject, string place, FieldValue value)
    {
        byte[] plain = [(byte)value.Type, .. Encoding.UTF8.GetBytes(value.ToString())];
        var bytes = new byte[Head + plain.Length];
        BinaryPrimitives.WriteUInt128BigEndian(bytes, subject);
        var at = Encoding.UTF8.GetBytes(place);
        using (var mac = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, key[HalfKey..]))
        {
            Span<byte> length = stackalloc byte[4];
            BinaryPrimitives.WriteInt32BigEndian(length, at.Length);
            mac.AppendData(length);
            mac.AppendData(at);
            mac.AppendData(plain);
            mac.GetHashAndReset().AsSpan(0, NonceBytes).CopyTo(bytes.AsSpan(SubjectBytes));
        }
        using var aes = new AesGcm(key[..HalfKey], TagBytes);
        aes.Encrypt(
            bytes.AsSpan(SubjectBytes, NonceBytes), plain, bytes.AsSpan(Head), bytes.AsSpan(SubjectBytes + NonceBytes, TagBytes), at);
        return FieldValue.Of(EncryptedValue.Prefix + Convert.ToBase64String(bytes));
    }

    /// <summary>Returns whose key an encrypted value needs; null if it is malformed.</summary>
    public static UInt128? SubjectOf(FieldValue encrypted) =>
        Bytes(encrypted) is { } bytes ? BinaryPrimitives.ReadUInt128BigEndian(bytes) : null;

    /// <summary>Decrypts a value; null if it was not encrypted with this key at this place.</summary>
    public static FieldValue? Decrypt(ReadOnlySpan<byte> key, string place, FieldValue encrypted)
    {
        if (Bytes(encrypted) is not { } bytes)
            return null;
        var plain = new byte[bytes.Length - Head];
        using var aes = new AesGcm(key[..HalfKey], TagBytes);
        try
        {
            aes.Decrypt(
                bytes.AsSpan(SubjectBytes, NonceBytes), bytes.AsSpan(Head), bytes.AsSpan(SubjectBytes + NonceBytes, TagBytes), plain,
                Encoding.UTF8.GetBytes(place));
        }
        catch (AuthenticationTagMismatchException)
        {
            return null;
        }
        var text = Encoding.UTF8.GetString(plain, 1, plain.Length - 1);
        return (FieldType)plain[0] switch
        {
            FieldType.Number => FieldValue.Of(decimal.Parse(text, System.Globalization.CultureInfo.InvariantCulture)),
            FieldType.Flag => FieldValue.Of(text == "true"),
            FieldType.Json => FieldValue.Json(text),
            _ => FieldValue.Of(text),
        };
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
