using System.Collections.Immutable;
using System.Text.RegularExpressions;
using OneLead.Rules.Parsing;

namespace OneLead.Rules;

/// <summary>What sort of service a name speaks of.</summary>
/// <param name="Name"><c>health_check</c>, <c>upgrade</c>, <c>performance</c>, <c>migration</c>, <c>install_startup</c>, <c>rebalance</c>.</param>
/// <param name="Pattern">A regular expression, case-insensitive, found anywhere in the service's name.</param>
public sealed record ServiceKind(string Name, string Pattern);

/// <summary>How services are recommended.</summary>
/// <param name="Kinds">In order: the first whose pattern matches counts. A service that matches none is <see cref="Other"/>.</param>
/// <param name="Boosts">Lead type → kind → points on top of the base.</param>
/// <param name="BasePriority">Default: 5.</param>
public sealed record ServiceRules(
    ImmutableArray<ServiceKind> Kinds, ImmutableDictionary<LeadType, ImmutableDictionary<string, int>> Boosts, int BasePriority = 5)
{
    /// <summary>The kind of what no pattern matches.</summary>
    public const string Other = "other";

    private readonly ImmutableArray<(string Kind, Regex Pattern)> _patterns =
        [.. Kinds.Select(k => (k.Name, new Regex(k.Pattern, RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)))];

    /// <summary>Fixed at construction, since the patterns follow from it.</summary>
    public ImmutableArray<ServiceKind> Kinds { get; } = Kinds;

    /// <summary>The kind of a service, by its name.</summary>
    public string Kind(string service)
    {
        foreach (var (kind, pattern) in _patterns)
        {
            if (pattern.IsMatch(service))
                return kind;
        }
        return Other;
    }

    /// <summary>The base, and the points that the lead's type gives to this kind of service.</summary>
    public int Priority(string service, LeadType type) =>
        BasePriority + (Boosts.TryGetValue(type, out var boosts) ? boosts.GetValueOrDefault(Kind(service)) : 0);

    internal static ServiceRules Read(RuleSection section)
    {
        var kinds = section.List("kinds", s => new ServiceKind(s.Text("name"), s.Pattern("pattern").ToString()));
        var boosts = section.In("boosts", b => Enum.GetValues<LeadType>().ToImmutableDictionary(type => type, type => b.In(Wire.Name(type), s => ReadBoosts(s, kinds))));
        return new ServiceRules(kinds, boosts, section.Int("base", 0, 100));
    }

    private static ImmutableDictionary<string, int> ReadBoosts(RuleSection section, ImmutableArray<ServiceKind> kinds)
    {
        foreach (var unknown in section.Keys.Where(k => kinds.All(kind => kind.Name != k)))
            section.Error(unknown, "is not a kind of this file");
        return section.Keys.ToImmutableDictionary(k => k, k => section.Int(k, 0, 100));
    }
}
