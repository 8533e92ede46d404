using OneLead.Views;

namespace OneLead.Rules;

/// <summary>Computes the risk, triggers and urgency of an item on a day.</summary>
public static class ItemRules
{
    /// <summary>The factor name of risk score lines.</summary>
    private const string RiskFactor = "risk";

    /// <summary>Classifies and assesses one item. For many items, cache classes and terms and call the other overload.</summary>
    public static ItemAssessment Assess(ItemFacts facts, RuleSet rules, DateOnly asOf) =>
        Assess(ProductClassifier.Classify(facts.ProductTexts, rules), ItemTerms.Of(facts, rules), rules, asOf);

    public static ItemAssessment Assess(ProductClass product, in ItemTerms terms, RuleSet rules, DateOnly asOf)
    {
        var days = ItemDays.Of(terms, rules, asOf);
        var today = On(days, terms, rules, asOf);
        return new ItemAssessment(
            product, today.Support, today.Risk, today.RiskScore, today.Triggers, today.Urgency, today.IsPastEndOfLife,
            NextChange(today, days, terms, rules, asOf));
    }

    /// <summary>Explains an item's risk score.</summary>
    public static Explanation ExplainRisk(in ItemTerms terms, RuleSet rules, DateOnly asOf)
    {
        var lines = new ExplanationBuilder();
        var days = ItemDays.Of(terms, rules, asOf);
        var support = SupportRules.On(terms.Support, days.SupportEnd);
        RiskScore(lines, support, Risk(support, days, rules), days, terms, rules, asOf);
        return lines.Sum();
    }

    /// <summary>Computes the urgency of an item's leads, with or without an explanation.</summary>
    internal static int Urgency<TSink>(
        TSink lines, in ItemDays days, in ItemTerms terms, RuleSet rules, DateOnly asOf) where TSink : struct,
        IExplanationSink
    {
        var rule = rules.Scoring.Urgency;
        var scorer = new FactorScorer<TSink>(lines, rule.Factor.Name, rule.Factor.Weight);
        scorer.Base(rule.Factor.Base);
        scorer.Date(rule.PastEndOfLife, days.EndOfLife, terms.EndOfLife, rules, asOf);
        scorer.Date(rule.SupportExpired, days.SupportEnd, terms.SupportEnd, rules, asOf);
        return scorer.Cap();
    }

    /// <summary>The part of an assessment that changes with the date.</summary>
    private readonly record struct DayState(
        SupportState Support, RiskLevel Risk, int RiskScore, LeadTriggers Triggers, int Urgency, bool IsPastEndOfLife);

    private static DayState On(in ItemDays days, in ItemTerms terms, RuleSet rules, DateOnly asOf)
    {
        var support = SupportRules.On(terms.Support, days.SupportEnd);
        var risk = Risk(support, days, rules);
        return new DayState(
            support, risk, RiskScore(new NoExplanation(), support, risk, days, terms, rules, asOf),
            Triggers(support, risk, days, terms, rules.Leads),
            Urgency(new NoExplanation(), days, terms, rules, asOf), days.EndOfLife > 0);
    }

    private static RiskLevel Risk(SupportState support, in ItemDays days, RuleSet rules)
    {
        var soon = -rules.Risk.MediumWithinDays;
        return (support & (SupportState.Expired | SupportState.Uncovered)) != 0
            ? days.EndOfLife > rules.Risk.CriticalDaysPastEndOfLife ? RiskLevel.Critical : RiskLevel.High
            : days.EndOfLife > 0 || days.EndOfService >= soon || days.SupportEnd >= soon ? RiskLevel.Medium
            : support == SupportState.Unknown && days.NoneKnown ? RiskLevel.Unknown : RiskLevel.Low;
    }

    private static LeadTriggers Triggers(
        SupportState support, RiskLevel risk, in ItemDays days, in ItemTerms terms, LeadTypeRules rules) =>
        Renewal(support, risk, days.SupportEnd, terms, rules)
        | (days.EndOfLife > rules.RefreshDaysPastEndOfLife ? LeadTriggers.HardwareRefresh : LeadTriggers.None)
        | ((support & SupportState.Uncovered) != 0 ? LeadTriggers.ServiceAttach : LeadTriggers.None);

    private static LeadTriggers Renewal(SupportState support, RiskLevel risk, int daysSinceEnd, in ItemTerms terms, LeadTypeRules rules) =>
        (support & SupportState.Expired) != 0
            ? rules.IsRenewalRisk(risk) && !(terms.IsContract && daysSinceEnd > rules.Contract.LapsedWithinDays)
                ? LeadTriggers.Renewal
                : LeadTriggers.None
        : support == SupportState.Active && daysSinceEnd >= -rules.DueWithin(terms) ? LeadTriggers.RenewalDue
        : LeadTriggers.None;

    private static int RiskScore<TSink>(
        TSink lines, SupportState support, RiskLevel risk, in ItemDays days, in ItemTerms terms, RuleSet rules,
        DateOnly asOf) where TSink : struct, IExplanationSink
    {
        var rule = rules.Risk.Score;
        var scorer = new FactorScorer<TSink>(lines, RiskFactor, 100);
        var level = TSink.IsEnabled ? Wire.Name(risk) : "";
        scorer.Add(
            "level", TSink.IsEnabled ? rule.LevelText.Replace("{level}", level, StringComparison.Ordinal) : "", level,
            rule.LevelPoints[(int)risk]);
        if ((support & SupportState.Expired) != 0)
            scorer.Flag(rule.Expired, true, "expired");
        if ((support & SupportState.Uncovered) != 0)
            scorer.Flag(rule.Uncovered, true, "uncovered");
        scorer.Date(rule.PastEndOfLife, days.EndOfLife, terms.EndOfLife, rules, asOf);
        scorer.Date(rule.EndOfService, days.EndOfService, terms.EndOfService, rules, asOf);
        scorer.Date(rule.SupportEnd, days.SupportEnd, terms.SupportEnd, rules, asOf);
        return scorer.Cap();
    }

    // Passing a bound may change nothing, for example because of a cap, so each bound is tried until one does.
    private static DateOnly? NextChange(in DayState today, in ItemDays days, in ItemTerms terms, RuleSet rules, DateOnly asOf)
    {
        var later = 0;
        var then = days;
        while (rules.Calendar.Next(then, terms.ContractNotice) is var step and < int.MaxValue
            && (later += step) <= DateOnly.MaxValue.DayNumber - asOf.DayNumber)
        {
            then = days.Later(later);
            if (On(then, terms, rules, asOf) != today)
                return asOf.AddDays(later);
        }
        return null;
    }
}
