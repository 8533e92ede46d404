using System.Collections.Immutable;
using OneLead.Rules.Tests.Names;
using OneLead.Views;
using static OneLead.Rules.Tests.Reconciliation.SeedWorkbook;

namespace OneLead.Rules.Tests.Reconciliation;

public class ReconcilerTests
{
    private static ReconciliationState Mapping(string territory, string name) =>
        ReconciliationState.Empty with { TerritoryNames = ImmutableDictionary<string, string>.Empty.Add(territory, name) };

    private static ReconciliationState Aliases(params NameAlias[] aliases) =>
        ReconciliationState.Empty with { Aliases = new(aliases, TestNames.Rules) };

    [Fact]
    public void Similar_names_are_one_account_only_within_a_territory()
    {
        var (here, alike, there, nowhere) = (
            Name("1", "Northern Energy Partners"), Name("1", "Northern Energy Partner"), Name("2", "Northern Energy Partner"),
            Name(null, "Northern Energy Partners"));
        var decided = Decide([here, alike, there, nowhere, Name(null, "Northern Energy Partner")]);
        Assert.Equal(decided.Root(here), decided.Root(alike));
        Assert.Equal(4, decided.Names.Count);
    }

    [Fact]
    public void Similarity_is_transitive()
    {
        // a-b and b-c have similarity 89, a-c 84: one account in any order.
        var (a, b, c) = (Name("1", "abcdefghij klmnopq"), Name("1", "abcdefghij klmnXYq"), Name("1", "abcdefgZWj klmnXYq"));
        var decided = Decide([c, a, b]);
        Assert.Single(decided.Accounts());
        Assert.Empty(decided.Review);
        var last = decided.Assignments.Single(x => x.Key == a.Key);
        Assert.Equal((LinkRules.SimilarName, "abcdefghij klmnXYq", 89), (last.Rule, last.Matched, last.Similarity));
    }

    [Fact]
    public void Without_a_territory_the_exact_name_or_the_customer_id_links()
    {
        var (customer, name, numbered) = (
            Customer("7", "日立製作所(株)"), Name(null, "株式会社日立製作所"), Name(null, "Hitachi") with { CustomerId = "7" });
        var decided = Decide([customer, name, numbered]);
        Assert.Single(decided.Accounts());
        Assert.Equal(LinkRules.ExactName, decided.Assignments.Single(a => a.Key == name.Key).Rule);
        Assert.Equal(LinkRules.CustomerId, decided.Assignments.Single(a => a.Key == numbered.Key).Rule);
    }

    [Fact]
    public void A_customer_with_two_names_joins_both()
    {
        var decided = Decide(
            [Customer("7", "Compaq"), Customer("7", "Hewlett-Packard"), Name(null, "COMPAQ Inc."), Name(null, "Hewlett Packard")]);
        Assert.Single(decided.Accounts());
        Assert.Equal("customer:7", decided.Assignments[0].To);
    }

    [Fact]
    public void A_nameless_customer_is_named_by_its_id() => Assert.Equal("Customer 7", Decide([Customer("7", null)]).Names["customer:7"]);

    [Fact]
    public void An_alias_makes_two_spellings_one_and_names_the_account()
    {
        var (old, today) = (Name("1", "Apple Computer Inc", 1), Name("1", "APPLE INC.", 9));
        var decided = Decide([old, today], Aliases(new(null, "APPLE COMPUTER", "Apple"), new("1", "apple computer", "Apple Inc")));
        Assert.Equal(
            new Assignment(old.Key, today.Key, LinkRules.ManualMapping, "Apple Computer Inc", "Apple Inc", null),
            Assert.Single(decided.Decisions));
        Assert.Equal("Apple Inc", decided.Names[today.Key]);
        Assert.Equal(2, Decide([old, today], Aliases(new NameAlias("2", "apple computer", "Apple Inc"))).Names.Count);
    }

