using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Text.RegularExpressions;
using OneLead.Rules.Parsing;

namespace OneLead.Rules;

/// <summary>A kind of service and the pattern that finds it in a service's name.</summary>
public sealed record ServiceKind(string Name, Regex Pattern);

/// <summary>How much a service fits a lead.</summary>
/// <param name="Kinds">In order: a service is of the first kind that matches.</param>
/// <param name="Boosts">By lead type and kind.</param>
public sealed record ServiceSettings(int Base, ImmutableArray<ServiceKind> Kinds, FrozenDictionary<(LeadType Type, string Kind), int> Boosts)
{
    /// <summary>The kind of a service, or null.</summary>
    public string? KindOf(string service) => Kinds.FirstOrDefault(k => k.Pattern.IsMatch(service))?.Name;

    /// <summary>The boost of a service's kind on a lead of this type, else the base.</summary>
    public int PriorityOf(LeadType type, string service) => KindOf(service) is { } kind && Boosts.TryGetValue((type, kind), out var boost) ? boost : Base;

    internal static ServiceSettings Read(Section section)
    {
        var kinds = section.List("kinds", s => new ServiceKind(s.Text("name"), s.Pattern("pattern")));
        var boosts = section.In("boosts", b => Enum.GetValues<LeadType>().SelectMany(type => b.In(Wire.Name(type), s => ReadBoosts(s, kinds))
            .Select(p => KeyValuePair.Create((type, p.Key), p.Value))).ToFrozenDictionary());
        return new ServiceSettings(section.Int("base", 0, 100), kinds, boosts);
    }

    private static Dictionary<string, int> ReadBoosts(Section section, ImmutableArray<ServiceKind> kinds)
    {
        foreach (var unknown in section.Keys.Where(k => kinds.All(kind => kind.Name != k)))
            section.Error(unknown, "is not a kind of this file");
        return section.Keys.ToDictionary(k => k, k => section.Int(k, 0, 100));
    }
}

/// <summary>How names are compared.</summary>
/// <param name="MatchThreshold">Names at least so similar (0-100) are one.</param>
/// <param name="ReviewThreshold">Names at least so similar are listed for review.</param>
public sealed record NameSettings(ImmutableArray<string> LegalSuffixes, int MatchThreshold, int ReviewThreshold)
{
    internal static NameSettings Read(Section section)
    {
        var settings = new NameSettings(section.Texts("legal_suffixes"), section.Int("match_threshold", 1, 100), section.Int("review_threshold", 1, 100));
        if (settings.ReviewThreshold > settings.MatchThreshold)
            section.Error("review_threshold", "must not be above match_threshold");
        return settings;
    }
}
