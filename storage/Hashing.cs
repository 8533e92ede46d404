using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.InteropServices;

namespace OneLead.Storage;

/// <summary>The checksum and the hash in the store's files. Both are part of the file format, so they must never change.</summary>
internal static class Hashing
{
    /// <summary>
    /// Continues a CRC-32C over the length and the bytes of a field. The length makes the boundaries between fields part of the
    /// checksum.
    /// </summary>
    public static uint Crc(uint crc, ReadOnlySpan<byte> bytes)
    {
        crc = BitOperations.Crc32C(crc, (uint)bytes.Length);
        while (bytes.Length >= sizeof(ulong))
        {
            crc = BitOperations.Crc32C(crc, BinaryPrimitives.ReadUInt64LittleEndian(bytes));
            bytes = bytes[sizeof(ulong)..];
        }
        foreach (var b in bytes)
            crc = BitOperations.Crc32C(crc, b);
        return crc;
    }

    public static uint Crc(uint crc, long value) => BitOperations.Crc32C(crc, (ulong)value);

    /// <summary>
    /// Computes a 64-bit hash of a text (multiply and fold, as in wyhash). Callers compare the texts behind equal hashes.
    /// </summary>
    public static ulong Hash(ulong seed, string text)
    {
        var bytes = MemoryMarshal.AsBytes(text.AsSpan());
        var hash = Fold(seed ^ K0, (ulong)bytes.Length ^ K1);
        while (bytes.Length > 16)
        {
            hash = Fold(BinaryPrimitives.ReadUInt64LittleEndian(bytes) ^ K1, BinaryPrimitives.ReadUInt64LittleEndian(bytes[8..]) ^ hash);
            bytes = bytes[16..];
        }
        Span<byte> rest = stackalloc byte[16];
        bytes.CopyTo(rest);
        return Fold(
            Fold(BinaryPrimitives.ReadUInt64LittleEndian(rest) ^ K1, BinaryPrimitives.ReadUInt64LittleEndian(rest[8..]) ^ hash), K2);
    }

    public static long Mix(long a, long b) => (long)Fold((ulong)a ^ K1, (ulong)b ^ K0);

    private static ulong Fold(ulong a, ulong b)
    {
        var high = Math.BigMul(a, b, out ulong low);
        return high ^ low;
    }

    private const ulong K0 = 0x9E3779B97F4A7C15, K1 = 0xA0761D6478BD642F, K2 = 0xE7037ED1A0B428DB;
}
