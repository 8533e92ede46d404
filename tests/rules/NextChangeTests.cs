
namespace OneLead.Rules.Tests;

public class NextChangeTests
{
    private const int FifteenYears = 15 * 366;
    private static readonly ProductClass Product = TestFacts.Product("HP DL380 Gen9 Server");

    [Fact]
    public void An_item_changes_on_its_next_date_and_on_no_day_before() => Always.Holds(TestFacts.Terms, terms =>
    {
        var today = On(terms, TestFacts.Today);
        for (var day = 1; day <= FifteenYears; day++)
        {
            var then = On(terms, TestFacts.Today.AddDays(day));
            if (then with { NextChange = today.NextChange } == today)
                continue;
            Assert.Equal(TestFacts.Today.AddDays(day), today.NextChange);
            return;
        }
        Assert.Null(today.NextChange);
    }, times: 400);

    [Fact]
    public void An_accounts_propensity_changes_on_its_next_date_and_on_no_day_before() => Always.Holds(TestFacts.AnyAccount, account =>
    {
        var next = LeadRules.AccountNextChange(account, TestFacts.Rules, TestFacts.Today);
        var today = Propensity(account, TestFacts.Today);
        for (var day = 1; day <= 2_000; day++)
        {
            if (Propensity(account, TestFacts.Today.AddDays(day)) == today)
                continue;
            Assert.Equal(TestFacts.Today.AddDays(day), next);
            return;
        }
        Assert.Null(next);
    }, times: 300);

    [Fact]
    public void A_bound_that_a_cap_hides_is_no_change()
    {
        var rules = RuleSet.Parse(RuleSet.DefaultYaml.Replace("    weight: 0.35\n    base: 50", "    weight: 0.35\n    base: 100")).Rules!;
        var terms = new ItemTerms(SupportState.Active, null, null, TestFacts.Ago(85));
        Assert.Equal(TestFacts.Ago(85).AddDays(91), On(terms, TestFacts.Today).NextChange);
        Assert.Null(ItemRules.Assess(Product, terms, rules, TestFacts.Today).NextChange);
    }

    [Fact]
    public void Nothing_changes_without_dates() =>
        Assert.Null(On(new ItemTerms(SupportState.Expired, null, null, null), TestFacts.Today).NextChange);

    private static ItemAssessment On(ItemTerms terms, DateOnly day) => ItemRules.Assess(Product, terms, TestFacts.Rules, day);

    private static int Propensity(AccountFacts account, DateOnly day) =>
        LeadRules.Score(LeadType.Renewal, On(default, TestFacts.Today), default, account, TestFacts.Rules, day).Factors.Propensity;
}
