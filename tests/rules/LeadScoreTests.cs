using FsCheck.Fluent;
using OneLead.Views;

namespace OneLead.Rules.Tests;

public class LeadScoreTests
{
    [Theory]
    [InlineData(null, null, 50)]
    [InlineData(365, null, 50)]
    [InlineData(366, null, 60)]
    [InlineData(1095, null, 60)]
    [InlineData(1096, null, 70)]
    [InlineData(1825, null, 70)]
    [InlineData(1826, null, 80)]
    [InlineData(null, 90, 50)]
    [InlineData(null, 91, 60)]
    [InlineData(null, 180, 60)]
    [InlineData(null, 181, 65)]
    [InlineData(null, 365, 65)]
    [InlineData(null, 366, 70)]
    [InlineData(1826, 366, 100)]
    public void Urgency_follows_from_the_dates(int? pastEndOfLife, int? sinceSupportEnd, int urgency) => Assert.Equal(
        urgency,
        Score(
            terms: new ItemTerms(
                SupportState.Expired, pastEndOfLife is { } a ? TestFacts.Ago(a) : null, null,
                sinceSupportEnd is { } b ? TestFacts.Ago(b) : null)).Factors.Urgency);

    [Theory]
    [InlineData(null, 5, 40)]
    [InlineData(null, 6, 50)]
    [InlineData(null, 20, 50)]
    [InlineData(null, 21, 55)]
    [InlineData(null, 50, 55)]
    [InlineData(null, 51, 60)]
    [InlineData(49_999.99, 0, 40)]
    [InlineData(50_000.0, 0, 60)]
    [InlineData(99_999.99, 0, 60)]
    [InlineData(100_000.0, 0, 70)]
    [InlineData(199_999.99, 0, 70)]
    [InlineData(200_000.0, 0, 80)]
    [InlineData(200_000.0, 51, 100)]
    public void Value_follows_from_the_contract_and_the_accounts_size(double? contract, int items, int value) => Assert.Equal(
        value,
        Score(
            terms: new ItemTerms(SupportState.Active, null, null, null, contract is { } c ? (long)((decimal)c * 100) : null, "USD"),
            account: TestFacts.Account(items)).Factors.Value);

    [Theory]
    [InlineData(0, 0, null, 30)]
    [InlineData(1, 0, null, 40)]
    [InlineData(2, 0, null, 40)]
    [InlineData(3, 0, null, 50)]
    [InlineData(5, 0, null, 50)]
    [InlineData(6, 0, null, 60)]
    [InlineData(0, 1, null, 40)]
    [InlineData(0, 5, null, 40)]
    [InlineData(0, 6, null, 50)]
    [InlineData(0, 10, null, 50)]
    [InlineData(0, 11, null, 60)]
    [InlineData(0, 0, 0, 40)]
    [InlineData(0, 0, 730, 40)]
    [InlineData(0, 0, 731, 30)]
    [InlineData(6, 11, 1, 100)]
    public void Propensity_follows_from_opportunities_and_projects(int open, int closed, int? ended, int propensity) =>
        Assert.Equal(
            propensity,
            Score(account: TestFacts.Account(
                open: open, closed: closed, ended: ended is { } e ? TestFacts.Ago(e) : null)).Factors.Propensity);

    [Theory]
    [InlineData("Aruba AP-325", null, LeadType.ServiceAttach, 50)]
    [InlineData("Aruba AP-325", null, LeadType.Renewal, 55)]
    [InlineData("Aruba AP-325", null, LeadType.HardwareRefresh, 60)]
    [InlineData("HPE Nimble HF20", null, LeadType.ServiceAttach, 50)]
    [InlineData("HPE 3PAR 8200", null, LeadType.ServiceAttach, 75)]
    [InlineData("HPE Primera 600", null, LeadType.ServiceAttach, 75)]
    [InlineData("HPE Alletra 6010", null, LeadType.ServiceAttach, 75)]
    [InlineData("HPE Alletra MP", null, LeadType.ServiceAttach, 75)]
    [InlineData("HP DL380 Gen9", null, LeadType.ServiceAttach, 75)]
    [InlineData("HP DL380 Gen9", "Hyperscale computers", LeadType.ServiceAttach, 90)]
    [InlineData("HP DL380 Gen9", "Compute", LeadType.HardwareRefresh, 100)]
    public void Strategic_fit_follows_from_family_area_and_type(string product, string? area, LeadType type, int fit) =>
        Assert.Equal(fit, Score(type, TestFacts.Product(product, area)).Factors.StrategicFit);

