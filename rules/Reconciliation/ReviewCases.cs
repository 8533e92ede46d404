using System.Collections.Immutable;
using OneLead.Views;

namespace OneLead.Rules;

/// <summary>Lists the cases that a person should review: near matches and ties.</summary>
internal static class ReviewCases
{
    public static ImmutableArray<ReviewCase> Of(
        AccountGrouping grouping, AssignmentExplainer explanations, string? territory, NameRules rules) =>
        [.. NearMatches(grouping, explanations, territory, rules).Concat(Ties(grouping, territory))
            .OrderBy(c => c.Kind, StringComparer.Ordinal).ThenByDescending(c => c.Similarity).ThenBy(
                c => c.First, StringComparer.Ordinal).ThenBy(c => c.Second, StringComparer.Ordinal)];

    // Two accounts are one case with their two most similar names. Manually linked keys are not reviewed.
    private static IEnumerable<ReviewCase> NearMatches(
        AccountGrouping grouping, AssignmentExplainer explanations, string? territory, NameRules rules)
    {
        var near = grouping.Pairs.FindAll(p => p.Similarity >= rules.ReviewThreshold && !p.IsSame);
        if (near.Count == 0)
            return [];
        var accounts = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var i = 0; i < grouping.Accounts.Count; i++)
        {
            foreach (var spelling in grouping.Accounts[i].Core.Where(m => !m.IsByHand).SelectMany(m => m.Spellings))
                accounts[spelling.Normalised] = i;
        }
        return near
            .Where(p => accounts[p.First] != accounts[p.Second])
            .GroupBy(p => (Math.Min(accounts[p.First], accounts[p.Second]), Math.Max(accounts[p.First], accounts[p.Second])))
            .Select(
                g => g.Select(Case).OrderByDescending(c => c.Similarity).ThenBy(
                    c => c.First, StringComparer.Ordinal).ThenBy(c => c.Second, StringComparer.Ordinal).First());

        ReviewCase Case(SimilarPair pair)
        {
            var (first, second) = (explanations.Spelled(pair.First), explanations.Spelled(pair.Second));
            if (string.CompareOrdinal(first, second) > 0)
                (first, second) = (second, first);
            return new(
                "near_match", territory, first, second, pair.Similarity,
                pair.Difference is { } difference
                    ? $"The names are {pair.Similarity} of 100 alike, but {difference}."
                    : $"The names are {pair.Similarity} of 100 alike; from {rules.MatchThreshold} on they would be one account.");
        }
    }

    private static IEnumerable<ReviewCase> Ties(AccountGrouping grouping, string? territory) => grouping.Ties.Select(t => new ReviewCase(
        "tie", territory, t.Chosen.DisplayName, t.Other.DisplayName, null,
        FormattableString.Invariant(
            $"Both have {t.Chosen.Opportunities} opportunities in territory {territory}; its records without a name went to the first.")));
}
