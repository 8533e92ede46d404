using System.Globalization;
using OneLead.Views;

namespace OneLead.Rules;

/// <summary>Scores leads: the weighted sum of four factors, each 0-100.</summary>
public static class LeadRules
{
    private const string ContractBasis = "contract";

    public static LeadScore Score(
        LeadType type, in ItemAssessment item, in ItemTerms terms, AccountFacts account, RuleSet rules, DateOnly asOf) =>
        Score(new NoExplanation(), type, item, terms, account, rules, asOf);

    /// <summary>Explains a lead's score. The lines sum exactly to it.</summary>
    public static Explanation Explain(
        LeadType type, in ItemAssessment item, in ItemTerms terms, AccountFacts account, RuleSet rules, DateOnly asOf)
    {
        var lines = new ExplanationBuilder();
        Score(lines, type, item, terms, account, rules, asOf);
        return lines.Sum();
    }

    /// <summary>
    /// Returns the account's part of its leads' scores. If it is unchanged, no lead needs to be rescored because of the
    /// account.
    /// </summary>
    public static AccountPoints AccountPoints(AccountFacts account, RuleSet rules, DateOnly asOf) => new(
        rules.Scoring.Value.HardwareCount.Points(account.HardwareCount),
        rules.Scoring.Propensity.OpenOpportunities.Points(account.OpenOpportunities),
        rules.Scoring.Propensity.ClosedProjects.Points(account.ClosedProjects),
        IsProjectRecent(account, rules, asOf));

    /// <summary>
    /// Returns the first day after the as-of date on which the account's part of its leads' scores changes by the passing of
    /// time; null if never.
    /// </summary>
    public static DateOnly? AccountNextChange(AccountFacts account, RuleSet rules, DateOnly asOf)
    {
        var today = Propensity(new NoExplanation(), account, rules, asOf);
        return Turns(account.LatestProjectEnd, rules).Concat(Turns(account.NextProjectEnd, rules)).Where(d => d > asOf)
            .Order().Cast<DateOnly?>().FirstOrDefault(d => Propensity(new NoExplanation(), account, rules, d!.Value) != today);
    }

    private static LeadScore Score<TSink>(
        TSink lines, LeadType type, in ItemAssessment item, in ItemTerms terms, AccountFacts account, RuleSet rules,
        DateOnly asOf) where TSink : struct, IExplanationSink
    {
        var scoring = rules.Scoring;
        var (value, valueMax) = Estimate(type, item.Product, terms, rules);
        var factors = new LeadFactors(
            // The assessment contains the urgency, which all leads of the item share.
            TSink.IsEnabled ? ItemRules.Urgency(lines, ItemDays.Of(terms, rules, asOf), terms, rules, asOf) : item.Urgency,
            Worth(lines, value, valueMax, terms.Quantity, account, scoring.Value, rules),
            Propensity(lines, account, rules, asOf),
            StrategicFit(lines, type, item.Product, scoring.StrategicFit));
        var hundredths = (factors.Urgency * scoring.Urgency.Factor.Weight) + (factors.Value * scoring.Value.Factor.Weight)
            + (factors.Propensity * scoring.Propensity.Factor.Weight) + (factors.StrategicFit * scoring.StrategicFit.Factor.Weight);
        return new LeadScore(hundredths, factors, rules.Priorities.Of(hundredths), value, valueMax);
    }

    private static (EstimatedValue? Value, long? MaxMinor) Estimate(LeadType type, ProductClass product, in ItemTerms terms, RuleSet rules)
    {
        if (terms.ContractValue is not { } contract || contract <= 0)
        {
            return product.ValueOf(type) is not { } bundle ? (null, null)
                : terms.Quantity <= 1 ? (bundle.Value, bundle.MaxMinor)
                : (
                    bundle.Value with { Min = bundle.Value.Min * terms.Quantity, Max = bundle.Value.Max * terms.Quantity },
                    bundle.MaxMinor * terms.Quantity);
        }
        var currency = terms.Currency ?? rules.EstimatedValue.Currency;
        var known = new EstimatedValue(contract / 100m, contract / 100m, currency, ContractBasis);
        return (known, string.Equals(currency, rules.EstimatedValue.Currency, StringComparison.OrdinalIgnoreCase) ? contract : null);
    }

