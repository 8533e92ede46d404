using OneLead.Events;

namespace OneLead.Rules.Tests;

public class FactsTests
{
    [Fact]
    public void An_items_facts_are_its_fields()
    {
        var data = EventData.Of(
            ("vendor", FieldValue.Of("hpe")), ("serial", FieldValue.Of("S1")), ("productId", FieldValue.Of("P1")),
            ("productName", FieldValue.Of("DL360")),
            ("platform", FieldValue.Of("Compute")), ("businessArea", FieldValue.Of("x86")),
            ("businessUnit", FieldValue.Of("Compute Product")), ("line", FieldValue.Of("Rack")),
            ("supportStatus", FieldValue.Of("Active")), ("endOfLife", FieldValue.Of(new DateOnly(2015, 7, 1))),
            ("endOfService", FieldValue.Of(new DateOnly(2020, 7, 1))),
            ("supportStart", FieldValue.Of(new DateOnly(2013, 1, 1))), ("supportEnd", FieldValue.Of(new DateOnly(2016, 1, 1))),
            ("supportSource", FieldValue.Of("Warranty")),
            ("agreementId", FieldValue.Of("A1")), ("contractValue", FieldValue.Of(1234.56m)), ("currency", FieldValue.Of("USD")),
            ("quantity", FieldValue.Of(2m)));
        Assert.Equal(
            new ItemFacts
            {
                Vendor = "hpe", Serial = "S1", ProductId = "P1", ProductName = "DL360", Platform = "Compute", BusinessArea = "x86",
                BusinessUnit = "Compute Product", Line = "Rack",
                SupportStatus = "Active", EndOfLife = new(2015, 7, 1), EndOfService = new(2020, 7, 1), SupportStart = new(2013, 1, 1),
                SupportEnd = new(2016, 1, 1),
                SupportSource = "Warranty", AgreementId = "A1", ContractValue = 123_456, Currency = "USD", Quantity = 2,
            },
            ItemFacts.From(data));
    }

    [Fact]
    public void A_missing_or_blank_value_or_one_of_another_type_is_unknown() => Assert.Equal(
        new ItemFacts(),
        ItemFacts.From(EventData.Of(
            ("productName", FieldValue.Of("  ")), ("platform", FieldValue.Null), ("line", FieldValue.Of(7m)),
            ("endOfLife", FieldValue.Of("soon")), ("contractValue", FieldValue.Of("Yes")),
            ("quantity", FieldValue.Of(1.5m)))));

    [Theory]
    [InlineData(null, null, true)]
    [InlineData("Open", null, true)]
    [InlineData(null, "Qualify", true)]
    [InlineData("Won", null, false)]
    [InlineData("lost", null, false)]
    [InlineData("Open", "Closed Won", false)]
    [InlineData(null, "Closed - Lost to competitor", false)]
    [InlineData("Cancelled", null, false)]
    [InlineData("Wonderful", null, true)]
    [InlineData(null, "negotiation", true)]
    [InlineData(null, "foreclosed", true)]
    public void An_opportunity_is_open_unless_won_or_lost(string? status, string? stage, bool open) =>
        Assert.Equal(open, OpportunityFacts.From(Data(("status", status), ("stage", stage)), TestFacts.Rules).IsOpen);

    [Theory]
    [InlineData("closed_won", true)]
    [InlineData("closedwon", true)]
    [InlineData("ClosedWon", true)]
    [InlineData("Closed Won", true)]
    [InlineData("CLOSED-WON", true)]
    [InlineData("6 - Won", true)]
    [InlineData("closed_lost", false)]
    [InlineData("closedlost", false)]
    [InlineData("ClosedLost", false)]
    [InlineData("Lost: competitor won", false)]
    [InlineData("Closed", false)]
    public void A_stage_in_any_spelling_is_closed_and_says_how(string stage, bool won)
    {
        var facts = OpportunityFacts.From(Data(("stage", stage)), TestFacts.Rules);
        Assert.Equal((false, won), (facts.IsOpen, facts.IsWon));
    }

    [Theory]
    [InlineData(false, null, "Lost and found programme", true, false)]
    [InlineData(true, null, "Stage 7", false, false)]
    [InlineData(true, true, "Stage 7", false, true)]
    [InlineData(null, true, "Stage 7", false, true)]
    [InlineData(true, false, "Stage 7", false, false)]
    [InlineData(true, null, "Closed Won", false, true)]
    public void The_sources_own_state_comes_before_the_words(bool? closed, bool? won, string stage, bool isOpen, bool isWon)
    {
        var facts = OpportunityFacts.From(
            EventData.Of(("closed", Flag(closed)), ("stage", FieldValue.Of(stage)), ("won", Flag(won))), TestFacts.Rules);
        Assert.Equal((isOpen, isWon), (facts.IsOpen, facts.IsWon));
    }

    [Theory]
    [InlineData("negotiation", "2027-01-15")]
    [InlineData("closed_won", "2026-08-01")]
    public void A_closed_deal_has_its_actual_close_date(string stage, string expected)
    {
        var facts = OpportunityFacts.From(
            Data(("actualCloseDate", "2026-08-01"), ("closeDate", "2027-01-15"), ("stage", stage)), TestFacts.Rules);
        Assert.Equal(DateOnly.Parse(expected, System.Globalization.CultureInfo.InvariantCulture), facts.CloseDate);
    }

