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
        // a-b and b-c have similarity 90, a-c 81: one account in any order.
        var (a, b, c) = (Name("1", "xy abcdefgh klmnopqr"), Name("1", "xy abcdefgh klmnXYqr"), Name("1", "xy abcdZWgh klmnXYqr"));
        var decided = Decide([c, a, b]);
        Assert.Single(decided.Accounts());
        Assert.Empty(decided.Review);
        var last = decided.Assignments.Single(x => x.Key == a.Key);
        Assert.Equal((LinkRules.SimilarName, "xy abcdefgh klmnXYqr", 90), (last.Rule, last.Matched, last.Similarity));
    }

    [Theory]
    [InlineData("Area 51 Research", "Area 52 Research", "their numbers differ")]
    [InlineData("Plant 1 Foods", "Plant 2 Foods", "their numbers differ")]
    [InlineData("Store 101", "Store 102", "their numbers differ")]
    [InlineData("Amazon Web Services 2019", "Amazon Web Services 2020", "their numbers differ")]
    [InlineData("Bank of the West", "Bank of the East", "a place, a direction or an ordinal differs")]
    [InlineData("Bank of Asia", "Bank of Austria", "a place, a direction or an ordinal differs")]
    [InlineData("University of North Carolina", "University of South Carolina", "a place, a direction or an ordinal differs")]
    [InlineData("State of North Dakota", "State of South Dakota", "a place, a direction or an ordinal differs")]
    [InlineData("Bank of Hunan", "Bank of Henan", "a place, a direction or an ordinal differs")]
    [InlineData("Chubu Electric Power", "Chugoku Electric Power", "their first words differ")]
    [InlineData("Kansai Electric Power", "Kansas Electric Power", "their first words differ")]
    [InlineData("Austria Telecom", "Australia Telecom", "their first words differ")]
    [InlineData("中国银行北京分行", "中国银行南京分行", "a character differs")]
    [InlineData("Analog Devices Japan", "Analog Devices", "one has a word that the other lacks", 70)]
    [InlineData("Summit Health Partners", "Summit Wealth Partners", "a word differs")]
    public void A_difference_that_distinguishes_goes_to_review(string one, string other, string difference, int least = 85)
    {
        var similarity = AccountNames.Similarity(AccountNames.Normalise(one, TestNames.Rules),
            AccountNames.Normalise(other, TestNames.Rules));
        Assert.True(similarity >= least, $"{similarity}");
        var decided = Decide([Name("1", one), Name("1", other)]);
        Assert.Equal(2, decided.Names.Count);
        Assert.Contains(similarity >= 85 ? difference : "would be one account", Assert.Single(decided.Review).Note,
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Northern Energy Partner", "Northern Energy Partners")]
    [InlineData("Pacific Textile Industries", "Pacific Textile Industry")]
    [InlineData("Applied Semiconductor Devices", "Applied Semicondutor Devices")]
    [InlineData("Franklin Insurance", "Franklin Insurrance")]
    [InlineData("Global Data Center", "Global Datacenter")]
    [InlineData("United Bank of America", "United Bank America")]
    [InlineData("コンピューター東京", "コンピュータ東京")]
    public void A_difference_in_spelling_is_one_account(string one, string other)
    {
        var decided = Decide([Name("1", one), Name("1", other)]);
        Assert.Single(decided.Names);
        Assert.Empty(decided.Review);
    }

    [Theory]
    [InlineData("The Boeing Company", "Boeing")]
    [InlineData("Johnson & Johnson", "Johnson and Johnson")]
    [InlineData("Müller GmbH", "Mueller GmbH")]
    [InlineData("Müller GmbH", "Muller GmbH")]
    [InlineData("Ørsted A/S", "Orsted AS")]
    [InlineData("Ørsted A/S", "Oersted")]
    [InlineData("Газпром ОАО", "Газпром")]
    [InlineData("ПАО Газпром", "Газпром")]
    [InlineData("삼성전자 주식회사", "삼성전자")]
    [InlineData("中国银行股份有限公司", "中国银行")]
    [InlineData("Tata Consultancy Services Pvt. Ltd.", "Tata Consultancy Services")]
    [InlineData("Škoda Auto a.s.", "Skoda Auto")]
    [InlineData("Orlen Sp. z o.o.", "Orlen")]
    [InlineData("PT Bank Central Asia Tbk", "Bank Central Asia")]
    public void Spellings_of_more_languages_are_one_account(string one, string other)
    {
        // Without a territory only equal names join.
        var decided = Decide([Name(null, one), Name(null, other)], rules: RuleSet.Default.Names);
        Assert.Single(decided.Names);
        Assert.Equal(LinkRules.ExactName, Assert.Single(decided.Decisions).Rule);
    }

    [Theory]
    [InlineData("The Limited", "The Company")]
    [InlineData("Boeing", "Boing")]
    [InlineData("A and B Foods", "A or B Foods")]
    public void Other_names_stay_apart(string one, string other) =>
        Assert.Equal(2, Decide([Name(null, one), Name(null, other)], rules: RuleSet.Default.Names).Names.Count);

    [Fact]
    public void Placeholders_as_names_join_nobody() =>
        Assert.Equal(3, Decide([Customer("1", "N/A"), Customer("2", "N/A"), Customer("3", "Unknown")]).Names.Count);

    [Fact]
    public void The_winner_of_a_merge_gives_the_name()
    {
        var (winner, loser) = (Customer("1", "Alpha Works") with { Opportunities = 1 },
            Customer("2", "Beta Works") with { Opportunities = 9 });
        var merged = ReconciliationState.Empty with { Merged = ReconciliationState.Empty.Merged.Add(loser.Key, winner.Key) };
        Assert.Equal("Alpha Works", Decide([winner, loser], merged).Account(loser));
        // A winner without a name of its own shows what is known.
        Assert.Equal("Beta Works", Decide([winner with { Name = null }, loser], merged).Account(loser));
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
    public void An_account_without_a_name_is_called_by_its_id_and_source()
    {
        NamedKey[] keys =
        [
            new(Keys.Crm("s31", "9"), null, null, null, 1), new(Keys.Crm("s39", "9"), null, null, null, 1),
            new(Keys.Crm("crm eu", "a:1"), "7", null, null, 1), Customer("9", null), Territory("8"),
        ];
        Assert.Equal(
            ["Customer 9 (s31)", "Customer 9 (s39)", "Customer a:1 (crm eu)", "Customer 9", "Territory 8"],
            keys.Select(Decide(keys).Account));
        Assert.Equal(
            ["Customer 9 (s31)", "Customer 9 (s39)", "Customer a:1 (crm eu)", "Customer 9", "Territory 8", "Acme", "Territory 5"],
            keys.Select(k => k.Key).Append(Keys.Name("5", "Acme")).Append(Keys.Territory("5")).Select(Keys.Spelled));
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
        var similar = Decide([territory, schools, city], Mapping("1", "Baltimore City Public School"));
        Assert.Equal(
            new(
                territory.Key, schools.Key, LinkRules.TerritoryMapping, "Baltimore City Public School",
                "Baltimore city public Schools", 98),
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
            Name("1", "xy abcdefgh klmnopqr", 1), Name("1", "XY abcdefgh klmnopqr", 1), Name("1", "xy abcdZWgh klmnXYqr", 2),
            Name("1", "XY abcdZWgh klmnXYqr", 1),
        ];
        var standing = ReconciliationState.Empty.After(Decide(keys));
        var busier = Decide(keys).Root(keys[3]);
        Assert.Equal(2, Decide(keys).Names.Count);
        var merged = Decide([.. keys, Name("1", "xy abcdefgh klmnXYqr", 100)], standing);
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
