using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;

namespace OneLead.Web.Tests.Changes;

/// <summary>Two customers with three leads; then one is won, one is renewed and one customer becomes at risk.</summary>
[Collection(nameof(ServerCollection))]
public sealed class RestartTests : IAsyncLifetime
{
    private const string Old =
        """ "productName":"HP DL360p Gen8 8-SFF CTO Server","endOfLife":"2015-07-01","supportEnd":"2018-01-01" """;

    private readonly string _data = Directory.CreateTempSubdirectory("onelead-restart-test-").FullName;
    private WebApplication? _app;
    private HttpClient _http = null!;

    public async ValueTask InitializeAsync() => await StartAsync();

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        Directory.Delete(_data, recursive: true);
    }

    [Fact]
    public async Task Movements_trends_changes_and_causes_are_the_same_after_a_restart()
    {
        // Support that ended and end of life more than 1,825 days ago: a renewal and a refresh of R1; a renewal of R2.
        await SendAsync(
            Item("R1", "ACME", Old + ""","supportStatus":"Expired" """),
            Item("R2", "BETA", """
                "productName":"HPE DL380 Gen10 Server","endOfLife":"2031-01-01","supportEnd":"2018-01-01","supportStatus":"Expired"
                """));
        await ServerFixture.UntilAsync(async () => (await GetAsync("/api/v1/leads")).GetProperty("total").GetInt32() == 3);
        Assert.Equal((0, 3, 0, 0, 0, 0, 3), await TodayAsync());

        (await PostAsync("/api/v1/leads/hpe:R1:hardware_refresh/status", """{"status":"converted"}""", "\"0\"")).EnsureSuccessStatusCode();
        await SendAsync(
            Item("R2", "BETA", """ "supportEnd":"2029-06-14","supportStatus":"Active" """, "R2-renewed"),
            Item("R1", "ACME", """ "endOfLife":"2024-01-01" """, "R1-corrected"));
        await ServerFixture.UntilAsync(async () => (await GetAsync("/api/v1/leads")).GetProperty("total").GetInt32() == 1);
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
        await StopAsync();
        await StartAsync();
        await ServerFixture.UntilAsync(async () => (await GetAsync("/api/v1/leads")).GetProperty("total").GetInt32() == 1);
        Assert.Equal(before, await AllAsync());

        static string Text(JsonElement change) => change.GetProperty("cause").GetProperty("text").GetString()!;
    }

    private async Task<string> AllAsync()
    {
        var velocity = (await GetAsync("/api/v1/analytics")).GetProperty("velocity").GetRawText();
        var trends = (await GetAsync("/api/v1/accounts")).GetProperty("items").EnumerateArray()
            .Select(a => a.GetProperty("name").GetString() + a.GetProperty("trend").GetRawText());
        var cause = (await GetAsync("/api/v1/leads/hpe:R1:renewal")).GetProperty("cause").GetRawText();
        var bands = (await GetAsync("/api/v1/analytics")).GetProperty("bands").GetRawText();
        return string.Join('\n', [velocity, bands, (await ChangesAsync()).GetRawText(), cause, .. trends]);
    }

    private async Task<(int, int, int, int, int, int, int)> TodayAsync()
    {
        var day = (await GetAsync("/api/v1/analytics")).GetProperty("velocity").GetProperty("data").EnumerateArray().Last();
        return (Of("openBefore"), Of("opened"), Of("reopened"), Of("resolved"), Of("converted"), Of("rejected"), Of("open"));

        int Of(string name) => day.GetProperty(name).GetInt32();
    }

    private async Task<JsonElement> ChangesAsync() => (await GetAsync("/api/v1/changes")).GetProperty("items");

    private static string Item(string serial, string account, string fields, string? id = null) => $$"""
        {"kind":"item","name":"{{account}}","territory":"57002","id":"{{id ?? serial}}",
         "data":{"serial":"{{serial}}","territory":"57002",{{fields}} } }
        """;

    private async Task SendAsync(params string[] events) =>
        (await PostAsync("/api/v1/events", $"[{string.Join(',', events)}]")).EnsureSuccessStatusCode();

    private Task<JsonElement> GetAsync(string path) => _http.GetFromJsonAsync<JsonElement>(path);

    private async Task<HttpResponseMessage> PostAsync(string path, string json, string? ifMatch = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path)
        {
            Content = new StringContent(json, Encoding.UTF8, "application/json"),
        };
        if (ifMatch is not null)
            request.Headers.TryAddWithoutValidation("If-Match", ifMatch);
        return await _http.SendAsync(request);
    }

    private async Task StartAsync()
    {
        _app = Server.Build(new ServerArguments("http://127.0.0.1:0", new DateOnly(2025, 10, 29), Settings: new Dictionary<string, string?>
        {
            ["OneLead:Data"] = _data, ["Logging:LogLevel:Default"] = "Warning",
        }));
        await _app.StartAsync();
        _http = new HttpClient
        {
            BaseAddress = new Uri(_app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First()),
        };
        await ServerFixture.UntilAsync(async () => (await _http.GetAsync("/readyz")).IsSuccessStatusCode);
    }

    private async Task StopAsync()
    {
        _http.Dispose();
        await _app!.StopAsync();
        await _app.DisposeAsync();
    }
}
