using FsCheck;
using FsCheck.Fluent;
using OneLead.Events;

namespace OneLead.Rules.Tests;

/// <summary>Weights: usage 25, support 20, payment 15, engagement 15, sentiment 10, lifecycle 15.</summary>
public class CompositeHealthTests
{
    // 1: nothing is known.
    [Fact]
    public void Without_a_known_part_health_is_unknown()
    {
        var score = Score();
        Assert.Equal((null, RiskLevel.Unknown, 0, false), (score.Score, score.Risk, score.Parts.Known, score.IsAtRisk));
    }

    // 2: 15 of 15 items past end of life: lifecycle 0.
    [Fact]
    public void An_account_whose_items_are_all_past_end_of_life_is_at_risk()
    {
        var score = Score(installed: new(15, 15, false));
        Assert.Equal((0m, RiskLevel.Critical, 1, true), (score.Score, score.Risk, score.Parts.Known, score.IsAtRisk));
    }

    // 3: the same with 47 open opportunities: (0 × 15 + 80 × 15) ÷ 30 = 40.
    [Fact]
    public void Many_opportunities_do_not_hide_old_items()
    {
        var score = Score(installed: new(15, 15, false), open: 47);
        Assert.Equal((40m, RiskLevel.High, 2, 80, 0),
            (score.Score, score.Risk, score.Parts.Known, score.Parts.Engagement, score.Parts.Lifecycle));
    }

    // 4: one of four items is bad, by value 1,000 of 10,000: lifecycle 90.
    [Fact]
    public void Installed_value_comes_before_the_number_of_items() =>
        Assert.Equal((90m, RiskLevel.Low),
            (Score(installed: new(10_000, 1_000, true)).Score, Score(installed: new(10_000, 1_000, true)).Risk));

    // 5: use 80 % to 10 % on one product: level 10, change -87.5 % 0, usage (10 + 0) / 2 = 5. Seven tickets, open, escalated,
    // breached: 100 - 7 × 28, at least 0. CSAT 1 of 5: 0. All items in order: 100.
    // (5 × 25 + 0 × 20 + 0 × 10 + 100 × 15) ÷ 70 = 1,625 ÷ 70 = 23.21.
    [Fact]
    public void Escalations_bad_answers_and_falling_use_are_a_critical_risk()
    {
        HealthFact[] facts =
        [
            Usage("2025-07-01", 0.8m), Usage("2025-10-01", 0.1m), Survey(1),
            .. Enumerable.Repeat(Ticket("2025-10-01", open: true, escalated: true, breached: true), 7),
        ];
        var score = Score(facts, installed: new(3, 0, false));
        Assert.Equal(
            (23.21m, RiskLevel.Critical, 4, true, 5, 0, 0, 100),
            (score.Score, score.Risk, score.Parts.Known, score.IsAtRisk, score.Parts.Usage, score.Parts.Support,
                score.Parts.Sentiment, score.Parts.Lifecycle));
        // Readings of 0-100 are the same.
        Assert.Equal(score.Score,
            Score([.. facts[2..], Usage("2025-07-01", 80), Usage("2025-10-01", 10)], installed: new(3, 0, false)).Score);
    }

    // 6: two of three invoices in time: 67. One ticket resolved, one open: 97. (97 × 20 + 67 × 15) ÷ 35 = 84.14.
    [Fact]
    public void Invoices_and_tickets_are_payment_and_support()
    {
        var score = Score(
        [
            Payment("2025-08-01", "2025-07-30"), Payment("2025-09-01", "2025-09-01"), Payment("2025-10-01", null),
            Payment("2025-12-01", null),
            Ticket("2025-10-01"), Ticket("2025-10-02", open: true),
        ]);
        Assert.Equal((84.14m, RiskLevel.Low, 97, 67), (score.Score, score.Risk, score.Parts.Support, score.Parts.Payment));
    }

