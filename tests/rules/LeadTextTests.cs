using System.Globalization;
using OneLead.Views;

namespace OneLead.Rules.Tests;

public class LeadTextTests
{
    [Fact]
    public void A_real_lead_is_explained_line_by_line()
    {
        var explanation = Explain(TestFacts.Gen8Server);
        Assert.Equal(
            """
            urgency        base               +50 × 0.35 = 17.50  Base []
            urgency        past_end_of_life   +30 × 0.35 = 10.50  More than 1,825 days past end of life [3,773 days (2015-07-01 to 2025-10-29)]
            urgency        support_expired    +0 × 0.35 = 0.00  End of support not known [missing]
            value          base               +40 × 0.3 = 12.00  Base []
            value          estimated_value    +40 × 0.3 = 12.00  Estimated value of at least 200,000 [75,000 to 200,000 USD (compute_refresh)]
            value          hardware_count     +10 × 0.3 = 3.00  The account has more than 5 items [15]
            propensity     base               +30 × 0.2 = 6.00  Base []
            propensity     open_opportunities +30 × 0.2 = 6.00  More than 5 open opportunities [47]
            propensity     closed_projects    +0 × 0.2 = 0.00  No closed project [0]
            propensity     recent_project     +0 × 0.2 = 0.00  No project ended within 730 days [missing]
            strategic_fit  base               +50 × 0.15 = 7.50  Base []
            strategic_fit  family             +25 × 0.15 = 3.75  Strategic product family [COMPUTE]
            strategic_fit  business_area      +0 × 0.15 = 0.00  Business area does not contain "Compute" [x86 Premium and Scale-up Rack]
            strategic_fit  lead_type          +10 × 0.15 = 1.50  Lead type counts as strategic [hardware_refresh]
            = 79.75
            """.ReplaceLineEndings("\n"),
            string.Join('\n', explanation.Lines.Select(Show)) + string.Create(
                CultureInfo.InvariantCulture, $"\n= {explanation.Score:0.00}"));
    }

    [Theory]
    [InlineData(
        LeadType.Renewal, "Renew support: HP DL360p Gen8 8-SFF CTO Server",
        "Support of HP DL360p Gen8 8-SFF CTO Server (USE3267F8N) has expired: Expired Flex Support. End of "
        + "life: 2015-07-01 (3,773 days ago).",
        "Contact Apple Inc to renew the support contract.")]
    [InlineData(
        LeadType.HardwareRefresh, "Refresh hardware: HP DL360p Gen8 8-SFF CTO Server",
        "HP DL360p Gen8 8-SFF CTO Server (USE3267F8N) is far past its end of life: 2015-07-01 (3,773 days ago).",
        "Propose a refresh to HPE ProLiant DL360 Gen11 to Apple Inc, with migration and installation services.")]
    [InlineData(
        LeadType.ServiceAttach, "Attach service: HP DL360p Gen8 8-SFF CTO Server",
        "No support contract covers HP DL360p Gen8 8-SFF CTO Server (USE3267F8N): Expired Flex Support.",
        "Offer Apple Inc support coverage, beginning with a health check.")]
    public void A_lead_has_a_recommended_action(LeadType type, string title, string description, string action) => Assert.Equal(
        new LeadDescription(title, description, action, "HPE ProLiant DL360 Gen11"),
        Describe(type, TestFacts.Gen8Server));

    [Fact]
    public void A_renewal_that_is_due_names_the_day() => Assert.Equal(
        new LeadDescription(
            "Renew support before it ends: HP DL380 Gen9 Server", "Support of HP DL380 Gen9 Server (S1) ends 2025-11-28 (in 30 days).",
            "Offer Apple Inc a renewal before the support ends.", "HPE ProLiant DL380 Gen12"),
        Describe(
            LeadType.RenewalDue,
            new() { Serial = "S1", ProductName = "HP DL380 Gen9 Server", SupportStatus = "Active", SupportEnd = new(2025, 11, 28) }));

    [Theory]
    [InlineData(LeadType.Renewal)]
    [InlineData(LeadType.RenewalDue)]
    public void Past_its_end_of_service_an_item_is_not_offered_a_standard_renewal(LeadType type)
    {
        var lead = Describe(type, TestFacts.Gen8Server with { EndOfService = new(2020, 7, 1) });
        Assert.Equal("Refresh instead of renewing: HP DL360p Gen8 8-SFF CTO Server", lead.Title);
        Assert.Equal(
            "Propose a refresh to HPE ProLiant DL360 Gen11 to Apple Inc: past its end of service there is no standard renewal.",
            lead.RecommendedAction);
    }

    [Theory]
    [InlineData("Expired", null, "has expired: Expired")]
    [InlineData("Active Contract", "2025-10-19", "ended 2025-10-19 (10 days ago)")]
    [InlineData(null, "2025-10-19", "ended 2025-10-19 (10 days ago)")]
    [InlineData("Expired", "2025-10-19", "has expired: Expired")]
    [InlineData("Expired", "2025-11-08", "has expired: Expired, although its end date is 2025-11-08 (in 10 days)")]
    [InlineData("Expired", "2099-12-31", "has expired: Expired")]
    public void A_renewal_says_how_its_end_is_known(string? status, string? end, string expected) => Assert.Equal(
        $"Support of AP (S1) {expected}.",
        Describe(LeadType.Renewal, new()
        {
            Serial = "S1", ProductName = "AP", SupportStatus = status,
            SupportEnd = end is null ? null : DateOnly.Parse(end, CultureInfo.InvariantCulture),
        }).Description);

