using System.Globalization;
using OneLead.Views;

namespace OneLead.Rules;

/// <summary>A health score and what it was before the clamp.</summary>
public readonly record struct HealthScore(int Score, int Uncapped);

/// <summary>The health of an account. It has no dates of its own: it changes with its facts.</summary>
public static class HealthRules
{
    private const string ClassicFactor = "classic", ViewFactor = "view";

    /// <summary>Clamped 0-100; the uncapped value beside it.</summary>
    public static HealthScore Classic(AccountFacts account, RuleSet rules) => Classic(new NoExplanation(), account, rules);

    public static Explanation ExplainClassic(AccountFacts account, RuleSet rules)
    {
        var lines = new ExplanationBuilder();
        Classic(lines, account, rules);
        return lines.Sum();
    }

    /// <summary>Not clamped: −40 to 70 with the rules that ship.</summary>
    public static HealthScore View(AccountFacts account, RuleSet rules) => View(new NoExplanation(), account, rules);

    public static Explanation ExplainView(AccountFacts account, RuleSet rules)
    {
        var lines = new ExplanationBuilder();
        View(lines, account, rules);
        return lines.Sum();
    }

    public static bool IsAtRisk(int classic, RuleSet rules) => classic < rules.Health.AtRiskBelow;

    private static HealthScore Classic<TSink>(TSink lines, AccountFacts account, RuleSet rules) where TSink : struct, IExplanationSink
    {
        var rule = rules.Health.Classic;
        var tally = new FactorScorer<TSink>(lines, ClassicFactor, 100);
        tally.Base(rule.Base);
        tally.Each(rule.PastEndOfLife, account.ItemsPastEndOfLife);
        tally.Rate(rule.CreditUse, account.MeanCreditUtilization);
        tally.Each(rule.OpenOpportunities, account.OpenOpportunities);
        var uncapped = tally.Points;
        return new HealthScore(tally.Cap(), uncapped);
    }

    private static HealthScore View<TSink>(TSink lines, AccountFacts account, RuleSet rules) where TSink : struct, IExplanationSink
    {
        var rule = rules.Health.View;
        var tally = new FactorScorer<TSink>(lines, ViewFactor, 100);
        tally.Count(rule.PastEndOfLife, account.ItemsPastEndOfLife);
        tally.Rate(rule.CreditUse, account.MeanCreditUtilization);
        tally.Count(rule.OpenOpportunities, account.OpenOpportunities);
        var known = account.Tier is { } tier && rule.Tier.Points.ContainsKey(tier);
        tally.Add(
            "tier", known ? rule.Tier.Text.Replace("{tier}", account.Tier, StringComparison.Ordinal) : rule.Tier.Otherwise, account.Tier ?? "missing",
            known ? rule.Tier.Points[account.Tier!] : rule.Tier.OtherwisePoints);
        return new HealthScore(tally.Points, tally.Points);
    }

    private static void Each<TSink>(this ref FactorScorer<TSink> tally, FlagRule rule, int count) where TSink : struct, IExplanationSink =>
        tally.Add(rule.Name, rule.Text, TSink.IsEnabled ? count.ToString("N0", CultureInfo.InvariantCulture) : "", rule.Points * count);

    private static void Rate<TSink>(this ref FactorScorer<TSink> tally, StepRule rule, decimal? rate) where TSink : struct, IExplanationSink
    {
        var input = (long)((rate ?? 0) * 10_000);
        tally.Add(
            rule.Name, !TSink.IsEnabled ? "" : rate is null ? rule.Missing : rule.Describe(input),
            !TSink.IsEnabled ? "" : rate is { } known ? string.Create(CultureInfo.InvariantCulture, $"{known * 100:0.##} %") : "missing",
            rate is null ? rule.MissingPoints : rule.Points(input));
    }
}
