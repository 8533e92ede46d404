using OneLead.Views;

namespace OneLead.Rules.Tests;

public class HealthTests
{
    [Theory]
    // items past end of life, credit use, open opportunities
    [InlineData(0, null, 0, 50, 50)]
    [InlineData(2, null, 0, 40, 40)]
    [InlineData(11, null, 0, 0, -5)]
    [InlineData(0, 0.8001, 0, 70, 70)]
    [InlineData(0, 0.8, 0, 50, 50)]
    [InlineData(0, 0.5, 0, 50, 50)]
    [InlineData(0, 0.4999, 0, 40, 40)]
    [InlineData(0, null, 3, 59, 59)]
    [InlineData(0, null, 47, 100, 191)]
    public void Classic_health_is_capped_and_keeps_the_uncapped_value(int pastEnd, double? credit, int open, int score, int uncapped) =>
        Assert.Equal(
            new HealthScore(score, uncapped),
            HealthRules.Classic(TestFacts.Account(pastEnd: pastEnd, credit: (decimal?)credit, open: open), TestFacts.Rules));

    [Theory]
    [InlineData(0, null, 0, null, -10 + 5)]
    [InlineData(1, null, 0, null, -20 - 10 + 5)]
    [InlineData(9, null, 0, null, -20 - 10 + 5)]
    [InlineData(0, 0.8001, 0, null, 20 + 5)]
    [InlineData(0, 0.8, 0, null, 10 + 5)]
    [InlineData(0, 0.6001, 0, null, 10 + 5)]
    [InlineData(0, 0.6, 0, null, -10 + 5)]
    [InlineData(0, 0.9, 2, null, 20 + 5)]
    [InlineData(0, 0.9, 3, null, 20 + 15 + 5)]
    [InlineData(0, 0.9, 5, null, 20 + 15 + 5)]
    [InlineData(0, 0.9, 6, "Strategic", 20 + 30 + 20)]
    [InlineData(0, 0.9, 6, "growth", 20 + 30 + 10)]
    [InlineData(0, 0.9, 6, "Developing", 20 + 30 + 5)]
    public void View_health_is_not_capped(int pastEnd, double? credit, int open, string? tier, int score) =>
        Assert.Equal(
            score,
            HealthRules.View(TestFacts.Account(pastEnd: pastEnd, credit: (decimal?)credit, open: open, tier: tier), TestFacts.Rules).Score);

    [Theory]
    [InlineData(75, RiskLevel.Low)]
    [InlineData(74.99, RiskLevel.Medium)]
    [InlineData(50, RiskLevel.Medium)]
    [InlineData(49.99, RiskLevel.High)]
    [InlineData(25, RiskLevel.High)]
    [InlineData(24.99, RiskLevel.Critical)]
    public void The_composite_score_decides_the_risk(double composite, RiskLevel risk) =>
        Assert.Equal(risk, TestFacts.Rules.Health.Composite.RiskOf((decimal)composite));

    [Fact]
    public void Explanations_sum_exactly_to_the_scores() => Always.Holds(TestFacts.AnyAccount, account =>
    {
        var (classic, view) = (HealthRules.Classic(account, TestFacts.Rules), HealthRules.View(account, TestFacts.Rules));
        Assert.InRange(classic.Score, 0, 100);
        AssertSums(classic.Score, HealthRules.ExplainClassic(account, TestFacts.Rules));
        AssertSums(view.Score, HealthRules.ExplainView(account, TestFacts.Rules));
        Assert.Equal(
            classic.Uncapped, HealthRules.ExplainClassic(account, TestFacts.Rules).Lines.Where(l => l.Rule != "cap").Sum(l => l.Points));
    });

    [Fact]
    public void The_cap_is_a_line_of_its_own() => Assert.Equal(
        [
            new("classic", "base", "Base", "", 50, 1, 50),
            new("classic", "past_end_of_life", "-5 for each item past end of life", "12", -60, 1, -60),
            new("classic", "credit_use", "Credit use below 50 %", "29.5 %", -10, 1, -10),
            new("classic", "open_opportunities", "+3 for each open opportunity", "1", 3, 1, 3),
            new ExplanationLine("classic", "cap", "At least 0", "-17", 17, 1, 17),
        ],
        HealthRules.ExplainClassic(TestFacts.Account(pastEnd: 12, credit: 0.295m, open: 1), TestFacts.Rules).Lines.ToArray());

    private static void AssertSums(int score, Explanation explanation)
    {
        Assert.Equal(score, explanation.Score);
        Assert.Equal(score, explanation.Lines.Sum(l => l.Contribution));
    }
}
