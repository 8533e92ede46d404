using System.Collections.Frozen;
using OneLead.Rules.Parsing;

namespace OneLead.Rules;

/// <summary>
/// The rules of the classic health: a base, points for each item and opportunity, capped to 0-100. Credit use is in hundredths
/// of a percent.
/// </summary>
public sealed record ClassicHealthRules(int Base, FlagRule PastEndOfLife, StepRule CreditUse, FlagRule OpenOpportunities);

/// <summary>Points by customer tier.</summary>
public sealed record TierRule(string Text, string Otherwise, FrozenDictionary<string, int> Points, int OtherwisePoints);

/// <summary>The rules of the health in the data model's customer health view. It is not capped.</summary>
public sealed record ViewHealthRules(StepRule PastEndOfLife, StepRule CreditUse, StepRule OpenOpportunities, TierRule Tier);

/// <summary>The rules of account health.</summary>
/// <param name="Composite">The health that people see; <paramref name="Classic"/> and <paramref name="View"/> are other formulas.</param>
public sealed record HealthRuleSet(CompositeHealthRules Composite, ClassicHealthRules Classic, ViewHealthRules View)
{
    // Converts thresholds in percent to hundredths of a percent.
    private const int Percent = 100;

    internal static HealthRuleSet Read(RuleSection section) => new(
        section.In("composite", CompositeHealthRules.Read),
        section.In("classic", s => new ClassicHealthRules(
            s.Int("base", 0, 100), ReadEach(s, "past_end_of_life"), StepRule.Read(s, "credit_use", -100, 100, Percent),
            ReadEach(s, "open_opportunities"))),
        section.In("view", s => new ViewHealthRules(
            StepRule.Read(s, "past_end_of_life", -100, 100), StepRule.Read(s, "credit_use", -100, 100, Percent),
            StepRule.Read(s, "open_opportunities", -100, 100), s.In("tier", ReadTier))));

    private static FlagRule ReadEach(RuleSection section, string key) => section.In(key, s =>
    {
        var points = s.Int("points", -100, 100);
        return new FlagRule(
            key,
            Templates.Fill(
                Templates.Read(s, "text", ["points"]), _ => points.ToString("+0;-0;0", System.Globalization.CultureInfo.InvariantCulture)),
            "", points);
    });

    private static TierRule ReadTier(RuleSection section) => new(
        Templates.Read(section, "text", ["tier"]), section.Text("otherwise"),
        section.In("points", p => p.Keys.ToFrozenDictionary(k => k, k => p.Int(k, -100, 100), StringComparer.OrdinalIgnoreCase)),
        section.Int("otherwise_points", -100, 100));
}
