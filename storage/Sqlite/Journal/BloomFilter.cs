using System.Runtime.InteropServices;

namespace OneLead.Storage.Sqlite.Journal;

/// <summary>
/// A Bloom filter that touches one cache line per query, with 12 bits per hash and 0.5 % false positives. A small table is
/// followed by a large one when it is full. One thread adds; other threads may query and save at the same time.
/// </summary>
internal sealed class BloomFilter
{
    private const int WordsPerBlock = 8;
    private const int SmallCapacity = 1 << 16, SmallWords = SmallCapacity * 12 / 64, LargeWords = (1 << 21) * 12 / 64;

    private volatile ulong[][] _tables = [new ulong[SmallWords]];
    private long _count;

    public void Add(long hash)
    {
        if (_count++ == SmallCapacity)
            _tables = [_tables[0], new ulong[LargeWords]];
        var table = _tables[^1];
        var (block, bits) = Place(hash, table);
        for (var i = 0; i < WordsPerBlock; i++)
            table[block + i] |= Bit(bits, i);
    }

    public bool MayContain(long hash)
    {
        var tables = _tables;
        for (var i = tables.Length - 1; i >= 0; i--)
        {
            if (MayContain(hash, tables[i]))
                return true;
        }
        return false;
    }

    private static bool MayContain(long hash, ulong[] table)
    {
        var (block, bits) = Place(hash, table);
        for (var i = 0; i < WordsPerBlock; i++)
        {
            if ((table[block + i] & Bit(bits, i)) == 0)
                return false;
        }
        return true;
    }

    public byte[] Save()
    {
        var count = Interlocked.Read(ref _count);
        var tables = _tables;
        var bytes = new byte[sizeof(long) + tables.Sum(t => t.Length) * sizeof(ulong)];
        MemoryMarshal.Write(bytes, in count);
        var words = MemoryMarshal.Cast<byte, ulong>(bytes.AsSpan(sizeof(long)));
        foreach (var table in tables)
        {
            table.CopyTo(words);
            words = words[table.Length..];
        }
        return bytes;
    }

    /// <exception cref="InvalidDataException">The bytes do not have the size of a filter.</exception>
    public static BloomFilter Load(ReadOnlySpan<byte> bytes)
    {
        var words = MemoryMarshal.Cast<byte, ulong>(bytes);
        return words.Length switch
        {
            1 + SmallWords => new BloomFilter { _count = (long)words[0], _tables = [words[1..].ToArray()] },
            1 + SmallWords + LargeWords => new BloomFilter
            {
                _count = Math.Max(SmallCapacity + 1, (long)words[0]),
                _tables = [words[1..(1 + SmallWords)].ToArray(), words[(1 + SmallWords)..].ToArray()],
            },
            _ => throw new InvalidDataException("A Bloom filter has an unexpected size."),
        };
    }

    // Mixes the hash again, because its top bits encode the key type.
    private static (int Block, uint Bits) Place(long hash, ulong[] table)
    {
        var mixed = (ulong)hash * 0x9E3779B97F4A7C15;
        mixed ^= mixed >> 32;
        var block = (int)Math.BigMul(mixed * 0xE7037ED1A0B428DB, (ulong)(table.Length / WordsPerBlock), out _);
        return (block * WordsPerBlock, (uint)mixed | 1);
    }

    private static ulong Bit(uint bits, int word) => 1UL << (int)(bits * Odd[word] >> 26);

    private static ReadOnlySpan<uint> Odd =>
        [0x47b6137bU, 0x44974d91U, 0x8824ad5bU, 0xa2b7289dU, 0x705495c7U, 0x2df1424bU, 0x9efc4947U, 0x5c6bfb31U];
}
