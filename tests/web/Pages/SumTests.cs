using System.Text.Json;

namespace OneLead.Web.Tests.Pages;

/// <summary>
/// Territory 1: an item of 120,000 with two leads, deals in four spellings of three currencies. Territory 2: only unknown values.
/// </summary>
public sealed class SumFixture : IAsyncLifetime
{
    public ServerFixture Server { get; } = new();

    public async ValueTask InitializeAsync()
    {
        await Server.InitializeAsync();
        const string Gen8 = """ "productName":"HP DL360p Gen8 8-SFF CTO Server","endOfLife":"2015-07-01" """;
        (await Server.PostAsync("/api/v1/events", $"[{string.Join(',',
            PagesFixture.Item("S1", "1", "ACME", $""" "supportStatus":"Expired","contractValue":120000,"currency":"usd",{Gen8} """),
            Deal("d1", "1", "ACME", """ "amount":200000,"probability":0.6,"currency":"USD" """),
            Deal("d2", "1", "ACME", """ "amount":100000,"probability":0.5,"currency":"usd" """),
            Deal("d3", "1", "ACME", """ "amount":1000,"probability":0.5,"currency":"EUR" """),
            Deal("d4", "1", "ACME", """ "amount":9000000,"probability":0.1,"currency":"JPY" """),
            Deal("d5", "1", "ACME", """ "amount":5000000,"probability":1,"currency":"USD","stage":"closed_won" """),
            Deal("d6", "2", "BETA", ""),
            PagesFixture.Item("S2", "2", "BETA",
                """ "supportStatus":"Expired","productName":"Aruba AP-325","endOfLife":"2024-07-01" """))}]"))
            .EnsureSuccessStatusCode();
        await ServerFixture.UntilAsync(async () =>
            (await Server.GetAsync("/api/v1/portfolio")).GetProperty("pipeline").GetProperty("openOpportunities").GetInt32() == 5
            && (await Server.GetAsync("/api/v1/entities/opportunity")).GetProperty("total").GetInt32() == 6
            && (await Server.GetAsync("/api/v1/leads")).GetProperty("total").GetInt32() == 3);
    }

    public ValueTask DisposeAsync() => Server.DisposeAsync();

    private static string Deal(string id, string territory, string name, string fields) =>
        PagesFixture.Entity("opportunity", id, territory, name, $""" "name":"{id}"{(fields.Length > 0 ? "," : "")}{fields} """);
}

[Collection(nameof(ServerCollection))]
public class SumTests(SumFixture fixture) : IClassFixture<SumFixture>
{
    // 200,000 × 0.6 + 100,000 × 0.5 in USD; 500 EUR and 900,000 JPY stand apart.
    private const string Pipeline = "170000 USD, 500 EUR, 900000 JPY, 0 unknown";

    [Fact]
    public async Task An_item_counts_once_in_a_sum_of_lead_values()
    {
        Assert.Equal(2, (await GetAsync("leads?territory=1")).GetProperty("total").GetInt32());
        Assert.Equal("120000 USD, 0 unknown", Sum((await GetAsync("territories/1")).GetProperty("territory").GetProperty("leadValue")));
        Assert.Equal("120000 USD, 0 unknown", Sum((await AccountAsync("1")).GetProperty("leadValue")));
        Assert.Equal("120000 USD, 1 unknown", Sum((await GetAsync("portfolio")).GetProperty("leadValue")));
    }

    [Fact]
    public async Task Amounts_of_different_currencies_are_never_added()
    {
        Assert.Equal(Pipeline, Sum((await AccountAsync("1")).GetProperty("pipeline"), "weighted"));
        Assert.Equal(Pipeline, Sum((await GetAsync("territories/1")).GetProperty("territory").GetProperty("pipeline"), "weighted"));
        Assert.Equal(Pipeline, Sum((await GetAsync("revenue-focus?territory=1")).GetProperty("pipeline"), "weighted"));
        var stage = Assert.Single((await GetAsync("revenue-focus?territory=1")).GetProperty("stages").EnumerateArray());
        Assert.Equal(
            ("300000 USD, 1000 EUR, 9000000 JPY, 0 unknown", Pipeline),
            (Sum(stage.GetProperty("amount")), Sum(stage.GetProperty("weighted"))));
    }

