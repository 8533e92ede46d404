using System.Collections.Immutable;
using System.Text.RegularExpressions;
using OneLead.Rules.Parsing;

namespace OneLead.Rules;

/// <summary>A kind of service, recognised by the service's name.</summary>
/// <param name="Name"><c>health_check</c>, <c>upgrade</c>, <c>performance</c>, <c>migration</c>, <c>install_startup</c>,
/// <c>rebalance</c>.</param>
/// <param name="Pattern">A case-insensitive regular expression that matches anywhere in the name.</param>
public sealed record ServiceKind(string Name, string Pattern);

/// <summary>The products that an offer without a product covers.</summary>
/// <param name="Pattern">Matches the offer's name.</param>
/// <param name="Products">Rows of the workbook.</param>
public sealed record CoveredProducts(Regex Pattern, ImmutableArray<string> Products);

/// <summary>The rules for recommending services.</summary>
/// <param name="Kinds">The kinds; the first match wins. A service without a match is <see cref="Other"/>.</param>
/// <param name="Boosts">Lead type → kind → points added to the base.</param>
/// <param name="BasePriority">Default: 5.</param>
public sealed record ServiceRules(
    ImmutableArray<ServiceKind> Kinds, ImmutableDictionary<LeadType, ImmutableDictionary<string, int>> Boosts, int BasePriority = 5)
{
    /// <summary>The first match decides what an offer without a product covers.</summary>
    public ImmutableArray<CoveredProducts> WithoutProduct { get; init; } = [];

    /// <summary>The kind of services that match no pattern.</summary>
    public const string Other = "other";

    private readonly ImmutableArray<(string Kind, Regex Pattern)> _patterns =
        [
            .. Kinds.Select(
                k => (
                    k.Name, new Regex(k.Pattern, RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.NonBacktracking))),
        ];

    /// <summary>Get-only, because the patterns are derived from it.</summary>
    public ImmutableArray<ServiceKind> Kinds { get; } = Kinds;

    /// <summary>Returns the kind of a service by its name.</summary>
    public string Kind(string service)
    {
        foreach (var (kind, pattern) in _patterns)
        {
            if (pattern.IsMatch(service))
                return kind;
        }
        return Other;
    }

    /// <summary>Returns the base plus the boost of the lead type for this kind of service.</summary>
    public int Priority(string service, LeadType type) =>
        BasePriority + (Boosts.TryGetValue(type.Identity(), out var boosts) ? boosts.GetValueOrDefault(Kind(service)) : 0);

    /// <summary>True if an offer without a product covers a row of the workbook.</summary>
    public bool Covers(string service, string row) =>
        WithoutProduct.FirstOrDefault(c => c.Pattern.IsMatch(service)) is { } covered
            && covered.Products.Contains(row, StringComparer.OrdinalIgnoreCase);

    internal static ServiceRules Read(RuleSection section)
    {
        var kinds = section.List("kinds", s => new ServiceKind(s.Text("name"), s.Pattern("pattern").ToString()));
        var boosts = section.In(
            "boosts",
            b => LeadTypes.Identities.ToImmutableDictionary(type => type, type => b.In(Wire.Name(type), s => ReadBoosts(s, kinds))));
        return new ServiceRules(kinds, boosts, section.Int("base", 0, 100))
        {
            // Files published before this section existed have none.
            WithoutProduct = section.Has("without_product")
                ? section.List("without_product", c => new CoveredProducts(c.Pattern("pattern"), c.Texts("products")))
                : [],
        };
    }

    private static ImmutableDictionary<string, int> ReadBoosts(RuleSection section, ImmutableArray<ServiceKind> kinds)
    {
        foreach (var unknown in section.Keys.Where(k => kinds.All(kind => kind.Name != k)))
            section.Error(unknown, "must be one of the kinds in this file");
        return section.Keys.ToImmutableDictionary(k => k, k => section.Int(k, 0, 100));
    }
}
