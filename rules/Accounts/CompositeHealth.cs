using System.Globalization;
using OneLead.Views;

namespace OneLead.Rules;

/// <summary>
/// Computes the health of an account that people see: the weighted mean of those of its six parts that are known. A part is
/// the mean of its known measures, each 0-100.
/// </summary>
public static class CompositeHealth
{
    public static CompositeScore Score(HealthFacts facts, RuleSet rules)
    {
        var parts = Parts(facts, rules);
        var (score, _) = Weigh(parts);
        var known = new HealthParts(Of(0), Of(1), Of(2), Of(3), Of(4), Of(5));
        return new CompositeScore(score, score is { } value ? rules.Health.Composite.RiskOf(value) : RiskLevel.Unknown, known);

        int? Of(int part) => parts[part].Points;
    }

    /// <summary>Explains the score: a line for each known measure, and one for each part that is not known.</summary>
    public static Explanation Explain(HealthFacts facts, RuleSet rules)
    {
        var parts = Parts(facts, rules);
        var (score, weights) = Weigh(parts);
        var lines = new List<ExplanationLine>();
        var ofParts = Rounded([.. parts.Select(p => weights == 0 ? 0 : (p.Points ?? 0) * p.Weight / (decimal)weights)], score ?? 0);
        foreach (var (part, ofPart) in parts.Zip(ofParts))
        {
            if (part.Points is null)
                lines.Add(new(part.Name, "missing", "Not known", "missing", 0, 0, 0));
            var sum = part.Measures.Sum(m => m.Points);
            var contributions = Rounded([.. part.Measures.Select(m => sum == 0 ? 0 : ofPart * m.Points / sum)], ofPart);
            foreach (var (measure, contribution) in part.Measures.Zip(contributions))
                lines.Add(new(
                    part.Name, measure.Rule, measure.Text(), measure.Input(), measure.Points,
                    Math.Round(part.Weight / (decimal)weights / part.Measures.Count, 4), contribution));
        }
        return new Explanation(score ?? 0, [.. lines]);
    }

    // Rounds to hundredths such that the numbers sum to a total: the largest remainders are rounded up. 0 stays 0.
    private static decimal[] Rounded(decimal[] numbers, decimal total)
    {
        var hundredths = numbers.Select(n => Math.Floor(n * 100)).ToArray();
        var rest = (int)((total * 100) - hundredths.Sum());
        var order = Enumerable.Range(0, numbers.Length).Where(i => numbers[i] > 0)
            .OrderByDescending(i => (numbers[i] * 100) - hundredths[i]).ToList();
        for (var i = 0; rest != 0 && order.Count > 0; i++, rest -= Math.Sign(rest))
            hundredths[order[i % order.Count]] += Math.Sign(rest);
        return [.. hundredths.Select(h => h / 100)];
    }

    private static (decimal? Score, int Weights) Weigh(IReadOnlyList<Part> parts)
    {
        var weights = parts.Where(p => p.Points is not null).Sum(p => p.Weight);
        return weights == 0
            ? (null, 0)
            : (Math.Round(parts.Sum(p => (p.Points ?? 0) * p.Weight) / (decimal)weights, 2, MidpointRounding.AwayFromZero), weights);
    }

