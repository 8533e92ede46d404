using System.Globalization;
using FsCheck.Fluent;

namespace OneLead.Rules.Tests;

public class PriorityAgeTests
{
    // The HP DL360p Gen8, end of life 2015-07-01, in an account of 15 items: the refresh lead exists since it is 1,826 days past
    // its end of life, and has 28 + 27 + 6 + 12.75 = 73.75. The renewal lead has 24.5 + 15 + 6 + 12 = 57.5 before that day and 61
    // from then on; it is at least MEDIUM as long as support is known to have expired.
    [Theory]
    [InlineData(LeadType.HardwareRefresh, "2025-10-29", "2015-01-01", "2020-06-30")]
    [InlineData(LeadType.HardwareRefresh, "2025-10-29", "2025-08-29", "2025-08-29")]
    [InlineData(LeadType.Renewal, "2025-10-29", "2015-01-01", "2020-06-30")]
    [InlineData(LeadType.Renewal, "2020-06-30", "2015-01-01", "2020-06-30")]
    [InlineData(LeadType.Renewal, "2020-06-29", "2015-01-01", "2015-01-01")]
    [InlineData(LeadType.Renewal, "2025-10-29", "2026-01-01", "2025-10-29")]
    public void A_priority_begins_when_a_bound_is_passed_or_the_facts_are_known(
        LeadType type, string asOf, string knownSince, string expected) =>
        Assert.Equal(
            Day(expected), Since(type, ProductClassifier.Classify(TestFacts.Gen8Server.ProductTexts, TestFacts.Rules),
                ItemTerms.Of(TestFacts.Gen8Server, TestFacts.Rules), TestFacts.Account(items: 15), Day(asOf), Day(knownSince)));

    [Fact]
    public void It_is_the_day_that_a_walk_back_day_by_day_finds() => Always.Holds(
        from terms in TestFacts.Terms
        from items in Gen.Elements(1, 15, 60)
        from open in Gen.Elements(0, 1, 4, 9)
        from known in Gen.Choose(0, 800)
        select (terms, items, open, known),
        test =>
        {
            var product = TestFacts.Product("HP DL360p Gen8 8-SFF CTO Server");
            var account = TestFacts.Account(items: test.items, open: test.open);
            var known = TestFacts.Ago(test.known);
            foreach (var type in LeadTypes.Identities)
            {
                if (PriorityOn(type, product, test.terms, account, TestFacts.Today) is not { } priority)
                    continue;
                var day = TestFacts.Today;
                while (day > known && PriorityOn(type, product, test.terms, account, day.AddDays(-1)) == priority)
                    day = day.AddDays(-1);
                Assert.Equal(day, Since(type, product, test.terms, account, TestFacts.Today, known));
            }
        });

    [Theory]
    [InlineData(3_652_058)]
    [InlineData(10_000_000)]
    [InlineData(int.MaxValue)]
    public void A_notice_longer_than_all_days_does_not_end_in_a_loop(int notice)
    {
        var terms = new ItemTerms(SupportState.Unknown, null, null, TestFacts.Ago(10), null, null, notice);
        var item = ItemRules.Assess(TestFacts.Product(""), terms, TestFacts.Rules, TestFacts.Today);
        // Urgency rises 91 days after the end.
        Assert.Equal(TestFacts.Ago(10 - 91), item.NextChange);
        Assert.Equal(
            TestFacts.Ago(800),
            Since(LeadType.Renewal, TestFacts.Product(""), terms, TestFacts.Account(), TestFacts.Today, TestFacts.Ago(800)));
    }

    private static DateOnly Since(
        LeadType type, ProductClass product, in ItemTerms terms, AccountFacts account, DateOnly asOf, DateOnly knownSince) =>
        PriorityAge.Since(
            type, ItemRules.Assess(product, terms, TestFacts.Rules, asOf), terms, account,
            PriorityOn(type, product, terms, account, asOf)!.Value, TestFacts.Rules, asOf, knownSince);

    private static Priority? PriorityOn(LeadType identity, ProductClass product, in ItemTerms terms, AccountFacts account, DateOnly day)
    {
        var item = ItemRules.Assess(product, terms, TestFacts.Rules, day);
        return item.Triggers.TypeOf(identity) is { } type
            ? LeadRules.Score(type, item, terms, account, TestFacts.Rules, TestFacts.Today).Priority
            : null;
    }

    private static DateOnly Day(string text) => DateOnly.Parse(text, CultureInfo.InvariantCulture);
}
