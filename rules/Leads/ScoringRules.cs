using System.Collections.Immutable;
using System.Text.RegularExpressions;
using OneLead.Rules.Parsing;

namespace OneLead.Rules;

/// <summary>One of the four factors: its name, its weight in hundredths and its base points.</summary>
public sealed record Factor(string Name, int Weight, int Base)
{
    internal static Factor Read(RuleSection section, string name) => new(name, section.Weight("weight"), section.Int("base", 0, 100));
}

/// <summary>A rule that adds its points if a condition is true.</summary>
public sealed record FlagRule(string Name, string Text, string Otherwise, int Points);

/// <summary>The rules of the factor urgency, which depends on dates.</summary>
public sealed record UrgencyRules(Factor Factor, StepRule PastEndOfLife, StepRule SupportExpired);

/// <summary>The rules of the factor value. The input of the estimated value is in minor units.</summary>
public sealed record ValueFactorRules(Factor Factor, StepRule EstimatedValue, StepRule HardwareCount);

/// <summary>The rules of the factor propensity, how likely the account buys.</summary>
/// <param name="RecentProjectDays">A project is recent if it ended at most this many days ago.</param>
public sealed record PropensityRules(
    Factor Factor, StepRule OpenOpportunities, StepRule ClosedProjects, FlagRule RecentProject, int RecentProjectDays);

/// <summary>The rules of the factor strategic fit, how well a lead fits the vendor's strategy.</summary>
/// <param name="TypePoints">The points of each <see cref="LeadType"/>.</param>
public sealed record StrategicFitRules(
    Factor Factor, FlagRule Family, ImmutableArray<string> Families, FlagRule Area, Regex BusinessArea, FlagRule LeadType,
    ImmutableArray<int> TypePoints);

/// <summary>The rules of a lead's score: four factors whose weights sum to 1.</summary>
public sealed record ScoringRules(UrgencyRules Urgency, ValueFactorRules Value, PropensityRules Propensity, StrategicFitRules StrategicFit)
{
    internal static ScoringRules Read(RuleSection section, ImmutableArray<string> families)
    {
        var rules = new ScoringRules(
            section.In(
                "urgency",
                s => new UrgencyRules(
                    Factor.Read(s, "urgency"), StepRule.Read(s, "past_end_of_life", 0, 100), StepRule.Read(s, "support_expired", 0, 100))),
            section.In(
                "value",
                s => new ValueFactorRules(
                    Factor.Read(s, "value"), StepRule.Read(s, "estimated_value", 0, 100, scale: 100),
                    StepRule.Read(s, "hardware_count", 0, 100))),
            section.In("propensity", ReadPropensity),
            section.In("strategic_fit", s => ReadFit(s, families)));
        var sum = rules.Urgency.Factor.Weight + rules.Value.Factor.Weight + rules.Propensity.Factor.Weight
            + rules.StrategicFit.Factor.Weight;
        if (sum != 100)
            section.Error(null, $"the four weights must sum to 1; they sum to {sum / 100m}");
        return rules;
    }

    private static PropensityRules ReadPropensity(RuleSection section)
    {
        var (recent, days) = section.In(
            "recent_project", s => (ReadFlag(s, "recent_project", s.Int("points", 0, 100)), s.Int("days", 0, 36_500)));
        return new PropensityRules(
            Factor.Read(section, "propensity"), StepRule.Read(section, "open_opportunities", 0, 100),
            StepRule.Read(section, "closed_projects", 0, 100), Days(recent, days), days);
    }

    private static StrategicFitRules ReadFit(RuleSection section, ImmutableArray<string> known)
    {
        var (family, families) = section.In("family", s =>
        {
            var names = s.Texts("families");
            if (names.Except(known).ToList() is { Count: > 0 } unknown)
                s.Error("families", $"contains families that this file does not define: {string.Join(", ", unknown)}");
            return (ReadFlag(s, "family", s.Int("points", 0, 100)), names);
        });
        var (area, pattern) = section.In(
            "business_area", s => (ReadFlag(s, "business_area", s.Int("points", 0, 100)), s.Pattern("pattern")));
        var (type, points) = section.In("lead_type", s =>
            (
                ReadFlag(s, "lead_type", 0),
                s.In("points", p => Enum.GetValues<LeadType>().Select(t => p.Int(Wire.Name(t), 0, 100)).ToImmutableArray())));
        return new StrategicFitRules(Factor.Read(section, "strategic_fit"), family, families, area, pattern, type, points);
    }

    private static FlagRule ReadFlag(RuleSection section, string name, int points) =>
        new(name, section.Text("text"), section.Text("otherwise"), points);

    private static FlagRule Days(FlagRule rule, int days)
    {
        var threshold = days.ToString("N0", System.Globalization.CultureInfo.InvariantCulture);
        return rule with
        {
            Text = rule.Text.Replace("{threshold}", threshold, StringComparison.Ordinal),
            Otherwise = rule.Otherwise.Replace("{threshold}", threshold, StringComparison.Ordinal),
        };
    }
}