    private static int Worth<TSink>(
        TSink lines, EstimatedValue? value, long? maxMinor, int quantity, AccountFacts account, ValueFactorRules rule,
        RuleSet rules) where TSink : struct,
        IExplanationSink
    {
        var scorer = new FactorScorer<TSink>(lines, rule.Factor.Name, rule.Factor.Weight);
        scorer.Base(rule.Factor.Base);
        var points = maxMinor is { } max ? rule.EstimatedValue.Points(max) : rule.EstimatedValue.MissingPoints;
        scorer.Add(
            rule.EstimatedValue.Name,
            !TSink.IsEnabled ? "" : maxMinor is { } known ? rule.EstimatedValue.Describe(known) : rule.EstimatedValue.Missing,
            TSink.IsEnabled ? Show(value, maxMinor, quantity, rules) : "", points);
        scorer.Count(rule.HardwareCount, account.HardwareCount);
        return scorer.Cap();
    }

    private static int Propensity<TSink>(TSink lines, AccountFacts account, RuleSet rules, DateOnly asOf) where TSink : struct,
        IExplanationSink
    {
        var rule = rules.Scoring.Propensity;
        var scorer = new FactorScorer<TSink>(lines, rule.Factor.Name, rule.Factor.Weight);
        scorer.Base(rule.Factor.Base);
        scorer.Count(rule.OpenOpportunities, account.OpenOpportunities);
        scorer.Count(rule.ClosedProjects, account.ClosedProjects);
        scorer.Flag(
            rule.RecentProject, IsProjectRecent(account, rules, asOf),
            TSink.IsEnabled ? Days.FormatInput(LatestEnd(account, asOf), rules, asOf) : "");
        return scorer.Cap();
    }

    private static int StrategicFit<TSink>(TSink lines, LeadType type, ProductClass product, StrategicFitRules rule) where TSink : struct,
        IExplanationSink
    {
        var scorer = new FactorScorer<TSink>(lines, rule.Factor.Name, rule.Factor.Weight);
        scorer.Base(rule.Factor.Base);
        scorer.Flag(rule.Family, product.IsStrategicFamily, product.Family);
        scorer.Flag(rule.Area, product.IsStrategicArea, product.BusinessArea ?? "missing");
        var points = rule.TypePoints[(int)type];
        scorer.Flag(rule.LeadType, points > 0, TSink.IsEnabled ? Wire.Name(type) : "", points);
        return scorer.Cap();
    }

    private static DateOnly? LatestEnd(AccountFacts account, DateOnly asOf) =>
        account.NextProjectEnd <= asOf ? account.NextProjectEnd : account.LatestProjectEnd;

    private static bool IsProjectRecent(AccountFacts account, RuleSet rules, DateOnly asOf) =>
        IsRecent(account.LatestProjectEnd, rules, asOf) || IsRecent(account.NextProjectEnd, rules, asOf);

    private static bool IsRecent(DateOnly? end, RuleSet rules, DateOnly asOf) =>
        Days.Since(end, rules, asOf) is >= 0 and var days && days <= rules.Scoring.Propensity.RecentProjectDays;

    // The days on which a project's end starts and stops to count.
    private static IEnumerable<DateOnly> Turns(DateOnly? end, RuleSet rules) =>
        end is { } day && day.Year < rules.OpenEndedFromYear ? [day, day.AddDays(rules.Scoring.Propensity.RecentProjectDays + 1)] : [];

    private static string Show(EstimatedValue? value, long? comparable, int quantity, RuleSet rules) => value switch
    {
        null => "unknown",
        { Min: var min, Max: var max } => string.Create(
            CultureInfo.InvariantCulture,
            $"{(min == max ? "" : $"{min:#,0.##} to ")}{max:#,0.##} {value.Currency} ({value.Basis}{Pieces(value, quantity)})")
            + (comparable is null ? $", not comparable with {rules.EstimatedValue.Currency}" : ""),
    };

    // A contract's value is of all pieces.
    private static string Pieces(EstimatedValue value, int quantity) =>
        quantity <= 1 || value.Basis == ContractBasis ? "" : string.Create(CultureInfo.InvariantCulture, $", {quantity:#,0} pieces");
}
