namespace OneLead.Rules;

/// <summary>Two normalised names and their similarity.</summary>
internal readonly record struct SimilarPair(string First, string Second, int Similarity);

/// <summary>
/// The similar names of a territory. Each name is compared once with those before it, so a territory that is decided again
/// pays for its new names only. Holds for one pair of thresholds; not safe for concurrent use.
/// </summary>
public sealed class SimilarNames(NameRules rules)
{
    private readonly int _threshold = Math.Max(1, Math.Min(rules.ReviewThreshold, rules.MatchThreshold));
    private readonly NameIndex _index = new();
    private readonly List<SimilarPair> _pairs = [];

    /// <summary>All pairs among these names that are worth a review or more.</summary>
    internal List<SimilarPair> Among(IReadOnlySet<string> names)
    {
        foreach (var name in names)
            Add(name);
        return _pairs.FindAll(p => names.Contains(p.First) && names.Contains(p.Second));
    }

    /// <summary>The names seen so far that match a name, itself included.</summary>
    internal IEnumerable<NameMatch> Matching(string name) => _index.Find(name, Math.Max(1, rules.MatchThreshold));

    private void Add(string name)
    {
        if (!_index.Add(name))
            return;
        foreach (var match in _index.Find(name, _threshold))
        {
            if (match.Name != name)
                _pairs.Add(new(name, match.Name, match.Similarity));
        }
    }
}
