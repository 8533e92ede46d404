using System.Collections.Frozen;
using OneLead.Rules.Parsing;

namespace OneLead.Rules;

/// <summary>The classic health: a base, points for each item and opportunity, clamped 0-100. Credit use is in hundredths of a percent.</summary>
public sealed record ClassicHealthRules(int Base, FlagRule PastEndOfLife, StepRule CreditUse, FlagRule OpenOpportunities);

/// <summary>Points by customer tier.</summary>
public sealed record TierRule(string Text, string Otherwise, FrozenDictionary<string, int> Points, int OtherwisePoints);

/// <summary>The health as the customer health view of the data model has it: not clamped.</summary>
public sealed record ViewHealthRules(StepRule PastEndOfLife, StepRule CreditUse, StepRule OpenOpportunities, TierRule Tier);

/// <summary>How healthy an account is.</summary>
/// <param name="AtRiskBelow">An account whose classic health is below is at risk.</param>
public sealed record HealthRuleSet(int AtRiskBelow, ClassicHealthRules Classic, ViewHealthRules View)
{
    // Utilization is 0-1 with four decimals, thresholds are percent.
    private const int Percent = 100;

    internal static HealthRuleSet Read(RuleSection section) => new(
        section.Int("at_risk_below", 0, 100),
        section.In("classic", s => new ClassicHealthRules(
            s.Int("base", 0, 100), ReadEach(s, "past_end_of_life"), StepRule.Read(s, "credit_use", -100, 100, Percent), ReadEach(s, "open_opportunities"))),
        section.In("view", s => new ViewHealthRules(
            StepRule.Read(s, "past_end_of_life", -100, 100), StepRule.Read(s, "credit_use", -100, 100, Percent),
            StepRule.Read(s, "open_opportunities", -100, 100), s.In("tier", ReadTier))));

    private static FlagRule ReadEach(RuleSection section, string key) => section.In(key, s =>
    {
        var points = s.Int("points", -100, 100);
        return new FlagRule(key, Templates.Fill(Templates.Read(s, "text", ["points"]), _ => points.ToString("+0;-0;0", System.Globalization.CultureInfo.InvariantCulture)), "", points);
    });

    private static TierRule ReadTier(RuleSection section) => new(
        Templates.Read(section, "text", ["tier"]), section.Text("otherwise"),
        section.In("points", p => p.Keys.ToFrozenDictionary(k => k, k => p.Int(k, -100, 100), StringComparer.OrdinalIgnoreCase)),
        section.Int("otherwise_points", -100, 100));
}
