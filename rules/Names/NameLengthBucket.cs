using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace OneLead.Rules;

/// <summary>
/// Names of one length with the counts of their letters, laid out so that one instruction compares a letter of 32 names.
/// </summary>
internal sealed class NameLengthBucket
{
    /// <summary>Counts are bytes, and so are their sums.</summary>
    public const int MaxLength = byte.MaxValue;

    /// <summary>Letters are told apart by their lowest six bits: a to z never collide, and a collision only lets a name pass.</summary>
    public const int Letters = 64;

    private const int BlockSize = 32;

    private readonly List<string> _names = [];
    private readonly List<byte[]> _counts = [];

    public NameLengthBucket(string first) => Add(first);

    public int Blocks => _counts.Count;

    public string this[int block, int lane] => _names[block * BlockSize + lane];

    public void Add(string name)
    {
        var lane = _names.Count % BlockSize;
        if (lane == 0)
            _counts.Add(new byte[Letters * BlockSize]);
        _names.Add(name);
        var counts = _counts[^1];
        foreach (var c in name)
            counts[c % Letters * BlockSize + lane]++;
    }

    /// <summary>Counts a query's letters; a count beyond a byte stops there, as no name here has more.</summary>
    public static void Count(string query, Span<byte> letters)
    {
        letters.Clear();
        foreach (var c in query)
        {
            ref var count = ref letters[c % Letters];
            if (count < byte.MaxValue)
                count++;
        }
    }

    /// <summary>Which names of a block share at least so many letters with the query, in any order: a bit each.</summary>
    public uint Sharing(ReadOnlySpan<byte> letters, int atLeast, int block)
    {
        ref var counts = ref MemoryMarshal.GetArrayDataReference(_counts[block]);
        var shared = Vector256<byte>.Zero;
        for (var letter = 0; letter < Letters; letter++)
        {
            if (letters[letter] != 0)
                shared += Vector256.Min(Vector256.LoadUnsafe(ref counts, (nuint)(letter * BlockSize)), Vector256.Create(letters[letter]));
        }
        return Vector256.GreaterThanOrEqual(shared, Vector256.Create((byte)atLeast)).ExtractMostSignificantBits();
    }
}