    // 7: last contact 100 days ago 50, no open opportunity 40: engagement 45. Sentiment of activities 0 and 50: 25.
    // (45 × 15 + 25 × 10) ÷ 25 = 37.
    [Fact]
    public void Activities_are_engagement_and_sentiment()
    {
        var score = Score([Touch(100, "Negative"), Touch(200, "Neutral"), Touch(400, "Positive")], open: 0);
        Assert.Equal((37m, RiskLevel.High, 45, 25), (score.Score, score.Risk, score.Parts.Engagement, score.Parts.Sentiment));
    }

    // 8: the source's scores alone: (90 × 25 + 80 × 20 + 70 × 15 + 60 × 15 + 50 × 10) ÷ 85 = 6,300 ÷ 85 = 74.12.
    [Fact]
    public void A_sources_scores_count_as_measures()
    {
        var score = Score(given: new(90, 80, 70, 60, 50));
        Assert.Equal((74.12m, RiskLevel.Medium, 5), (score.Score, score.Risk, score.Parts.Known));
    }

    // 9: credits used to 20 %, use stable at 70 %: level 70, change 100, credits 20: (70 + 100 + 20) / 3 = 63.
    [Fact]
    public void Credit_use_belongs_to_usage()
    {
        var score = Score([Usage("2025-07-01", 0.7m), Usage("2025-10-01", 0.7m)], credits: 0.2m);
        Assert.Equal((63m, RiskLevel.Medium, 63), (score.Score, score.Risk, score.Parts.Usage));
    }

    // 10: answers 8 and 10 of 10: 80 and 100, mean 90; (20 × 100 + 10 × 90) / 30. What is older than a year does not count.
    [Fact]
    public void Answers_are_measured_by_their_scale()
    {
        var score = Score([Survey(8), Survey(10), Survey(1, "2024-10-28"), Ticket("2024-10-01", escalated: true)]);
        Assert.Equal((100, 90, 96.67m), (score.Parts.Support, score.Parts.Sentiment, score.Score));
    }

    // Stars begin at 1, scales of ten points and more at 0.
    [Theory]
    [InlineData(4, 5, 75)]
    [InlineData(1, 5, 0)]
    [InlineData(5, 7, 67)]
    [InlineData(9, 10, 90)]
    [InlineData(0, 10, 0)]
    [InlineData(50, 100, 50)]
    [InlineData(4, null, 75)]
    [InlineData(6, null, 60)]
    [InlineData(64, null, 64)]
    public void An_answer_counts_from_the_first_point_of_its_scale(int answer, int? scale, int points) =>
        Assert.Equal(points, Score([scale is { } known
            ? Read(EventKind.Survey, ("score", (decimal)answer), ("scale", (decimal)known), ("answered", "2025-10-01"))
            : Survey(answer)]).Parts.Sentiment);

    // Support of 69 with all parts known: 13.80. A line without points contributes nothing.
    [Fact]
    public void The_lines_of_a_part_sum_to_its_share_of_the_score() => Always.Holds(AnyFacts, facts =>
    {
        var (score, explanation) = (CompositeHealth.Score(facts, TestFacts.Rules), CompositeHealth.Explain(facts, TestFacts.Rules));
        var weights = explanation.Lines.Sum(l => l.Weight);
        Assert.All(explanation.Lines.Where(l => l.Points == 0), l => Assert.Equal(0, l.Contribution));
        foreach (var part in explanation.Lines.Where(l => l.Weight > 0).GroupBy(l => l.Factor))
            Assert.InRange(
                part.Sum(l => l.Contribution) - (Points(part.Key, score.Parts) * part.Sum(l => l.Weight) / weights), -0.02m, 0.02m);

        static decimal Points(string part, OneLead.Views.HealthParts parts) => (part switch
        {
            "usage" => parts.Usage,
            "support" => parts.Support,
            "payment" => parts.Payment,
            "engagement" => parts.Engagement,
            "sentiment" => parts.Sentiment,
            _ => parts.Lifecycle,
        })!.Value;
    });

    [Fact]
    public void The_explanation_names_what_is_missing_and_sums_to_the_score() => Always.Holds(AnyFacts, facts =>
    {
        var (score, explanation) = (CompositeHealth.Score(facts, TestFacts.Rules), CompositeHealth.Explain(facts, TestFacts.Rules));
        Assert.Equal((score.Score ?? 0, score.Score ?? 0), (explanation.Score, explanation.Lines.Sum(l => l.Contribution)));
        Assert.Equal(6 - score.Parts.Known, explanation.Lines.Count(l => l.Rule == "missing"));
        Assert.Equal(6, explanation.Lines.Select(l => l.Factor).Distinct().Count());
    });

