using OneLead.Values;

namespace OneLead.Rules;

/// <summary>A name of a key.</summary>
/// <param name="Canonical">The canonical name in the alias list, or null.</param>
/// <param name="Own">The normalised spelling.</param>
/// <param name="Normalised">The normalised canonical name, else the normalised spelling.</param>
/// <param name="WithoutUmlauts">The normalised name as it is spelled without umlauts; null if it has none.</param>
internal sealed record Spelling(string Name, string? Canonical, string Own, string Normalised, int Opportunities, string? WithoutUmlauts)
{
    public bool IsSpelledAs(Spelling other) =>
        Normalised == other.Normalised
        || WithoutUmlauts is not null && (WithoutUmlauts == other.Normalised || WithoutUmlauts == other.WithoutUmlauts)
        || other.WithoutUmlauts == Normalised;
}

/// <summary>A key of a partition during reconciliation.</summary>
internal sealed class AccountMember
{
    private AccountMember(string key, bool isTerritory, List<string> customerIds, List<Spelling> spellings, int opportunities) =>
        (Key, IsTerritory, CustomerIds, Spellings, Opportunities) = (key, isTerritory, customerIds, spellings, opportunities);

    public string Key { get; }
    public bool IsTerritory { get; }
    public List<string> CustomerIds { get; }

    /// <summary>Empty for a territory key, whose records have no name.</summary>
    public List<Spelling> Spellings { get; }
    public int Opportunities { get; }
    public bool IsByHand { get; set; }

    /// <summary>The key that it was merged into. A merged key is not a root.</summary>
    public string? MergedInto { get; set; }

    /// <summary>The key's account; set for every member after grouping.</summary>
    public AccountGroup Group { get; set; } = null!;

    /// <summary>The reason for the account of a territory key; null for other keys and if no rule placed it.</summary>
    public (string Rule, string? Name, string? Matched, int? Similarity)? Placement { get; set; }

    public string? Name => Spellings.Count > 0 ? Spellings.BestKnown(s => s.Name) : null;

    public static AccountMember Of(IGrouping<string, NamedKey> rows, string? territory, AliasList aliases, NameRules rules)
    {
        var isTerritory = rows.Key.StartsWith("territory:", StringComparison.Ordinal);
        var spellings = new List<Spelling>();
        foreach (var (name, opportunities) in rows.Where(r => !isTerritory).Select(r => (r.Name?.Trim() ?? "", r.Opportunities)))
        {
            var own = AccountNames.Normalise(name, rules);
            // A placeholder such as "N/A" would join strangers.
            if (own.Length == 0 || Identity.IsPlaceholder(name))
                continue;
            var canonical = aliases.Canonical(territory, own);
            spellings.Add(new(name, canonical, own, canonical is null ? own : AccountNames.Normalise(canonical, rules), opportunities,
                AccountNames.WithoutUmlauts(canonical ?? name, rules)));
        }
        spellings.Sort((a, b) => string.CompareOrdinal(a.Name, b.Name));
        var customerIds = rows.Select(r => r.CustomerId?.Trim() ?? "").Where(id => id.Length > 0).Distinct().Order(StringComparer.Ordinal);
        return new(rows.Key, isTerritory, [.. customerIds], spellings, rows.Sum(r => r.Opportunities));
    }
}

internal static class Spellings
{
    /// <summary>Returns the text with most opportunities; ties are broken by ordinal order.</summary>
    public static string BestKnown(this IEnumerable<Spelling> spellings, Func<Spelling, string> text) =>
        spellings is IList<Spelling> { Count: 1 } only
        ? text(only[0])
        : spellings.GroupBy(text, StringComparer.Ordinal).OrderByDescending(g => g.Sum(s => s.Opportunities))
            .ThenBy(g => g.Key, StringComparer.Ordinal).First().Key;
}
