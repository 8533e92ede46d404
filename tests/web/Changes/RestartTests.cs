using System.Text.Json;

namespace OneLead.Web.Tests.Changes;

/// <summary>Two customers with three leads; then one is won, one is renewed and one customer becomes at risk.</summary>
[Collection(nameof(ServerCollection))]
public sealed class RestartTests : IAsyncLifetime
{
    private const string Old =
        """ "productName":"HP DL360p Gen8 8-SFF CTO Server","endOfLife":"2015-07-01","supportEnd":"2018-01-01" """;

    private readonly ServerFixture _server = new();

    public ValueTask InitializeAsync() => _server.InitializeAsync();

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task Movements_trends_changes_and_causes_are_the_same_after_a_restart()
    {
        // Support that ended and end of life more than 1,825 days ago: a renewal and a refresh of R1; a renewal of R2.
        await SendAsync(
            Item("R1", "ACME", Old + ""","supportStatus":"Expired" """),
            Item("R2", "BETA", """
                "productName":"HPE DL380 Gen10 Server","endOfLife":"2031-01-01","supportEnd":"2018-01-01","supportStatus":"Expired"
                """));
        await ServerFixture.UntilAsync(async () => (await _server.GetAsync("/api/v1/leads")).GetProperty("total").GetInt32() == 3);
        Assert.Equal((0, 3, 0, 0, 0, 0, 3), await TodayAsync());

        (await _server.PostAsync(
            "/api/v1/leads/hpe:R1:hardware_refresh/status", """{"status":"converted"}""", ("If-Match", "\"0\""))).EnsureSuccessStatusCode();
        await SendAsync(
            Item("R2", "BETA", """ "supportEnd":"2029-06-14","supportStatus":"Active" """, "R2-renewed"),
            Item("R1", "ACME", """ "endOfLife":"2024-01-01" """, "R1-corrected"));
        await ServerFixture.UntilAsync(async () => (await _server.GetAsync("/api/v1/leads")).GetProperty("total").GetInt32() == 1);
        await ServerFixture.UntilAsync(async () => (await ChangesAsync()).GetArrayLength() >= 2);
        Assert.Equal((0, 3, 0, 1, 1, 0, 1), await TodayAsync());

        var changes = (await ChangesAsync()).EnumerateArray().ToList();
        // Urgency 50 + 30 + 20 = 100; then 667 days past end of life: 50 + 10 + 20 = 80.
        Assert.Contains("End of life changed to 1 Jan 2024 → urgency −20", changes.Select(Text));
        // Lifecycle is the only known part of BETA: its support was expired and is active now, 40 points of 100.
        Assert.Contains(changes, c => c.GetProperty("kind").GetString() == "account"
            && Text(c).StartsWith("Support renewed to 14 Jun 2029", StringComparison.Ordinal)
            && Text(c).Contains("→ health +", StringComparison.Ordinal) && Text(c).Contains("lifecycle +", StringComparison.Ordinal));
        var before = await AllAsync();
        await _server.RestartAsync();
        await ServerFixture.UntilAsync(async () => (await _server.GetAsync("/api/v1/leads")).GetProperty("total").GetInt32() == 1);
        Assert.Equal(before, await AllAsync());

        static string Text(JsonElement change) => change.GetProperty("cause").GetProperty("text").GetString()!;
    }

    private async Task<string> AllAsync()
    {
        var velocity = (await _server.GetAsync("/api/v1/analytics")).GetProperty("velocity").GetRawText();
        var trends = (await _server.GetAsync("/api/v1/accounts")).GetProperty("items").EnumerateArray()
            .Select(a => a.GetProperty("name").GetString() + a.GetProperty("trend").GetRawText());
        var cause = (await _server.GetAsync("/api/v1/leads/hpe:R1:renewal")).GetProperty("cause").GetRawText();
        var bands = (await _server.GetAsync("/api/v1/analytics")).GetProperty("bands").GetRawText();
        return string.Join('\n', [velocity, bands, (await ChangesAsync()).GetRawText(), cause, .. trends]);
    }

    private async Task<(int, int, int, int, int, int, int)> TodayAsync()
    {
        var day = (await _server.GetAsync("/api/v1/analytics")).GetProperty("velocity").GetProperty("data").EnumerateArray().Last();
        return (Of("openBefore"), Of("opened"), Of("reopened"), Of("resolved"), Of("converted"), Of("rejected"), Of("open"));

        int Of(string name) => day.GetProperty(name).GetInt32();
    }

    private async Task<JsonElement> ChangesAsync() => (await _server.GetAsync("/api/v1/changes")).GetProperty("items");

    private static string Item(string serial, string account, string fields, string? id = null) => $$"""
        {"kind":"item","name":"{{account}}","territory":"57002","id":"{{id ?? serial}}",
         "data":{"serial":"{{serial}}","territory":"57002",{{fields}} } }
        """;

    private async Task SendAsync(params string[] events) =>
        (await _server.PostAsync("/api/v1/events", $"[{string.Join(',', events)}]")).EnsureSuccessStatusCode();
}