    [Fact]
    public async Task Unknown_is_unknown_and_never_zero()
    {
        var territory = (await GetAsync("territories/2")).GetProperty("territory");
        Assert.Equal("null USD, 1 unknown", Sum(territory.GetProperty("leadValue")));
        Assert.Equal("null USD, 1 unknown", Sum(territory.GetProperty("pipeline"), "weighted"));
        Assert.Equal("null USD, 1 unknown", Sum(territory.GetProperty("valueAtRisk")));
        Assert.Equal("null USD, 1 unknown", Sum(territory.GetProperty("estimatedAtRisk")));
        var focus = await GetAsync("revenue-focus?territory=2");
        Assert.Equal("null USD, 1 unknown", Sum(focus.GetProperty("pipeline"), "weighted"));
        Assert.Equal("null USD, 1 unknown", Sum(Assert.Single(focus.GetProperty("stages").EnumerateArray()).GetProperty("weighted")));
    }

    [Fact]
    public async Task Revenue_at_risk_is_the_contract_value_of_what_is_past_its_end_of_life()
    {
        Assert.Equal("120000 USD, 0 unknown", Sum((await GetAsync("territories/1")).GetProperty("territory").GetProperty("valueAtRisk")));
        Assert.Equal("0 USD, 0 unknown", Sum((await GetAsync("territories/1")).GetProperty("territory").GetProperty("estimatedAtRisk")));
        Assert.Equal("120000 USD, 1 unknown", Sum((await GetAsync("portfolio")).GetProperty("valueAtRisk")));
    }

    // One figure with one meaning is equal wherever it is shown.
    [Fact]
    public async Task Accounts_add_up_to_territories_and_territories_to_the_portfolio()
    {
        var accounts = (await GetAsync("accounts")).GetProperty("items").EnumerateArray().ToList();
        var territories = (await GetAsync("territories")).GetProperty("items").EnumerateArray().ToList();
        var portfolio = await GetAsync("portfolio");
        foreach (var (name, amount) in new[]
        {
            ("leadValue", "amount"), ("pipeline", "weighted"), ("valueAtRisk", "amount"), ("estimatedAtRisk", "amount"),
        })
        {
            foreach (var figure in new[] { amount, "unknown" })
            {
                decimal Of(JsonElement e) =>
                    e.GetProperty(name).GetProperty(figure) is { ValueKind: JsonValueKind.Number } n ? n.GetDecimal() : 0;
                Assert.Equal((Of(portfolio), Of(portfolio)), (accounts.Sum(Of), territories.Sum(Of)));
            }
        }
        Assert.Equal((3, 3, 3), (
            (await GetAsync("leads")).GetProperty("total").GetInt32(), portfolio.GetProperty("leads").GetProperty("total").GetInt32(),
            territories.Sum(t => t.GetProperty("leads").GetProperty("total").GetInt32())));
    }

    private async Task<JsonElement> AccountAsync(string territory) =>
        (await GetAsync($"accounts?territory={territory}")).GetProperty("items")[0];

    private static string Sum(JsonElement sum, string name = "amount") => string.Join(", ", [
        $"{Number(sum.GetProperty(name))} {sum.GetProperty("currency").GetString()}",
        .. sum.GetProperty("others").EnumerateArray()
            .Select(o => $"{Number(o.GetProperty("amount"))} {o.GetProperty("currency").GetString()}"),
        $"{sum.GetProperty("unknown").GetInt32()} unknown"]);

    private static string Number(JsonElement number) => number.ValueKind == JsonValueKind.Null
        ? "null"
        : number.GetDecimal().ToString("0.##", System.Globalization.CultureInfo.InvariantCulture);

    private Task<JsonElement> GetAsync(string path) => fixture.Server.GetAsync("/api/v1/" + path);
}
