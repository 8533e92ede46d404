using OneLead.Events;

namespace OneLead.Rules.Tests;

public class ContractLeadTests
{
    [Theory]
    // notice days, days until the end, the state as a lead
    [InlineData(null, 121, null)]
    [InlineData(null, 120, LeadType.RenewalDue)]
    [InlineData(30, 120, LeadType.RenewalDue)]
    [InlineData(180, 180, LeadType.RenewalDue)]
    [InlineData(180, 181, null)]
    [InlineData(180, 0, LeadType.RenewalDue)]
    [InlineData(180, -1, LeadType.Renewal)]
    [InlineData(180, -365, LeadType.Renewal)]
    [InlineData(180, -366, null)]
    [InlineData(int.MaxValue, 20_000, LeadType.RenewalDue)]
    [InlineData(int.MaxValue, -1, LeadType.Renewal)]
    [InlineData(int.MaxValue, -366, null)]
    public void A_contract_is_due_within_the_longer_of_the_window_and_its_notice(int? notice, int daysLeft, LeadType? type) =>
        Assert.Equal(type, TypeOf(Contract(daysLeft, ("noticeDays", notice is { } days ? FieldValue.Of((decimal)days) : FieldValue.Null))));

    [Fact]
    public void A_contract_that_renews_itself_is_no_lead() =>
        Assert.Null(TypeOf(Contract(30, ("autoRenewal", FieldValue.Of(true)))));

    [Theory]
    [InlineData(false, null)]
    [InlineData(true, LeadType.RenewalDue)]
    public void A_contract_with_a_renewal_opportunity_is_a_lead_only_if_that_was_lost(bool isLost, LeadType? type) =>
        Assert.Equal(type, TypeOf(Contract(30, ("renewalOpportunity", FieldValue.Of("OPP-1"))), isLost));

    [Theory]
    [InlineData("Renewed", null)]
    [InlineData("terminated_early", null)]
    [InlineData("Active", LeadType.RenewalDue)]
    public void A_contract_that_is_over_is_no_lead(string status, LeadType? type) =>
        Assert.Equal(type, TypeOf(Contract(30, ("status", FieldValue.Of(status)))));

    [Fact]
    public void The_value_is_that_of_a_year_if_it_is_known()
    {
        var (year, total) = (("annualValue", FieldValue.Of(1_200m)), ("totalValue", FieldValue.Of(3_600m)));
        Assert.Equal((120_000L, "EUR"), (Contract(30, year, total).Value, Contract(30, ("currency", FieldValue.Of("eur"))).Currency));
        Assert.Equal(360_000L, Contract(30, total).Value);
    }

    // urgency 50, value 40 + 30 (at least 100,000), propensity 30, strategic fit 50 + 5.
    [Fact]
    public void Its_lead_scores_like_a_renewal()
    {
        var terms = Contract(30, ("annualValue", FieldValue.Of(100_000m))).Terms(false, TestFacts.Rules);
        var item = ItemRules.Assess(TestFacts.Product(""), terms, TestFacts.Rules, TestFacts.Today);
        var score = LeadRules.Score(LeadType.RenewalDue, item, terms, TestFacts.Account(items: 0), TestFacts.Rules, TestFacts.Today);
        Assert.Equal((50, 70, 30, 55), (score.Factors.Urgency, score.Factors.Value, score.Factors.Propensity, score.Factors.StrategicFit));
        Assert.Equal(17.5m + 21 + 6 + 8.25m, score.Score);
    }

    private static LeadType? TypeOf(ContractFacts contract, bool isLost = false) => ItemRules.Assess(
        TestFacts.Product(""), contract.Terms(isLost, TestFacts.Rules), TestFacts.Rules, TestFacts.Today).Triggers.TypeOf(LeadType.Renewal);

    private static ContractFacts Contract(int daysLeft, params (string, FieldValue)[] fields) =>
        ContractFacts.From(EventData.Of([("end", FieldValue.Of(TestFacts.Today.AddDays(daysLeft))), .. fields]));
}