    [Theory]
    [InlineData(7500, Priority.Critical)]
    [InlineData(7499, Priority.High)]
    [InlineData(6000, Priority.High)]
    [InlineData(5999, Priority.Medium)]
    [InlineData(4000, Priority.Medium)]
    [InlineData(3999, Priority.Low)]
    public void Priority_follows_from_the_score(int hundredths, Priority priority) =>
        Assert.Equal(priority, TestFacts.Rules.Priorities.Of(hundredths));

    [Theory]
    [InlineData("HPE 3PAR 8200", LeadType.Renewal, 50_000, 100_000, "storage_basic")]
    [InlineData("HPE 3PAR 8200", LeadType.ServiceAttach, 50_000, 100_000, "storage_basic")]
    [InlineData("HPE 3PAR 8200", LeadType.HardwareRefresh, 100_000, 250_000, "storage_premium")]
    [InlineData("HP DL380 Gen9 Server", LeadType.HardwareRefresh, 75_000, 200_000, "compute_refresh")]
    public void A_bundle_gives_the_estimated_value(string product, LeadType type, int min, int max, string bundle)
    {
        var score = Score(type, TestFacts.Product(product));
        Assert.Equal(new EstimatedValue(min, max, "USD", bundle), score.Value);
        Assert.Equal(max * 100L, score.ValueMax);
    }

    // 4 × 50,000 to 4 × 100,000 is at least 200,000: 80 for the value instead of 70. A contract value is that of all pieces.
    [Fact]
    public void The_quantity_multiplies_an_estimate()
    {
        var terms = new ItemTerms(default, null, null, null, Quantity: 4);
        var score = Score(LeadType.ServiceAttach, TestFacts.Product("HPE 3PAR 8200"), terms);
        Assert.Equal((new EstimatedValue(200_000, 400_000, "USD", "storage_basic"), 80), (score.Value, score.Factors.Value));
        Assert.Equal(1234.56m, Score(
            LeadType.ServiceAttach, TestFacts.Product("HPE 3PAR 8200"), terms with { ContractValue = 123_456 }).Value!.Max);
    }

    [Theory]
    [InlineData("HP DL380 Gen9 Server", LeadType.Renewal)]
    [InlineData("Aruba AP-325", LeadType.HardwareRefresh)]
    [InlineData("HP DL380 Gen9 E5-2630Lv3 Kit", LeadType.HardwareRefresh)]
    [InlineData("HPE 3PAR 8000 1.2TB SAS HDD", LeadType.Renewal)]
    public void Without_a_bundle_and_on_components_the_value_is_unknown(string product, LeadType type)
    {
        var score = Score(type, TestFacts.Product(product));
        Assert.Equal((null, null, 40), (score.Value, score.ValueMax, score.Factors.Value));
    }

    [Fact]
    public void A_known_contract_value_wins_also_on_a_component() => Assert.Equal(
        new EstimatedValue(1234.56m, 1234.56m, "USD", "contract"),
        Score(LeadType.Renewal, TestFacts.Product("HPE 3PAR 8000 1.2TB SAS HDD"), new ItemTerms(default, null, null, null, 123_456)).Value);

    [Fact]
    public void A_contract_value_of_zero_is_unknown() => Assert.Null(Score(terms: new ItemTerms(default, null, null, null, 0)).Value);

