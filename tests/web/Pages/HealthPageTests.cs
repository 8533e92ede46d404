using System.Text.Json;

namespace OneLead.Web.Tests.Pages;

/// <summary>
/// A customer with seven escalated breaches, the worst answer and use that fell from 80 to 10 %; all of its items are in order.
/// </summary>
public sealed class HealthFixture : IAsyncLifetime
{
    private const string Supported =
        """ "productName":"HPE DL380 Gen10 Server","supportStatus":"Active","supportEnd":"2030-01-01","endOfLife":"2031-01-01" """;

    private const string Breached =
        """ "opened":"2025-10-01T08:00:00Z","status":"Open","escalated":true,"slaBreached":true """;

    public ServerFixture Server { get; } = new();

    public async ValueTask InitializeAsync()
    {
        await Server.InitializeAsync();
        (await Server.PostAsync("/api/v1/events", $"[{string.Join(',', [
            PagesFixture.Item("S1", "1", "ACME", Supported),
            .. Enumerable.Range(1, 7).Select(i => PagesFixture.Entity("ticket", $"t{i}", "1", "ACME", Breached)),
            PagesFixture.Entity("survey", "s1", "1", "ACME", """ "score":1,"answered":"2025-10-02" """),
            PagesFixture.Entity("usage", "u1", "1", "ACME", """ "product":"P","period":"2025-07-01","utilization":80 """),
            PagesFixture.Entity("usage", "u2", "1", "ACME", """ "product":"P","period":"2025-10-01","utilization":10 """),
            PagesFixture.Item("S2", "1", "BETA", Supported)])}]")).EnsureSuccessStatusCode();
        await ServerFixture.UntilAsync(async () => (await Server.GetAsync("/api/v1/accounts?text=ACME")).GetProperty("items") is { } items
            && items.GetArrayLength() == 1
            && items[0].GetProperty("health").GetProperty("knownParts").GetInt32() == 4
            && (await Server.GetAsync("/api/v1/portfolio")).GetProperty("accounts").GetInt32() == 2);
    }

    public ValueTask DisposeAsync() => Server.DisposeAsync();
}

[Collection(nameof(ServerCollection))]
public class HealthPageTests(HealthFixture fixture) : IClassFixture<HealthFixture>
{
    // usage (10 + 0) / 2 = 5, support 0, sentiment 0, lifecycle 100: (5 × 25 + 100 × 15) ÷ 70 = 23.21.
    [Fact]
    public async Task An_account_is_at_risk_by_the_number_that_is_shown()
    {
        var account = (await GetAsync("accounts?text=ACME")).GetProperty("items")[0];
        var health = account.GetProperty("health");
        Assert.Equal(
            (23.21m, "critical", 4, true),
            (health.GetProperty("composite").GetDecimal(), health.GetProperty("risk").GetString(),
                health.GetProperty("knownParts").GetInt32(), account.GetProperty("atRisk").GetBoolean()));
        Assert.Equal((5, 0, 0, 100), (Part("usage"), Part("support"), Part("sentiment"), Part("lifecycle")));
        Assert.Equal([JsonValueKind.Null, JsonValueKind.Null],
            [
                health.GetProperty("parts").GetProperty("payment").ValueKind,
                health.GetProperty("parts").GetProperty("engagement").ValueKind,
            ]);

        int Part(string name) => health.GetProperty("parts").GetProperty(name).GetInt32();
    }

    [Fact]
    public async Task All_sums_filters_and_exports_agree_on_who_is_at_risk()
    {
        Assert.Equal("ACME",
            Assert.Single((await GetAsync("accounts?atRisk=true")).GetProperty("items").EnumerateArray()).GetProperty("name").GetString());
        Assert.Equal(1, (await GetAsync("portfolio")).GetProperty("atRisk").GetInt32());
        Assert.Equal(1, (await GetAsync("territories/1")).GetProperty("territory").GetProperty("atRisk").GetInt32());
        Assert.Equal(["ACME", "BETA"],
            (await GetAsync("accounts?sort=health")).GetProperty("items").EnumerateArray().Select(a => a.GetProperty("name").GetString()));
        var rows = (await fixture.Server.Http.GetStringAsync("/api/v1/accounts/export?sort=health")).Split('\n');
        Assert.Equal(["health", "healthRisk", "healthParts", "atRisk"], rows[0].Split(',')[6..10]);
        Assert.Equal(["23.21", "critical", "4", "true"], rows[1].Split(',')[6..10].Select(c => c.ToLowerInvariant()));
    }

    [Fact]
    public async Task The_account_explains_its_health_and_keeps_the_other_formulas()
    {
        var id = (await GetAsync("accounts?text=ACME")).GetProperty("items")[0].GetProperty("id").GetString()!;
        var detail = await GetAsync($"accounts/{Uri.EscapeDataString(id)}");
        var explanation = detail.GetProperty("compositeHealth");
        Assert.Equal((23.21m, 23.21m), (
            explanation.GetProperty("score").GetDecimal(),
            explanation.GetProperty("lines").EnumerateArray().Sum(l => l.GetProperty("contribution").GetDecimal())));
        Assert.Equal(40m, detail.GetProperty("classicHealth").GetProperty("score").GetDecimal() - 10);
        Assert.Equal(JsonValueKind.Null, detail.GetProperty("churnProbability").ValueKind);
    }

    private Task<JsonElement> GetAsync(string path) => fixture.Server.GetAsync("/api/v1/" + path);
}
