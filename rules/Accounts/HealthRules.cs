using System.Globalization;
using OneLead.Views;

namespace OneLead.Rules;

/// <summary>A health score with its value before the cap.</summary>
public readonly record struct HealthScore(int Score, int Uncapped);

/// <summary>
/// Computes the health of an account by the formulas of the data model. It depends on the account's facts only, not on the date.
/// </summary>
public static class HealthRules
{
    private const string ClassicFactor = "classic", ViewFactor = "view";

    /// <summary>Computes the classic health, capped to 0-100.</summary>
    public static HealthScore Classic(AccountFacts account, RuleSet rules) => Classic(new NoExplanation(), account, rules);

    public static Explanation ExplainClassic(AccountFacts account, RuleSet rules)
    {
        var lines = new ExplanationBuilder();
        Classic(lines, account, rules);
        return lines.Sum();
    }

    /// <summary>Computes the view health, which is not capped: −40 to 70 with the default rules.</summary>
    public static HealthScore View(AccountFacts account, RuleSet rules) => View(new NoExplanation(), account, rules);

    public static Explanation ExplainView(AccountFacts account, RuleSet rules)
    {
        var lines = new ExplanationBuilder();
        View(lines, account, rules);
        return lines.Sum();
    }

    private static HealthScore Classic<TSink>(TSink lines, AccountFacts account, RuleSet rules) where TSink : struct, IExplanationSink
    {
        var rule = rules.Health.Classic;
        var scorer = new FactorScorer<TSink>(lines, ClassicFactor, 100);
        scorer.Base(rule.Base);
        scorer.Each(rule.PastEndOfLife, account.ItemsPastEndOfLife);
        scorer.Rate(rule.CreditUse, account.MeanCreditUtilization);
        scorer.Each(rule.OpenOpportunities, account.OpenOpportunities);
        var uncapped = scorer.Points;
        return new HealthScore(scorer.Cap(), uncapped);
    }

    private static HealthScore View<TSink>(TSink lines, AccountFacts account, RuleSet rules) where TSink : struct, IExplanationSink
    {
        var rule = rules.Health.View;
        var scorer = new FactorScorer<TSink>(lines, ViewFactor, 100);
        scorer.Count(rule.PastEndOfLife, account.ItemsPastEndOfLife);
        scorer.Rate(rule.CreditUse, account.MeanCreditUtilization);
        scorer.Count(rule.OpenOpportunities, account.OpenOpportunities);
        var known = account.Tier is { } tier && rule.Tier.Points.ContainsKey(tier);
        scorer.Add(
            "tier", known ? rule.Tier.Text.Replace("{tier}", account.Tier, StringComparison.Ordinal) : rule.Tier.Otherwise,
            account.Tier ?? "missing",
            known ? rule.Tier.Points[account.Tier!] : rule.Tier.OtherwisePoints);
        return new HealthScore(scorer.Points, scorer.Points);
    }

    private static void Each<TSink>(this ref FactorScorer<TSink> scorer, FlagRule rule, int count) where TSink : struct, IExplanationSink =>
        scorer.Add(rule.Name, rule.Text, TSink.IsEnabled ? count.ToString("N0", CultureInfo.InvariantCulture) : "", rule.Points * count);

    private static void Rate<TSink>(this ref FactorScorer<TSink> scorer, StepRule rule, decimal? rate) where TSink : struct,
        IExplanationSink
    {
        var input = (long)((rate ?? 0) * 10_000);
        scorer.Add(
            rule.Name, !TSink.IsEnabled ? "" : rate is null ? rule.Missing : rule.Describe(input),
            !TSink.IsEnabled ? "" : rate is { } known ? string.Create(CultureInfo.InvariantCulture, $"{known * 100:0.##} %") : "missing",
            rate is null ? rule.MissingPoints : rule.Points(input));
    }
}