    [Fact]
    public void The_facts_change_on_their_next_date_and_on_no_day_before()
    {
        HealthFact[] facts = [Usage("2025-07-01", 0.8m), Touch(20, null), Payment("2025-11-10", null), Ticket("2025-01-01")];
        // The contact is 31 days old on 9 November, the invoice is overdue on 11 November, the ticket leaves on 2 January.
        Assert.Equal(TestFacts.Today.AddDays(11), Facts(facts).NextChange);
        var changes = new List<DateOnly>();
        for (var day = TestFacts.Today; day < TestFacts.Today.AddDays(90); day = day.AddDays(1))
        {
            var (today, tomorrow) = (Facts(facts, day), Facts(facts, day.AddDays(1)));
            if (CompositeHealth.Score(today, TestFacts.Rules) != CompositeHealth.Score(tomorrow, TestFacts.Rules))
            {
                Assert.Equal(day.AddDays(1), today.NextChange);
                changes.Add(day.AddDays(1));
            }
        }
        Assert.Equal([new(2025, 11, 9), new(2025, 11, 11), new(2026, 1, 8)], changes);
    }

    private static readonly Gen<HealthFacts> AnyFacts =
        from usage in Maybe
        from change in Maybe
        from tickets in Gen.Choose(-1, 9)
        from due in Gen.Choose(0, 7)
        from days in Maybe
        from surveys in Maybe
        from bad in Gen.Choose(0, 7)
        select new HealthFacts(
            new(surveys, null, usage, null, null), usage / 100, change / 100, null, tickets < 0 ? null : tickets,
            Math.Max(tickets, 0), 0, 1, due,
            due / 2, (int?)days, null, surveys, null, new(7, bad, false), null);

    private static Gen<decimal?> Maybe =>
        Gen.Select(Gen.Choose(-30, 100), n => n < 0 ? (decimal?)null : n);

    private static CompositeScore Score(
        IEnumerable<HealthFact>? facts = null, InstalledShare installed = default, int? open = null, GivenHealth given = default,
        decimal? credits = null) =>
        CompositeHealth.Score(
            HealthFacts.Of(facts ?? [], given, credits, open, installed, TestFacts.Rules, TestFacts.Today), TestFacts.Rules);

    private static HealthFacts Facts(IEnumerable<HealthFact> facts, DateOnly? day = null) =>
        HealthFacts.Of(facts, default, null, null, default, TestFacts.Rules, day ?? TestFacts.Today);

    private static HealthFact Usage(string period, decimal utilization) => Read(
        EventKind.Usage, ("product", "P"), ("period", period), ("utilization", utilization));

    private static HealthFact Survey(decimal score, string answered = "2025-10-01") =>
        Read(EventKind.Survey, ("score", score), ("answered", answered));

    private static HealthFact Ticket(string opened, bool open = false, bool escalated = false, bool breached = false) => Read(
        EventKind.Ticket, ("opened", opened + "T08:00:00Z"), ("status", open ? "In Progress" : "Closed"), ("escalated", escalated),
        ("slaBreached", breached));

    private static HealthFact Payment(string due, string? paid) => Read(EventKind.Payment, ("due", due), ("paid", paid));

    private static HealthFact Touch(int daysAgo, string? sentiment) => Read(
        EventKind.Activity,
        ("at", TestFacts.Ago(daysAgo).ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture) + "T09:00:00Z"),
        ("sentiment", sentiment));

    private static HealthFact Read(EventKind kind, params (string Name, object? Value)[] fields) => HealthFact.From(
        kind, EventData.Of(fields.Select(f => new EventField(f.Name, f.Value switch
        {
            string text => FieldValue.Of(text),
            decimal number => FieldValue.Of(number),
            bool flag => FieldValue.Of(flag),
            _ => FieldValue.Null,
        }))))!;
}
