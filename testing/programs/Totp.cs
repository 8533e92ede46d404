using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;

namespace OneLead.Testing;

/// <summary>An authenticator app, as RFC 6238 and RFC 4648 describe it.</summary>
public static class Totp
{
    private const string Base32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

    public static string Code(string key, DateTimeOffset at)
    {
        Span<byte> step = stackalloc byte[8];
        BinaryPrimitives.WriteInt64BigEndian(step, at.ToUnixTimeSeconds() / 30);
#pragma warning disable CA5350 // Authenticator apps use SHA-1.
        var hash = HMACSHA1.HashData(Decode(key), step);
#pragma warning restore CA5350
        var number = (BinaryPrimitives.ReadUInt32BigEndian(hash.AsSpan(hash[^1] & 15)) & int.MaxValue) % 1_000_000;
        return number.ToString("D6", CultureInfo.InvariantCulture);
    }

    private static byte[] Decode(string key)
    {
        var bytes = new List<byte>();
        var (bits, buffer) = (0, 0);
        foreach (var c in key.TrimEnd('='))
        {
            buffer = buffer << 5 | Base32.IndexOf(c, StringComparison.Ordinal);
            bits += 5;
            if (bits < 8)
                continue;
            bits -= 8;
            bytes.Add((byte)(buffer >> bits));
            buffer &= (1 << bits) - 1;
        }
        return [.. bytes];
    }
}