    [Fact]
    public void A_mapped_territory_goes_to_the_exact_name_else_a_similar_one_else_to_an_account_of_its_own()
    {
        var (territory, schools, city) = (Territory("1"), Name("1", "Baltimore city public Schools", 2), Name("1", "City of Baltimore", 9));
        var exact = Decide([territory, schools, city], Mapping("1", "BALTIMORE CITY PUBLIC SCHOOLS INC"));
        Assert.Equal((schools.Key, "BALTIMORE CITY PUBLIC SCHOOLS INC"), (exact.Root(territory), exact.Account(schools)));
        var similar = Decide([territory, schools, city], Mapping("1", "Baltimore City Public School Systems"));
        Assert.Equal(
            new(
                territory.Key, schools.Key, LinkRules.TerritoryMapping, "Baltimore City Public School Systems",
                "Baltimore city public Schools", 89),
            similar.Assignments.Single(a => a.Key == territory.Key));
        var own = Decide([territory, schools, city], Mapping("1", "Apple"));
        Assert.Equal((territory.Key, "Apple"), (own.Root(territory), own.Account(territory)));
    }

    [Fact]
    public void A_tie_is_broken_by_name_and_listed()
    {
        var (territory, a, b, c) = (Territory("1"), Name("1", "Zeta", 3), Name("1", "Alpha Mining", 3), Name("1", "Omega Foods", 1));
        var decided = Decide([territory, a, b, c]);
        Assert.Equal(b.Key, decided.Root(territory));
        Assert.Equal(
            new ReviewCase(
                "tie", "1", "Alpha Mining", "Zeta", null,
                "Both have 3 opportunities in territory 1; its records without a name went to the first."),
            Assert.Single(decided.Review));
    }

    [Fact]
    public void Without_opportunities_a_territory_goes_to_its_only_account_or_to_none()
    {
        var (territory, a, b) = (Territory("1"), Name("1", "Zeta"), Name("1", "Alpha Mining"));
        Assert.Equal(a.Key, Decide([territory, a]).Root(territory));
        Assert.Equal("Territory 1", Decide([territory, a, b]).Account(territory));
    }

    [Fact]
    public void A_root_stays_while_others_join()
    {
        var (first, second, earlier) = (Name("1", "Beta Inc", 1), Name("1", "beta", 5), Name("1", "BETA", 90));
        var standing = ReconciliationState.Empty.After(Decide([first, second]));
        Assert.Equal(first.Key, Decide([first, second, earlier], standing).Root(earlier));
        var alone = ReconciliationState.Empty with
        {
            Links = ReconciliationState.Empty.Links.Add(second.Key, new(second.Key, LinkRules.OwnAccount)),
        };
        Assert.Equal(second.Key, Decide([first, second, earlier], alone).Root(earlier));
    }

    [Fact]
    public void The_account_with_more_opportunities_stays_the_root_of_a_merge()
    {
        NamedKey[] keys =
        [
            Name("1", "abcdefghij klmnopq", 1), Name("1", "ABCDEFGHIJ klmnopq", 1), Name("1", "abcdefgZWj klmnXYq", 2),
            Name("1", "ABCDEFGZWj klmnXYq", 1),
        ];
        var standing = ReconciliationState.Empty.After(Decide(keys));
        var busier = Decide(keys).Root(keys[3]);
        Assert.Equal(2, Decide(keys).Names.Count);
        var merged = Decide([.. keys, Name("1", "abcdefghij klmnXYq", 100)], standing);
        Assert.All(merged.Assignments, a => Assert.Equal(busier, a.To));
    }

    [Fact]
    public void The_first_name_takes_the_account_of_a_territory_key()
    {
        var (territory, name) = (Territory("1"), Name("1", "Zeta", 1));
        var standing = ReconciliationState.Empty with
        {
            Links = ReconciliationState.Empty.Links.Add(territory.Key, new(territory.Key, LinkRules.OwnAccount)),
        };
        Assert.Equal(
            new Assignment(territory.Key, name.Key, LinkRules.MostOpportunities, null, "Zeta", null),
            Assert.Single(Decide([territory, name], standing).Decisions));
    }

    [Fact]
    public void A_repeated_decision_compares_only_new_names_and_has_the_same_result()
    {
        var random = new Random(3);
        var keys = Enumerable.Range(0, 300).Select(_ => Name("1", TestNames.Company(random), random.Next(4))).DistinctBy(k => k.Key)
            .ToImmutableArray();
        var similar = new SimilarNames(TestNames.Rules);
        foreach (var count in new[] { 10, 200, keys.Length, 150 })
        {
            var part = keys[..count];
            var again = Reconciler.Decide(new Partition("1", part, similar), ReconciliationState.Empty, TestNames.Rules);
            var fresh = Decide(part);
            Assert.Equal(fresh.Assignments.AsEnumerable(), again.Assignments);
            Assert.Equal(fresh.Review.AsEnumerable(), again.Review);
        }
    }
}
