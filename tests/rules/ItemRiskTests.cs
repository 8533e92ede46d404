
namespace OneLead.Rules.Tests;

public class ItemRiskTests
{
    private const SupportState Unknown = SupportState.Unknown,
        Active = SupportState.Active, Expired = SupportState.Expired, Uncovered = SupportState.Uncovered;

    [Theory]
    [InlineData("Warranty Expired - Uncovered Box", Expired | Uncovered)]
    [InlineData("Expired Flex Support", Expired)]
    [InlineData("Expired Fixed Support", Expired)]
    [InlineData("UNCOVERED", Uncovered)]
    [InlineData("Not covered", Uncovered)]
    [InlineData("Active Warranty", Active)]
    [InlineData("Support-Active", Active)]
    [InlineData("Active contract expired", Expired)]
    [InlineData("Inactive", Unknown)]
    [InlineData("Pending", Unknown)]
    [InlineData(null, Unknown)]
    public void The_support_state_is_read_from_the_text(string? status, SupportState state) =>
        Assert.Equal(state, SupportRules.Parse(status, TestFacts.Rules));

    [Theory]
    [InlineData(Unknown, 0, Active)]
    [InlineData(Unknown, 1, Expired)]
    [InlineData(Unknown, -400, Active)]
    [InlineData(Active, 400, Expired)]
    [InlineData(Active, 1, Expired)]
    [InlineData(Active, 0, Active)]
    [InlineData(Uncovered, 400, Uncovered)]
    [InlineData(Expired, -400, Expired)]
    [InlineData(Unknown, null, Unknown)]
    public void A_status_text_does_not_outlive_the_end_date_which_decides_without_one(SupportState text,
        int? daysSinceEnd, SupportState state) =>
        Assert.Equal(state, Assess(new ItemTerms(text, null, null, Ago(daysSinceEnd))).Support);

    [Theory]
    // support, days past end of life, days past end of service, days past support end
    [InlineData(Expired, 1826, null, null, RiskLevel.Critical)]
    [InlineData(Expired, 1825, null, null, RiskLevel.High)]
    [InlineData(Uncovered, 1826, null, null, RiskLevel.Critical)]
    [InlineData(Uncovered, null, null, null, RiskLevel.High)]
    [InlineData(Expired | Uncovered, -9, null, null, RiskLevel.High)]
    [InlineData(Active, 1, null, null, RiskLevel.Medium)]
    [InlineData(Active, 5000, null, null, RiskLevel.Medium)]
    [InlineData(Active, 0, null, null, RiskLevel.Low)]
    [InlineData(Active, null, -180, null, RiskLevel.Medium)]
    [InlineData(Active, null, -181, null, RiskLevel.Low)]
    [InlineData(Active, null, 30, null, RiskLevel.Medium)]
    [InlineData(Active, null, null, -180, RiskLevel.Medium)]
    [InlineData(Active, null, null, -181, RiskLevel.Low)]
    [InlineData(Unknown, -500, null, null, RiskLevel.Low)]
    [InlineData(Unknown, 1, null, null, RiskLevel.Medium)]
    [InlineData(Active, null, null, null, RiskLevel.Low)]
    [InlineData(Unknown, null, null, null, RiskLevel.Unknown)]
    public void Risk_follows_from_support_and_dates(
        SupportState support, int? endOfLife, int? endOfService, int? supportEnd, RiskLevel risk) =>
        Assert.Equal(risk, Assess(new ItemTerms(support, Ago(endOfLife), Ago(endOfService), Ago(supportEnd))).Risk);

    [Theory]
    [InlineData(2098, RiskLevel.Medium)]
    [InlineData(2099, RiskLevel.Low)]
    public void A_date_in_2099_or_later_has_no_end(int year, RiskLevel risk)
    {
        var asOf = new DateOnly(2150, 1, 1);
        var assessment = ItemRules.Assess(
            TestFacts.Product("x"), new ItemTerms(Active, new(year, 12, 31), null, null), TestFacts.Rules, asOf);
        Assert.Equal((risk, year == 2098), (assessment.Risk, assessment.IsPastEndOfLife));
        Assert.Equal(year == 2098, assessment.NextChange is not null || assessment.Urgency > 50);
    }

