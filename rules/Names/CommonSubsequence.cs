using System.Numerics;

namespace OneLead.Rules;

/// <summary>
/// Computes the length of the longest common subsequence of a query and a name, bit-parallel (Hyyrö 2004), with one addition
/// per letter of the name.
/// </summary>
internal readonly ref struct CommonSubsequence
{
    /// <summary>Letters are distinguished by their lowest seven bits.</summary>
    public const int TableSize = 128;

    private const int WordSize = 64;

    private readonly ReadOnlySpan<ulong> _positions;
    private readonly int _measured;
    private readonly int _beyond;

    /// <param name="query">The query. Letters beyond the first 64 are assumed to match.</param>
    /// <param name="positions">The buffer of the table.</param>
    public CommonSubsequence(string query, Span<ulong> positions)
    {
        _measured = Math.Min(query.Length, WordSize);
        _beyond = query.Length - _measured;
        positions.Clear();
        for (var i = 0; i < _measured; i++)
            positions[query[i] % TableSize] |= 1UL << i;
        _positions = positions;
    }

    /// <summary>Returns an upper bound of the length; exact for ASCII and queries of at most 64 letters.</summary>
    public int AtMost(string name)
    {
        var unmatched = ulong.MaxValue;
        foreach (var c in name)
        {
            var here = unmatched & _positions[c % TableSize];
            unmatched = (unmatched + here) | (unmatched - here);
        }
        var matched = ~unmatched;
        return BitOperations.PopCount(_measured == WordSize ? matched : matched & ((1UL << _measured) - 1)) + _beyond;
    }
}
