namespace OneLead.Rules;

/// <summary>Explains why a key belongs to its account.</summary>
internal sealed class AssignmentExplainer
{
    private readonly ILookup<string, Spelling> _spellings;
    private readonly Dictionary<string, List<(string Name, int Similarity)>> _similar = new(StringComparer.Ordinal);
    private readonly Dictionary<string, AccountMember> _byKey;

    public AssignmentExplainer(AccountGrouping grouping)
    {
        _byKey = grouping.Members.ToDictionary(m => m.Key, StringComparer.Ordinal);
        _spellings = grouping.Members.Where(m => !m.IsByHand).SelectMany(m => m.Spellings)
            .ToLookup(s => s.Normalised, StringComparer.Ordinal);
        foreach (var (first, second, similarity, _, _) in grouping.Pairs.Where(p => p.IsSame))
        {
            Similar(first).Add((second, similarity));
            Similar(second).Add((first, similarity));
        }
    }

    /// <summary>Returns the spelling of a normalised name with most opportunities.</summary>
    public string Spelled(string normalised) => _spellings[normalised].BestKnown(s => s.Name);

    public Assignment Explain(AccountMember member, string root)
    {
        if (member.IsByHand)
            return new(
                member.Key, root, LinkRules.Manual, member.Name,
                member.Key == root || !_byKey.ContainsKey(root) ? null : member.Group.Spelled, null);
        if (member.Placement is { } placed)
            return new(member.Key, root, placed.Rule, placed.Name, placed.Matched, placed.Similarity);
        if (member.Key == root)
            return new(member.Key, root, LinkRules.OwnAccount, member.Name, null, null);
        // A nameless key, or a root in another partition to which people linked keys.
        if (member.IsTerritory || !_byKey.TryGetValue(root, out var target))
            return new(member.Key, root, LinkRules.Manual, null, member.Group.Spelled, null);
        if (member.MergedInto is { } winner)
            return new(member.Key, root, LinkRules.Merge, member.Name, _byKey.GetValueOrDefault(winner)?.Name, null);
        return ByName(member, target) ?? ByCustomer(member, target) ?? BySimilarName(member, target)
            ?? new(member.Key, root, LinkRules.CustomerId, member.Name, target.Name, null);
    }

    private static Assignment? ByName(AccountMember member, AccountMember root)
    {
        var met = member.Spellings.SelectMany(_ => root.Spellings, (mine, its) => (Mine: mine, Its: its))
            .Where(x => x.Mine.IsSpelledAs(x.Its)).ToList();
        if (met.Count == 0)
            return null;
        var exact = met.Find(x => x.Mine.Own == x.Its.Own || x.Mine.Normalised != x.Its.Normalised);
        return exact.Mine is not null
            ? new(member.Key, root.Key, LinkRules.ExactName, exact.Mine.Name, exact.Its.Name, 100)
            : new(member.Key, root.Key, LinkRules.ManualMapping, met[0].Mine.Name, met[0].Mine.Canonical ?? met[0].Its.Canonical, null);
    }

    private static Assignment? ByCustomer(AccountMember member, AccountMember root) =>
        member.CustomerIds.Intersect(root.CustomerIds).Any()
            ? new(member.Key, root.Key, LinkRules.CustomerId, member.Name, root.Name, null)
            : null;

    // Prefers the root's name, then the most similar name: the comparison that joined the key.
    private Assignment? BySimilarName(AccountMember member, AccountMember root) => member.Spellings
        .SelectMany(s => Similar(s.Normalised), (mine, match) => (Mine: mine, match.Name, match.Similarity))
        .OrderByDescending(x => root.Spellings.Exists(s => s.Normalised == x.Name)).ThenByDescending(x => x.Similarity)
            .ThenBy(x => x.Name, StringComparer.Ordinal)
        .Select(x => new Assignment(member.Key, root.Key, LinkRules.SimilarName, x.Mine.Name, Spelled(x.Name), x.Similarity))
            .FirstOrDefault();

    private List<(string Name, int Similarity)> Similar(string normalised) =>
        _similar.TryGetValue(normalised, out var names) ? names : _similar[normalised] = [];
}
