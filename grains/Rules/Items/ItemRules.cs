using OneLead.Views;

namespace OneLead.Rules;

/// <summary>Risk, triggers and urgency of an item on a day.</summary>
public static class ItemRules
{
    /// <summary>The name under which the lines of a risk score stand.</summary>
    private const string RiskFactor = "risk";

    /// <summary>Classifies and assesses one item. For many, keep the classes and terms and call the other overload.</summary>
    public static ItemAssessment Assess(ItemFacts facts, RuleSet rules, DateOnly asOf) =>
        Assess(Products.Classify(facts.ProductTexts, rules), ItemTerms.Of(facts, rules), rules, asOf);

    public static ItemAssessment Assess(ProductClass product, in ItemTerms terms, RuleSet rules, DateOnly asOf)
    {
        var today = On(terms, rules, asOf);
        return new ItemAssessment(
            product, today.Support, today.Risk, today.RiskScore, today.Triggers, today.Urgency, today.IsPastEndOfLife, NextChange(today, terms, rules, asOf));
    }

    /// <summary>Why an item has its risk score.</summary>
    public static Explanation ExplainRisk(in ItemTerms terms, RuleSet rules, DateOnly asOf)
    {
        var lines = new ExplanationLines();
        var support = SupportRules.On(terms, rules, asOf);
        RiskScore(lines, support, Risk(support, terms, rules, asOf), terms, rules, asOf);
        return lines.Sum();
    }

    /// <summary>The urgency of an item's leads: as it is shown and as it is scored.</summary>
    internal static int Urgency<TLines>(TLines lines, in ItemTerms terms, RuleSet rules, DateOnly asOf) where TLines : struct, ILines
    {
        var rule = rules.Scoring.Urgency;
        var tally = new Tally<TLines>(lines, rule.Factor.Name, rule.Factor.Weight);
        tally.Base(rule.Factor.Base);
        tally.Date(rule.PastEndOfLife, terms.EndOfLife, rules, asOf);
        tally.Date(rule.SupportExpired, terms.SupportEnd, rules, asOf);
        return tally.Cap();
    }

    /// <summary>Everything that changes with the days alone.</summary>
    private readonly record struct Standing(SupportState Support, RiskLevel Risk, int RiskScore, LeadTriggers Triggers, int Urgency, bool IsPastEndOfLife);

    private static Standing On(in ItemTerms terms, RuleSet rules, DateOnly asOf)
    {
        var support = SupportRules.On(terms, rules, asOf);
        var risk = Risk(support, terms, rules, asOf);
        var pastEndOfLife = Days.Since(terms.EndOfLife, rules, asOf);
        return new Standing(
            support, risk, RiskScore(new NoLines(), support, risk, terms, rules, asOf), Triggers(support, risk, pastEndOfLife, rules),
            Urgency(new NoLines(), terms, rules, asOf), pastEndOfLife > 0);
    }

    private static RiskLevel Risk(SupportState support, in ItemTerms terms, RuleSet rules, DateOnly asOf)
    {
        var pastEndOfLife = Days.Since(terms.EndOfLife, rules, asOf);
        if ((support & (SupportState.Expired | SupportState.Uncovered)) != 0)
            return pastEndOfLife > rules.Risk.CriticalDaysPastEndOfLife ? RiskLevel.Critical : RiskLevel.High;
        var soon = -rules.Risk.MediumWithinDays;
        if (pastEndOfLife > 0 || Days.Since(terms.EndOfService, rules, asOf) >= soon || Days.Since(terms.SupportEnd, rules, asOf) >= soon)
            return RiskLevel.Medium;
        var nothingKnown = support == SupportState.Unknown && terms.EndOfLife is null && terms.EndOfService is null && terms.SupportEnd is null;
        return nothingKnown ? RiskLevel.Unknown : RiskLevel.Low;
    }

    private static LeadTriggers Triggers(SupportState support, RiskLevel risk, int daysPastEndOfLife, RuleSet rules) =>
        ((support & SupportState.Expired) != 0 && rules.Leads.RenewalRisks.Contains(risk) ? LeadTriggers.Renewal         : LeadTriggers.None)
        | (daysPastEndOfLife > rules.Leads.RefreshDaysPastEndOfLife                       ? LeadTriggers.HardwareRefresh : LeadTriggers.None)
        | ((support & SupportState.Uncovered) != 0                                        ? LeadTriggers.ServiceAttach   : LeadTriggers.None);

    private static int RiskScore<TLines>(TLines lines, SupportState support, RiskLevel risk, in ItemTerms terms, RuleSet rules, DateOnly asOf) where TLines : struct, ILines
    {
        var rule = rules.Risk.Score;
        var tally = new Tally<TLines>(lines, RiskFactor, 100);
        var level = TLines.Wanted ? Wire.Name(risk) : "";
        tally.Add("level", TLines.Wanted ? rule.LevelText.Replace("{level}", level, StringComparison.Ordinal) : "", level, rule.LevelPoints[(int)risk]);
        if ((support & SupportState.Expired) != 0)
            tally.Flag(rule.Expired, true, "expired");
        if ((support & SupportState.Uncovered) != 0)
            tally.Flag(rule.Uncovered, true, "uncovered");
        tally.Date(rule.PastEndOfLife, terms.EndOfLife, rules, asOf);
        tally.Date(rule.EndOfService, terms.EndOfService, rules, asOf);
        tally.Date(rule.SupportEnd, terms.SupportEnd, rules, asOf);
        return tally.Cap();
    }

    // A bound that is passed need not change anything (a cap may hide it), so each is tried until one does.
    private static DateOnly? NextChange(in Standing today, in ItemTerms terms, RuleSet rules, DateOnly asOf)
    {
        var day = rules.Calendar.After(asOf, terms, rules);
        while (day is { } next && On(terms, rules, next) == today)
            day = rules.Calendar.After(next, terms, rules);
        return day;
    }
}
