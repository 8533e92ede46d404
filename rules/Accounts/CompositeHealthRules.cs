using OneLead.Rules.Parsing;

namespace OneLead.Rules;

/// <summary>The usage part: the source's score, the latest use, its change in percent, and the use of credits.</summary>
public sealed record UsagePartRules(int Weight, string Given, string Level, StepRule Trend, string Credits);

/// <summary>The support part: the source's score, and 100 with points for each ticket.</summary>
public sealed record SupportPartRules(int Weight, string Given, string Tickets, int Open, int Escalated, int Breached);

/// <summary>The payment part: the source's score, and the share of invoices paid in time.</summary>
public sealed record PaymentPartRules(int Weight, string Given, string OnTime);

/// <summary>The engagement part: the source's score, the days since the last contact, and the open opportunities.</summary>
public sealed record EngagementPartRules(int Weight, string Given, StepRule LastContact, StepRule OpenOpportunities);

/// <summary>The sentiment part: the source's score, the surveys, and the sentiment of activities.</summary>
public sealed record SentimentPartRules(int Weight, string Given, string Surveys, string Activities);

/// <summary>The lifecycle part: the share of items that are in order.</summary>
public sealed record LifecyclePartRules(int Weight, string Share);

/// <summary>The rules of the composite health: six parts of 0-100, whose weights in hundredths sum to 100.</summary>
/// <param name="WindowDays">What is older does not count.</param>
/// <param name="Low">The risk is low from this score on; <paramref name="Medium"/> and <paramref name="High"/> likewise.</param>
public sealed record CompositeHealthRules(
    int WindowDays, int Low, int Medium, int High, UsagePartRules Usage, SupportPartRules Support, PaymentPartRules Payment,
    EngagementPartRules Engagement, SentimentPartRules Sentiment, LifecyclePartRules Lifecycle)
{
    public RiskLevel RiskOf(decimal score) =>
        score >= Low ? RiskLevel.Low : score >= Medium ? RiskLevel.Medium : score >= High ? RiskLevel.High : RiskLevel.Critical;

    internal static CompositeHealthRules Read(RuleSection section)
    {
        var (low, medium, high) = section.In("bands", s => (s.Int("low", 0, 100), s.Int("medium", 0, 100), s.Int("high", 0, 100)));
        if (low <= medium || medium <= high)
            section.Error("bands", "must descend: low, medium, high");
        var rules = new CompositeHealthRules(
            section.Int("window_days", 1, 3_650), low, medium, high,
            section.In("usage", s => new UsagePartRules(
                s.Weight("weight"), s.Text("given"), s.Text("level"), StepRule.Read(s, "trend", 0, 100), s.Text("credits"))),
            section.In("support", s => new SupportPartRules(
                s.Weight("weight"), s.Text("given"), s.Text("tickets"), s.Int("open", -100, 0), s.Int("escalated", -100, 0),
                s.Int("breached", -100, 0))),
            section.In("payment", s => new PaymentPartRules(s.Weight("weight"), s.Text("given"), s.Text("on_time"))),
            section.In("engagement", s => new EngagementPartRules(
                s.Weight("weight"), s.Text("given"), StepRule.Read(s, "last_contact", 0, 100),
                StepRule.Read(s, "open_opportunities", 0, 100))),
            section.In("sentiment", s => new SentimentPartRules(
                s.Weight("weight"), s.Text("given"), s.Text("surveys"), s.Text("activities"))),
            section.In("lifecycle", s => new LifecyclePartRules(s.Weight("weight"), s.Text("share"))));
        var sum = rules.Usage.Weight + rules.Support.Weight + rules.Payment.Weight + rules.Engagement.Weight + rules.Sentiment.Weight
            + rules.Lifecycle.Weight;
        if (sum != 100)
            section.Error(null, $"the six weights must sum to 1; they sum to {sum / 100m}");
        return rules;
    }
}