    [Theory]
    [InlineData(Expired, 1826, LeadTriggers.Renewal | LeadTriggers.HardwareRefresh)]
    [InlineData(Expired, 1825, LeadTriggers.Renewal)]
    [InlineData(Expired | Uncovered, null, LeadTriggers.Renewal | LeadTriggers.ServiceAttach)]
    [InlineData(Uncovered, null, LeadTriggers.ServiceAttach)]
    [InlineData(Active, 1826, LeadTriggers.HardwareRefresh)]
    [InlineData(Active, 1825, LeadTriggers.None)]
    [InlineData(Unknown, null, LeadTriggers.None)]
    public void Triggers_follow_from_support_and_end_of_life(SupportState support, int? endOfLife, LeadTriggers triggers) =>
        Assert.Equal(triggers, Assess(new ItemTerms(support, Ago(endOfLife), null, null)).Triggers);

    [Fact]
    public void Triggers_can_be_tested_by_lead_type()
    {
        const LeadTriggers triggers = LeadTriggers.Renewal | LeadTriggers.ServiceAttach;
        Assert.Equal([true, false, true, false], Enum.GetValues<LeadType>().Select(t => triggers.Has(t)));
        Assert.Equal(LeadType.RenewalDue, LeadTriggers.RenewalDue.TypeOf(LeadType.Renewal));
    }

    [Theory]
    // support, days since the support ended, its state as a lead
    [InlineData(Active, -121, null)]
    [InlineData(Active, -120, LeadType.RenewalDue)]
    [InlineData(Active, 0, LeadType.RenewalDue)]
    [InlineData(Active, 1, LeadType.Renewal)]
    [InlineData(Unknown, -120, LeadType.RenewalDue)]
    [InlineData(Unknown, 1, LeadType.Renewal)]
    [InlineData(Unknown, null, null)]
    [InlineData(Expired, -120, LeadType.Renewal)]
    [InlineData(Uncovered, -120, null)]
    public void A_renewal_is_due_before_the_support_ends_and_overdue_after_it(SupportState support, int? daysSinceEnd, LeadType? type) =>
        Assert.Equal(type, Assess(new ItemTerms(support, null, null, Ago(daysSinceEnd))).Triggers.TypeOf(LeadType.Renewal));

    // At 180 days the risk becomes medium, at 120 the renewal is due.
    [Fact]
    public void The_day_on_which_a_renewal_is_due_is_a_next_change() => Assert.Equal(
        TestFacts.Today.AddDays(150 - 120), Assess(new ItemTerms(Active, null, null, TestFacts.Today.AddDays(150))).NextChange);

    [Theory]
    [InlineData(Unknown, null, null, null, 0)]
    [InlineData(Active, null, null, null, 10)]
    [InlineData(Active, 1, null, null, 30)]
    [InlineData(Active, 366, 1, -180, 30 + 2 + 4 + 2)]
    [InlineData(Expired, 1096, null, null, 50 + 5 + 5)]
    [InlineData(Expired | Uncovered, 1826, null, null, 75 + 5 + 5 + 6)]
    [InlineData(Expired | Uncovered, 3651, 1, 1, 100)]
    public void The_risk_score_adds_points_within_the_level(
        SupportState support, int? endOfLife, int? endOfService, int? supportEnd, int score) =>
        Assert.Equal(score, Assess(new ItemTerms(support, Ago(endOfLife), Ago(endOfService), Ago(supportEnd))).RiskScore);

    [Fact]
    public void A_higher_risk_level_has_a_higher_risk_score_and_the_explanation_sums_to_it() => Always.Holds(TestFacts.Terms, terms =>
    {
        var assessment = Assess(terms);
        var (from, to) = assessment.Risk switch
        {
            RiskLevel.Critical => (75, 100),
            RiskLevel.High => (50, 74),
            RiskLevel.Medium => (30, 49),
            RiskLevel.Low => (10, 29),
            _ => (0, 0),
        };
        Assert.InRange(assessment.RiskScore, from, to);
        var explanation = ItemRules.ExplainRisk(terms, TestFacts.Rules, TestFacts.Today);
        Assert.Equal(assessment.RiskScore, explanation.Score);
        Assert.Equal(explanation.Score, explanation.Lines.Sum(l => l.Contribution));
    });

    private static DateOnly? Ago(int? days) => days is { } known ? TestFacts.Ago(known) : null;

    private static ItemAssessment Assess(ItemTerms terms) =>
        ItemRules.Assess(TestFacts.Product("HP DL380 Gen9 Server"), terms, TestFacts.Rules, TestFacts.Today);
}
