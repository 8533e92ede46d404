using FsCheck;
using FsCheck.Fluent;

namespace OneLead.Rules.Tests;

public class ForecastTests
{
    private const int Days = 2_500;

    private static readonly DateOnly Today = new(2025, 10, 29);

    [Fact]
    public void A_forecast_matches_the_scores_of_every_later_day() => Always.Holds(Cases, item =>
    {
        var (rules, product) = (
            RuleSet.Default,
            ProductClassifier.Classify(new ProductTexts("HP DL360p Gen8 Server", null, null, null, null), RuleSet.Default));
        var foretold = ForecastRules.Ahead(
            LeadType.Renewal, product, item.Terms, Account, rules,
            Today).Select(f => (f.On, f.Score, f.Priority)).Where(f => f.On <= Today.AddDays(Days));
        var (came, last) = (new List<(DateOnly, decimal, Priority)>(), On(Today));
        for (var day = Today.AddDays(1); day <= Today.AddDays(Days); day = day.AddDays(1))
        {
            if (On(day) is var now && now != last)
                came.Add((day, now.Score, now.Priority));
            last = now;
        }
        Assert.Equal(came, foretold);

        AccountFacts Account(DateOnly day) => AccountFacts.Of(3, 0, [], [new ProjectFacts(true, false, item.ProjectEnd)], [], null, day);

        (decimal Score, Priority Priority) On(DateOnly day)
        {
            var score = LeadRules.Score(
                LeadType.Renewal, ItemRules.Assess(product, item.Terms, rules, day), item.Terms, Account(day), rules, day);
            return (score.Score, score.Priority);
        }
    }, times: 50);

    private static Gen<(ItemTerms Terms, DateOnly ProjectEnd)> Cases =>
        from endOfLife in Gen.Choose(-2_500, 500)
        from supportEnd in Gen.Choose(-500, 500)
        from project in Gen.Choose(-1_000, 500)
        select (new ItemTerms(SupportState.Expired, Today.AddDays(endOfLife), null, Today.AddDays(supportEnd)), Today.AddDays(project));
}
