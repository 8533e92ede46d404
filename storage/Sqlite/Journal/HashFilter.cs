namespace OneLead.Storage.Sqlite.Journal;

/// <summary>
/// Says of a hash that it was surely never added, or that it may have been: a Bloom filter that touches one cache line a
/// question. About 12 bits a hash and one wrong "maybe" in 300. It grows by filters of twice the size. One thread adds.
/// </summary>
internal sealed class HashFilter
{
    private const int WordsPerBlock = 8, BitsPerHash = 12;
    private const int FirstCapacity = 1 << 18;

    private readonly List<ulong[]> _filters = [];
    private long _capacity, _count;

    public HashFilter(long expected = FirstCapacity) => Grow(Math.Max(expected, FirstCapacity));

    public void Add(long hash)
    {
        if (_count >= _capacity)
            Grow(_capacity * 2);
        _count++;
        var filter = _filters[^1];
        var (block, bits) = Place(hash, filter);
        for (var i = 0; i < WordsPerBlock; i++)
            filter[block + i] |= Bit(bits, i);
    }

    public bool MayContain(long hash)
    {
        foreach (var filter in _filters)
        {
            var (block, bits) = Place(hash, filter);
            var all = true;
            for (var i = 0; i < WordsPerBlock && all; i++)
                all = (filter[block + i] & Bit(bits, i)) != 0;
            if (all)
                return true;
        }
        return false;
    }

    private void Grow(long capacity)
    {
        _filters.Add(new ulong[(capacity * BitsPerHash / 64 / WordsPerBlock + 1) * WordsPerBlock]);
        (_capacity, _count) = (capacity, 0);
    }

    // The hash's top bits name its sort, so it is mixed once more.
    private static (int Block, uint Bits) Place(long hash, ulong[] filter)
    {
        var mixed = (ulong)hash * 0x9E3779B97F4A7C15;
        mixed ^= mixed >> 32;
        var block = (int)Math.BigMul(mixed * 0xE7037ED1A0B428DB, (ulong)(filter.Length / WordsPerBlock), out _);
        return (block * WordsPerBlock, (uint)mixed | 1);
    }

    private static ulong Bit(uint bits, int word) => 1UL << (int)(bits * Odd[word] >> 26);

    private static ReadOnlySpan<uint> Odd => [0x47b6137bU, 0x44974d91U, 0x8824ad5bU, 0xa2b7289dU, 0x705495c7U, 0x2df1424bU, 0x9efc4947U, 0x5c6bfb31U];
}
