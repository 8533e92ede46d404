using OneLead.Views;
using static OneLead.Rules.Tests.Reconciliation.SeedWorkbook;

namespace OneLead.Rules.Tests.Reconciliation;

/// <summary>Reconciles the sample workbook with its territory mapping.</summary>
public class SeedWorkbookTests
{
    private readonly ReconciliationResult _reconciled = Decide(SeedWorkbook.Keys, Mapped);

    [Fact]
    public void Four_spellings_of_apple_are_one_account_with_the_mapped_name()
    {
        var apple = Name("56088", "APPLE INC");
        foreach (var spelling in new[] { "APPLE INC", "APPLE INC.", "Apple Inc", "Apple Inc." })
            Assert.Equal(apple.Key, _reconciled.Root(Name("56088", spelling)));
        Assert.Equal("Apple Inc", _reconciled.Account(apple));
        Assert.Equal(
            new Assignment("territory:56088", apple.Key, LinkRules.TerritoryMapping, "Apple Inc", "APPLE INC.", 100),
            Of("territory:56088"));
        Assert.Equal(
            new Assignment(OneLead.Keys.Name("56088", "Apple Inc."), apple.Key, LinkRules.ExactName, "Apple Inc.", "APPLE INC", 100),
            Of(OneLead.Keys.Name("56088", "Apple Inc.")));
    }

    [Theory]
    [InlineData("56088", "APPLE COMPUTER INC")]
    [InlineData("56088", "Jebi")]
    [InlineData("56769", "City of Baltimore")]
    [InlineData("56769", "Collegebound Foundation, Inc")]
    [InlineData("56322", "Analog Devices Global LLC")]
    public void Other_names_of_a_territory_stay_separate_accounts(string territory, string name)
    {
        var key = Name(territory, name);
        Assert.Equal(key.Key, _reconciled.Root(key));
        Assert.Equal(name, _reconciled.Account(key));
        Assert.Single(_reconciled.Assignments, a => a.To == key.Key);
    }

    [Fact]
    public void Baltimores_schools_are_two_accounts_until_somebody_reviews_them()
    {
        var (schools, systems) = (
            Name("56769", "Baltimore city public Schools"), Name("56769", "Baltimore City Public School Systems (inc)"));
        Assert.Equal(schools.Key, _reconciled.Root(schools));
        // City of Baltimore has as many opportunities; the first name takes the nameless records, as before.
        Assert.Equal(
            new Assignment(
                "territory:56769", systems.Key, LinkRules.MostOpportunities, null, "Baltimore City Public School Systems (inc)", null),
            Of("territory:56769"));
        Assert.Equal("Baltimore city public Schools", _reconciled.Account(schools));
    }

    [Fact]
    public void A_mapped_name_keeps_its_spelling() =>
        Assert.Equal("APPLIED MATERIALS, INC.", _reconciled.Account(Name("56180", "Applied Materials, Inc.")));

    [Fact]
    public void Without_a_mapping_the_spelling_with_most_opportunities_is_shown()
    {
        Assert.Equal("Analog Devices, Inc.", _reconciled.Account(Name("56322", "Analog Devices")));
        Assert.Equal("ARAMARK SERVICES INC", _reconciled.Account(Name("56396", "Aramark Services, Inc.")));
        Assert.Equal("Baystate Health Inc.", _reconciled.Account(Territory("56623")));
    }

    [Theory]
    [InlineData("56012", "Territory 56012")]
    [InlineData("56240", "Territory 56240")]
    [InlineData("56160", "Antofagasta Minerals S.A.")]
    [InlineData("56166", "Applied Computer Solutions")]
    public void A_territory_without_names_goes_to_the_account_with_most_opportunities(string territory, string name) =>
        Assert.Equal(name, _reconciled.Account(Territory(territory)));

    [Fact]
    public void Customers_keep_their_own_accounts_and_names()
    {
        Assert.Equal("日本銀行", _reconciled.Account(Customer("110083368", null)));
        Assert.Equal("東京海上日動火災保険(株)", _reconciled.Account(Customer("110079582", null)));
        Assert.Equal("customer:110085660", _reconciled.Root(Customer("110085660", null)));
    }

    [Fact]
    public void Near_matches_and_ties_are_listed_for_review() =>
        Assert.Equal(
            [
                new(
                    "near_match", "56322", "Analog Devices Global LLC", "Analog Devices, Inc.", 80,
                    "The names are 80 of 100 alike; from 85 on they would be one account."),
                new(
                    "near_match", "56769", "Baltimore City Public School Systems (inc)", "Baltimore city public Schools", 89,
                    "The names are 89 of 100 alike, but one has a word that the other lacks."),
                new ReviewCase(
                    "tie", "56769", "Baltimore City Public School Systems (inc)", "City of Baltimore", null,
                    "Both have 3 opportunities in territory 56769; its records without a name went to the first."),
            ],
            _reconciled.Review.OrderBy(r => r.Kind, StringComparer.Ordinal).ThenBy(r => r.Territory, StringComparer.Ordinal));

    [Fact]
    public void The_workbook_has_25_accounts_and_a_second_run_decides_nothing()
    {
        Assert.Equal(25, _reconciled.Names.Count);
        Assert.Empty(Decide(SeedWorkbook.Keys, Mapped.After(_reconciled)).Decisions);
    }

    private Assignment Of(string key) => _reconciled.Assignments.Single(a => a.Key == key);
}
