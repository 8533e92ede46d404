using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace OneLead.Rules;

/// <summary>
/// Names of the same length with their letter counts, laid out so that one instruction compares a letter of 32 names.
/// </summary>
internal sealed class NameLengthBucket
{
    /// <summary>Letter counts and their sums must fit in a byte.</summary>
    public const int MaxLength = byte.MaxValue;

    /// <summary>
    /// Letters are distinguished by their lowest six bits. a to z do not collide; other collisions only let more names pass.
    /// </summary>
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

    /// <summary>Counts the letters of a query, up to 255 each.</summary>
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

    /// <summary>
    /// Returns a bit for each name of a block that shares at least <paramref name="atLeast"/> letters with the query, in any
    /// order.
    /// </summary>
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