    // 200,000 × 60 % = 120,000 minor units × 100; the closed ones count nothing.
    [Fact]
    public void Only_open_deals_are_pipeline()
    {
        OpportunityFacts[] deals =
        [
            Deal("negotiation", 200_000, 0.6m), Deal("closed_won", 100_000, 1), Deal("closed_lost", 50_000, 0),
        ];
        Assert.Equal((1, 12_000_000L), (deals.Count(d => d.IsOpen), deals.Sum(d => d.Weighted)));

        static OpportunityFacts Deal(string stage, decimal amount, decimal probability) => OpportunityFacts.From(
            EventData.Of(("amount", FieldValue.Of(amount)), ("probability", FieldValue.Of(probability)), ("stage", FieldValue.Of(stage))),
            TestFacts.Rules);
    }

    [Theory]
    [InlineData(100.0, 0.25, 2_500L)]
    [InlineData(0.01, 0.5, 0L)]
    [InlineData(0.03, 0.5, 2L)]
    [InlineData(100.0, null, null)]
    [InlineData(null, 0.5, null)]
    public void A_weighted_amount_needs_both_amount_and_probability(double? amount, double? probability, long? weighted) => Assert.Equal(
        weighted,
        OpportunityFacts.From(EventData.Of(("amount", Number(amount)), ("probability", Number(probability))), TestFacts.Rules).Weighted);

    [Theory]
    [InlineData("CLSD", "C", true, false)]
    [InlineData("CLSD", null, true, false)]
    [InlineData("CLSD", "LOST", false, true)]
    [InlineData("CLSD", "deal_lost", false, true)]
    [InlineData("REL", "C", false, false)]
    [InlineData(null, null, false, false)]
    public void A_project_is_closed_when_its_status_says_so_and_it_is_not_lost(string? status, string? stage, bool closed, bool lost)
    {
        var data = EventData.Of(
            Data(("status", status), ("stage", stage)).Fields.Append(new EventField("end", FieldValue.Of(TestFacts.Today))));
        Assert.Equal(new ProjectFacts(closed, lost, lost ? null : TestFacts.Today), ProjectFacts.From(data, TestFacts.Rules));
    }

    [Theory]
    [InlineData(300.0, 290.0, 0.9667)]
    [InlineData(3.0, 1.0, 0.3333)]
    [InlineData(10.0, 0.0, 0.0)]
    [InlineData(10.0, 11.0, 1.1)]
    [InlineData(20_000.0, 1.0, 0.0001)]
    [InlineData(8_000.0, 1.0, 0.0001)]
    [InlineData(1_000.0, 333.35, 0.3334)]
    [InlineData(10.0, -1.0, null)]
    [InlineData(-10.0, 5.0, null)]
    [InlineData(0.0, 0.0, null)]
    [InlineData(0.0, 5.0, null)]
    [InlineData(10.0, null, null)]
    [InlineData(null, 5.0, null)]
    public void Credit_utilization_is_delivered_by_purchased(double? purchased, double? delivered, double? utilization) =>
        Assert.Equal((decimal?)utilization, Credit(purchased, delivered).Utilization);

    [Theory]
    [InlineData(10.0, 4.0, 6.0)]
    [InlineData(10.0, 11.0, 0.0)]
    [InlineData(0.0, 5.0, null)]
    [InlineData(10.0, null, null)]
    public void Unused_credits_are_what_was_purchased_and_not_delivered(double? purchased, double? delivered, double? unused) =>
        Assert.Equal((decimal?)unused, Credit(purchased, delivered).Unused);

    private static CreditFacts Credit(double? purchased, double? delivered) =>
        CreditFacts.From(EventData.Of(("purchased", Number(purchased)), ("delivered", Number(delivered))));

    [Fact]
    public void The_order_of_an_accounts_parts_does_not_matter()
    {
        OpportunityFacts[] opportunities = [Opportunity("Open"), Opportunity("Won"), Opportunity(null)];
        ProjectFacts[] projects =
        [
            new(true, false, TestFacts.Ago(800)), new(true, false, TestFacts.Ago(10)), new(false, true, null),
            new(false, false, TestFacts.Today), new(false, false, TestFacts.Ago(-20)), new(false, false, TestFacts.Ago(-9)),
        ];
        CreditFacts[] credits = [new(0.9667m), new(null), new(0.5m), new(1m)];
        var expected = new AccountFacts(7, 2, 2, TestFacts.Today, TestFacts.Ago(-9), 3, 0.8222m, "Growth");
        Assert.Equal(expected, AccountFacts.Of(7, 3, opportunities, projects, credits, "Growth", TestFacts.Today));
        Assert.Equal(
            expected, AccountFacts.Of(7, 3, opportunities.Reverse(), projects.Reverse(), credits.Reverse(), "Growth", TestFacts.Today));
    }

    private static OpportunityFacts Opportunity(string? status) => OpportunityFacts.From(Data(("status", status)), TestFacts.Rules);

    private static EventData Data(params (string Name, string? Value)[] fields) =>
        EventData.Of(fields.Select(f => new EventField(f.Name, f.Value is null ? FieldValue.Null : FieldValue.Of(f.Value))));

    private static FieldValue Flag(bool? value) => value is { } flag ? FieldValue.Of(flag) : FieldValue.Null;

    private static FieldValue Number(double? value) => value is { } number ? FieldValue.Of((decimal)number) : FieldValue.Null;
}