    [Fact]
    public void A_contract_in_another_currency_is_shown_but_adds_no_points()
    {
        var terms = new ItemTerms(default, null, null, null, 1_200_000_000, "JPY");
        var score = Score(terms: terms);
        Assert.Equal(
            (new EstimatedValue(12_000_000, 12_000_000, "JPY", "contract"), null, 40), (score.Value, score.ValueMax, score.Factors.Value));
        var line = LeadRules.Explain(
            LeadType.Renewal, Assess(TestFacts.Product("x"), terms), terms, TestFacts.Account(), TestFacts.Rules,
            TestFacts.Today).Lines.Single(l => l.Rule == "estimated_value");
        Assert.Equal("12,000,000 JPY (contract), not comparable with USD", line.Input);
    }

    [Fact]
    public void Scores_stay_within_bounds_and_their_explanations_sum_exactly_to_them() => Always.Holds(
        from product in TestFacts.AnyProduct
        from terms in TestFacts.Terms
        from account in TestFacts.AnyAccount
        from type in FsCheck.Fluent.Gen.Elements(Enum.GetValues<LeadType>())
        select (product, terms, account, type),
        c =>
        {
            var item = Assess(c.product, c.terms);
            var score = LeadRules.Score(c.type, item, c.terms, c.account, TestFacts.Rules, TestFacts.Today);
            var explanation = LeadRules.Explain(c.type, item, c.terms, c.account, TestFacts.Rules, TestFacts.Today);

            Assert.InRange(score.Hundredths, 0, 10_000);
            int[] factors = [score.Factors.Urgency, score.Factors.Value, score.Factors.Propensity, score.Factors.StrategicFit];
            Assert.All(factors, f => Assert.InRange(f, 0, 100));
            Assert.Equal(score.Score, explanation.Score);
            Assert.Equal(score.Score, explanation.Lines.Sum(l => l.Contribution));
            Assert.All(explanation.Lines, l => Assert.Equal(l.Points * l.Weight, l.Contribution));
            string[] names = ["urgency", "value", "propensity", "strategic_fit"];
            Assert.Equal(factors, names.Select(n => explanation.Lines.Where(l => l.Factor == n).Sum(l => l.Points)));
            Assert.All(names, n => Assert.Equal("base", explanation.Lines.First(l => l.Factor == n).Rule));
            Assert.Equal(
                score, LeadRules.Score(c.type, Assess(c.product, c.terms), c.terms, c.account with { }, TestFacts.Rules, TestFacts.Today));
        });

    [Fact]
    public void A_factor_above_100_is_capped_by_a_line_of_its_own()
    {
        var rules = RuleSet.Parse(RuleSet.DefaultYaml.Replace("    weight: 0.20\n    base: 30", "    weight: 0.20\n    base: 95")).Rules!;
        var account = TestFacts.Account(open: 6);
        var item = Assess(TestFacts.Product("x"), default);
        Assert.Equal(100, LeadRules.Score(LeadType.Renewal, item, default, account, rules, TestFacts.Today).Factors.Propensity);
        var cap = LeadRules.Explain(LeadType.Renewal, item, default, account, rules, TestFacts.Today).Lines.Single(l => l.Rule == "cap");
        Assert.Equal(new ExplanationLine("propensity", "cap", "At most 100", "125", -25, 0.20m, -5.00m), cap);
    }

    private static ItemAssessment Assess(ProductClass product, ItemTerms terms) =>
        ItemRules.Assess(product, terms, TestFacts.Rules, TestFacts.Today);

    private static LeadScore Score(
        LeadType type = LeadType.Renewal, ProductClass? product = null, ItemTerms terms = default, AccountFacts? account = null) =>
        LeadRules.Score(
            type, Assess(product ?? TestFacts.Product("x"), terms), terms, account ?? TestFacts.Account(), TestFacts.Rules,
            TestFacts.Today);
}
