
namespace OneLead.Rules.Tests;

public class NextChangeTests
{
    private const int FifteenYears = 15 * 366;
    private static readonly ProductClass Product = Some.Product("HP DL380 Gen9 Server");

    [Fact]
    public void An_item_changes_on_its_next_date_and_on_no_day_before() => Always.Holds(Some.Terms, terms =>
    {
        var today = On(terms, Some.Today);
        for (var day = 1; day <= FifteenYears; day++)
        {
            var then = On(terms, Some.Today.AddDays(day));
            if (then with { NextChange = today.NextChange } == today)
                continue;
            Assert.Equal(Some.Today.AddDays(day), today.NextChange);
            return;
        }
        Assert.Null(today.NextChange);
    }, times: 400);

    [Fact]
    public void An_accounts_propensity_changes_on_its_next_date_and_on_no_day_before() => Always.Holds(Some.AnyAccount, account =>
    {
        var next = LeadRules.AccountNextChange(account, Some.Rules, Some.Today);
        var today = Propensity(account, Some.Today);
        for (var day = 1; day <= 2_000; day++)
        {
            if (Propensity(account, Some.Today.AddDays(day)) == today)
                continue;
            Assert.Equal(Some.Today.AddDays(day), next);
            return;
        }
        Assert.Null(next);
    }, times: 300);

    [Fact]
    public void A_bound_that_a_cap_hides_is_no_change()
    {
        var rules = RuleSet.Parse(RuleSet.DefaultYaml.Replace("    weight: 0.35\n    base: 50", "    weight: 0.35\n    base: 100")).Rules!;
        var terms = new ItemTerms(SupportState.Active, null, null, Some.Ago(85));
        Assert.Equal(Some.Ago(85).AddDays(91), On(terms, Some.Today).NextChange);
        Assert.Null(ItemRules.Assess(Product, terms, rules, Some.Today).NextChange);
    }

    [Fact]
    public void Nothing_changes_without_dates() => Assert.Null(On(new ItemTerms(SupportState.Expired, null, null, null), Some.Today).NextChange);

    private static ItemAssessment On(ItemTerms terms, DateOnly day) => ItemRules.Assess(Product, terms, Some.Rules, day);

    private static int Propensity(AccountFacts account, DateOnly day) => LeadRules.Score(LeadType.Renewal, On(default, Some.Today), default, account, Some.Rules, day).Factors.Propensity;
}
