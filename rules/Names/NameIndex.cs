namespace OneLead.Rules;

/// <summary>A name and its FuzzySharp Ratio to the query.</summary>
public readonly record struct NameMatch(string Name, int Similarity);

/// <summary>
/// Finds all similar names. The result equals comparing every name with FuzzySharp's Ratio, but is hundreds of times faster.
/// </summary>
/// <remarks>
/// A threshold requires a minimum common subsequence for each pair of lengths (see <see cref="Ratio"/>). Two upper bounds
/// exclude names: the shorter length, and the number of shared letters in any order, which is counted for 32 names at once.
/// The remaining names are measured bit-parallel and then by FuzzySharp. Not thread-safe.
/// </remarks>
public sealed class NameIndex
{
    private readonly HashSet<string> _names = new(StringComparer.Ordinal);
    private readonly SortedDictionary<int, NameLengthBucket> _byLength = [];
    private readonly List<string> _longest = [];

    public NameIndex(params IEnumerable<string> normalisedNames)
    {
        foreach (var name in normalisedNames)
            Add(name);
    }

    public int Count => _names.Count;

    /// <summary>Adds a normalised name. Returns false if it exists.</summary>
    public bool Add(string name)
    {
        if (!_names.Add(name))
            return false;
        if (name.Length > NameLengthBucket.MaxLength)
            _longest.Add(name);
        else if (_byLength.TryGetValue(name.Length, out var names))
            names.Add(name);
        else
            _byLength.Add(name.Length, new NameLengthBucket(name));
        return true;
    }

    /// <summary>
    /// Returns all names, including the query itself, whose ratio to the query is at least the threshold (1-100), in no
    /// particular order.
    /// </summary>
    public List<NameMatch> Find(string query, int threshold)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(threshold, 1);
        var found = new List<NameMatch>();
        if (query.Length == 0)
            return found;
        Span<byte> letters = stackalloc byte[NameLengthBucket.Letters];
        NameLengthBucket.Count(query, letters);
        Span<ulong> positions = stackalloc ulong[CommonSubsequence.TableSize];
        var common = new CommonSubsequence(query, positions);
        foreach (var (length, names) in _byLength)
        {
            var needed = Ratio.LeastCommon(query.Length, length, threshold);
            if (needed > Math.Min(query.Length, length))
                continue;
            for (var block = 0; block < names.Blocks; block++)
            {
                for (var candidates = names.Sharing(letters, needed, block); candidates != 0; candidates &= candidates - 1)
                {
                    var name = names[block, System.Numerics.BitOperations.TrailingZeroCount(candidates)];
                    if (common.AtMost(name) >= needed)
                        Verify(query, name, threshold, found);
                }
            }
        }
        foreach (var name in _longest)
        {
            if (Ratio.LeastCommon(query.Length, name.Length, threshold) <= Math.Min(query.Length, name.Length))
                Verify(query, name, threshold, found);
        }
        return found;
    }

    private static void Verify(string query, string name, int threshold, List<NameMatch> found)
    {
        var similarity = AccountNames.Similarity(query, name);
        if (similarity >= threshold)
            found.Add(new(name, similarity));
    }
}