    [Fact]
    public void Past_its_end_of_service_an_item_is_not_offered_coverage()
    {
        var lead = Describe(LeadType.ServiceAttach, TestFacts.Gen8Server with { EndOfService = new(2020, 7, 1) });
        Assert.Equal(
            ("Refresh instead of covering: HP DL360p Gen8 8-SFF CTO Server",
                "Propose a refresh to HPE ProLiant DL360 Gen11 to Apple Inc: past its end of service no support is sold."),
            (lead.Title, lead.RecommendedAction));
    }

    [Theory]
    [InlineData(LeadType.RenewalDue, 2, "Renew contract before it ends: C-1", "Contract C-1 with 2 items ends 2025-11-28 (in 30 days).")]
    [InlineData(LeadType.Renewal, 1, "Renew contract: C-1", "Contract C-1 with 1 item has ended: 2025-11-28 (in 30 days).")]
    [InlineData(LeadType.RenewalDue, 0, "Renew contract before it ends: C-1",
        "Contract C-1 with no known item ends 2025-11-28 (in 30 days).")]
    public void A_lead_on_a_contract_names_it(LeadType type, int items, string title, string description)
    {
        var contract = new ContractFacts("C-1", new(2025, 11, 28), 0, null, null, false, null, null);
        var lead = LeadDescriptions.Describe(type, true, contract, items, "Apple Inc", TestFacts.Rules, TestFacts.Today);
        Assert.Equal((title, description, null), (lead.Title, lead.Description, lead.Successor));
    }

    [Fact]
    public void A_renewal_without_an_end_of_life_does_not_mention_it() => Assert.Equal(
        "Support of AP (S1) has expired: Expired.",
        Describe(LeadType.Renewal, new() { Serial = "S1", ProductName = "AP", SupportStatus = "Expired" }).Description);

    [Fact]
    public void A_lead_without_a_reason_says_so()
    {
        var item = TestFacts.Gen8Server with { EndOfLife = new(2031, 1, 1), SupportStatus = "Active", SupportEnd = new(2030, 1, 1) };
        var lead = LeadDescriptions.Describe(LeadType.Renewal, false, item, Assess(item), "Apple Inc", TestFacts.Rules, TestFacts.Today);
        Assert.Equal(
            ("The reason has gone: HP DL360p Gen8 8-SFF CTO Server",
                "HP DL360p Gen8 8-SFF CTO Server (USE3267F8N) gives no reason for this lead any more. Support: Active, end 2030-01-01 (in "
                + "1,525 days). End of life: 2031-01-01 (in 1,890 days).",
                "Close the lead, or keep it open for what is agreed with Apple Inc."),
            (lead.Title, lead.Description, lead.RecommendedAction));
    }

    [Fact]
    public void Texts_name_unknown_values()
    {
        var lead = Describe(LeadType.HardwareRefresh, new ItemFacts());
        Assert.Equal("unnamed product (no serial) is far past its end of life: not known.", lead.Description);
        Assert.Equal(
            (null, "Propose a refresh to a current product to Apple Inc, with migration and installation services."),
            (lead.Successor, lead.RecommendedAction));
    }

    [Fact]
    public void A_known_successor_wins() => Assert.Equal(
        "DL380a",
        LeadDescriptions.Describe(
            LeadType.HardwareRefresh, true, TestFacts.Gen8Server, Assess(TestFacts.Gen8Server), "A", TestFacts.Rules,
            TestFacts.Today, "DL380a").Successor);

    [Fact]
    public void A_name_that_looks_like_a_placeholder_is_not_filled() =>
        Assert.Equal(
            "Renew support: {serial}",
            Describe(LeadType.Renewal, TestFacts.Gen8Server with { ProductName = "{serial}" }).Title);

    private static ItemAssessment Assess(ItemFacts item) => ItemRules.Assess(item, TestFacts.Rules, TestFacts.Today);

    private static LeadDescription Describe(LeadType type, ItemFacts item) =>
        LeadDescriptions.Describe(type, true, item, Assess(item), "Apple Inc", TestFacts.Rules, TestFacts.Today);

    private static Explanation Explain(ItemFacts item) => LeadRules.Explain(
        LeadType.HardwareRefresh, Assess(item), ItemTerms.Of(item, TestFacts.Rules), TestFacts.Account(items: 15, open: 47),
        TestFacts.Rules, TestFacts.Today);

    private static string Show(ExplanationLine line) => string.Create(
        CultureInfo.InvariantCulture,
        $"{line.Factor,-14} {line.Rule,-18} {line.Points:+0;-0;+0} × {line.Weight:0.##} = "
        + $"{line.Contribution:0.00}  {line.Text} [{line.Input}]");
}
