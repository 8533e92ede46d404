using System.Text.Json;

namespace OneLead.Web.Tests.Pages;

/// <summary>Customers whose records name other territories than their account, or none.</summary>
public sealed class TerritoryFixture : IAsyncLifetime
{
    public ServerFixture Server { get; } = new();

    public async ValueTask InitializeAsync()
    {
        await Server.InitializeAsync();
        (await Server.PostAsync("/api/v1/events", $"[{string.Join(',',
            Of("account", "c1", """ "name":"ACME","territory":"56000" """),
            Of("item", "S1", """
                "serial":"S1","territory":"99","endOfLife":"2015-07-01","supportStatus":"Expired Flex Support","supportEnd":"2017-01-01"
                """),
            Of("item", "S2", """ "serial":"S2","endOfLife":"2031-01-01","supportEnd":"2025-11-28","supportStatus":"Active" """),
            Of("opportunity", "o1", """ "name":"Big","stage":"Proposal","amount":250000,"probability":0.8,"territory":"99" """),
            Of("service_credit", "s1", """ "name":"Little used","purchased":100,"delivered":10 """),
            Of("contact", "p1", """ "name":"Kim","email":"kim@example.com" """))}]")).EnsureSuccessStatusCode();
        await ServerFixture.UntilAsync(async () => Total(await Server.GetAsync("/api/v1/leads?account=customer:c1")) == 3
            && Total(await Server.GetAsync("/api/v1/entities/contact")) == 1);
    }

    public ValueTask DisposeAsync() => Server.DisposeAsync();

    public static int Total(JsonElement page) => page.GetProperty("total").GetInt32();

    private static string Of(string kind, string id, string fields) =>
        $$$"""{"kind":"{{{kind}}}","account":"customer:c1","entity":"{{{(kind == "item" ? "hpe:" : "")}}}{{{id}}}","id":"{{{kind}}}-"""
        + $$$"""{{{id}}}","data":{{{{fields}}}}}""";
}

[Collection(nameof(ServerCollection))]
public class TerritoryTests(TerritoryFixture fixture) : IClassFixture<TerritoryFixture>
{
    [Theory]
    [InlineData("leads", 3)]
    [InlineData("accounts", 1)]
    [InlineData("entities/item", 2)]
    [InlineData("entities/opportunity", 1)]
    [InlineData("entities/service_credit", 1)]
    [InlineData("entities/contact", 1)]
    public async Task Lists_are_filtered_by_the_accounts_territory(string list, int count)
    {
        Assert.Equal(count, TerritoryFixture.Total(await GetAsync($"{list}?territory=56000")));
        Assert.Equal(0, TerritoryFixture.Total(await GetAsync($"{list}?territory=99")));
    }

    [Theory]
    [InlineData("action-required", "expired")]
    [InlineData("action-required", "ending")]
    [InlineData("action-required", "credits")]
    [InlineData("revenue-focus", "opportunities")]
    [InlineData("recommendations", "gaps")]
    public async Task Pages_use_the_accounts_territory(string page, string list)
    {
        var row = Assert.Single((await GetAsync($"{page}?territory=56000")).GetProperty(list).GetProperty("items").EnumerateArray());
        Assert.Equal("56000", row.GetProperty("territory").GetString());
        Assert.Equal(0, TerritoryFixture.Total((await GetAsync($"{page}?territory=99")).GetProperty(list)));
    }

    [Fact]
    public async Task The_roll_up_counts_what_the_list_shows()
    {
        var territory = (await GetAsync("territories/56000")).GetProperty("territory");
        Assert.Equal(3, territory.GetProperty("leads").GetProperty("total").GetInt32());
        Assert.Equal(1, territory.GetProperty("pipeline").GetProperty("openOpportunities").GetInt32());
        Assert.Equal("56000",
            Assert.Single((await GetAsync("territories")).GetProperty("items").EnumerateArray()).GetProperty("id").GetString());
    }

    [Fact]
    public async Task The_records_own_territory_stands_beside_it()
    {
        var leads = (await GetAsync("leads?text=S1")).GetProperty("items").EnumerateArray().ToList();
        Assert.All(leads, l => Assert.Equal(("56000", "99"),
            (l.GetProperty("territory").GetString(), l.GetProperty("item").GetProperty("territory").GetString())));
        var opportunity = (await GetAsync("entities/opportunity")).GetProperty("items")[0];
        Assert.Equal(("56000", "99"),
            (opportunity.GetProperty("territory").GetString(), opportunity.GetProperty("recordTerritory").GetString()));
        Assert.Equal(["territory", "recordTerritory"],
            (await fixture.Server.Http.GetStringAsync("/api/v1/entities/opportunity/export")).Split('\n')[0].Split(',')[3..5]);
        Assert.Contains(",56000,", await fixture.Server.Http.GetStringAsync("/api/v1/leads/export?territory=56000"),
            StringComparison.Ordinal);
    }

    private Task<JsonElement> GetAsync(string path) => fixture.Server.GetAsync("/api/v1/" + path);
}
