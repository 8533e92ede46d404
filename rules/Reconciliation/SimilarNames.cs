namespace OneLead.Rules;

/// <summary>Two normalised names with their similarity.</summary>
/// <param name="IsSame">True if they are one account.</param>
/// <param name="Difference">What tells two names apart that are similar enough; else null.</param>
internal readonly record struct SimilarPair(string First, string Second, int Similarity, bool IsSame, string? Difference);

/// <summary>
/// The similar names of a territory. Each name is compared once with the earlier ones, so a repeated reconciliation compares
/// new names only. Valid for one pair of thresholds. Not thread-safe.
/// </summary>
public sealed class SimilarNames(NameRules rules)
{
    private readonly int _threshold = Math.Max(1, Math.Min(rules.ReviewThreshold, rules.MatchThreshold));
    private readonly NameIndex _index = new();
    private readonly List<SimilarPair> _pairs = [];

    /// <summary>Returns all pairs of these names at or above the lower threshold.</summary>
    internal List<SimilarPair> Among(IReadOnlySet<string> names)
    {
        foreach (var name in names)
            Add(name);
        return _pairs.FindAll(p => names.Contains(p.First) && names.Contains(p.Second));
    }

    /// <summary>Returns the known names that are one account with a name, including itself.</summary>
    internal IEnumerable<NameMatch> Matching(string name) =>
        _index.Find(name, Math.Max(1, rules.MatchThreshold)).Where(m => NameDifference.Of(name, m.Name) is null);

    private void Add(string name)
    {
        if (!_index.Add(name))
            return;
        foreach (var match in _index.Find(name, _threshold))
        {
            if (match.Name == name)
                continue;
            var isSimilar = match.Similarity >= rules.MatchThreshold;
            var difference = isSimilar ? NameDifference.Of(name, match.Name) : null;
            _pairs.Add(new(name, match.Name, match.Similarity, isSimilar && difference is null, difference));
        }
    }
}