    private static List<Part> Parts(HealthFacts facts, RuleSet rules)
    {
        var rule = rules.Health.Composite;
        var (usage, engagement) = (rule.Usage, rule.Engagement);
        return
        [
            new("usage", usage.Weight,
                Given(usage.Given, facts.Given.Usage),
                facts.UsageLevel is { } level ? Linear("level", usage.Level, level * 100, () => Percent(level)) : null,
                facts.UsageChange is { } change
                    ? Stepped(usage.Trend, (long)Math.Floor(change * 100), () => (change > 0 ? "+" : "") + Percent(change))
                    : null,
                facts.CreditUse is { } credits ? Linear("credits", usage.Credits, credits * 100, () => Percent(credits)) : null),
            new("support", rule.Support.Weight, Given(rule.Support.Given, facts.Given.Support), Tickets(facts, rule.Support)),
            new("payment", rule.Payment.Weight,
                Given(rule.Payment.Given, facts.Given.Payment),
                facts.PaymentsDue > 0
                    ? Linear(
                        "on_time", rule.Payment.OnTime, facts.PaymentsOnTime * 100m / facts.PaymentsDue,
                        () => string.Create(CultureInfo.InvariantCulture, $"{facts.PaymentsOnTime} of {facts.PaymentsDue}"))
                    : null),
            new("engagement", engagement.Weight,
                Given(engagement.Given, facts.Given.Engagement),
                facts.DaysSinceContact is { } days ? Stepped(engagement.LastContact, days, () => Number(days) + " days") : null,
                facts.OpenOpportunities is { } open ? Stepped(engagement.OpenOpportunities, open, () => Number(open)) : null),
            new("sentiment", rule.Sentiment.Weight,
                Given(rule.Sentiment.Given, facts.Given.Sentiment),
                facts.Surveys is { } surveys ? Linear("surveys", rule.Sentiment.Surveys, surveys, () => Number(surveys)) : null,
                facts.Touches is { } touches ? Linear("activities", rule.Sentiment.Activities, touches, () => Number(touches)) : null),
            new("lifecycle", rule.Lifecycle.Weight,
                facts.Installed is var share && share.Total > 0
                    ? Linear(
                        "share", rule.Lifecycle.Share, 100 - ((decimal)share.Bad * 100 / (decimal)share.Total),
                        () => Percent(1 - ((decimal)share.Bad / (decimal)share.Total))
                            + (share.IsByValue ? " of the contract value" : " of the items"))
                    : null),
        ];
    }

    private static Measure? Tickets(HealthFacts facts, SupportPartRules rule) => facts.Tickets is null ? null : new(
        "tickets", () => rule.Tickets,
        () => string.Create(
            CultureInfo.InvariantCulture,
            $"{facts.Tickets} tickets, {facts.OpenTickets} open, {facts.Escalated} escalated, {facts.Breached} breached"),
        Math.Clamp(
            100 + (facts.OpenTickets * rule.Open) + (facts.Escalated * rule.Escalated) + (facts.Breached * rule.Breached), 0, 100));

    private static Measure? Given(string text, decimal? score) =>
        score is { } given ? Linear("given", text, given, () => Number(given)) : null;

    private static Measure Linear(string rule, string text, decimal points, Func<string> input) =>
        new(rule, () => text, input, (int)Math.Round(Math.Clamp(points, 0, 100), MidpointRounding.AwayFromZero));

    private static Measure Stepped(StepRule rule, long input, Func<string> shown) =>
        new(rule.Name, () => rule.Describe(input), shown, rule.Points(input));

    private static string Percent(decimal ratio) => string.Create(CultureInfo.InvariantCulture, $"{ratio * 100:0.##} %");

    private static string Number(decimal number) => number.ToString("#,0.##", CultureInfo.InvariantCulture);

    /// <param name="Text">Needed for explanations only, as <paramref name="Input"/>.</param>
    private sealed record Measure(string Rule, Func<string> Text, Func<string> Input, int Points);

    /// <param name="weight">In hundredths.</param>
    private sealed class Part(string name, int weight, params IEnumerable<Measure?> measures)
    {
        public string Name => name;

        public int Weight => weight;

        public IReadOnlyList<Measure> Measures { get; } = [.. measures.OfType<Measure>()];

        public int? Points => Measures.Count == 0
            ? null
            : (int)Math.Round(Measures.Sum(m => m.Points) / (decimal)Measures.Count, MidpointRounding.AwayFromZero);
    }
}

/// <summary>The composite health of an account.</summary>
/// <param name="Score">0-100 with two decimals; null if no part is known.</param>
/// <param name="Risk">Unknown if no part is known.</param>
public readonly record struct CompositeScore(decimal? Score, RiskLevel Risk, HealthParts Parts)
{
    /// <summary>True if the risk is high or critical.</summary>
    public bool IsAtRisk => Risk is RiskLevel.High or RiskLevel.Critical;
}
