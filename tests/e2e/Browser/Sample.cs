using System.Globalization;
using System.Text.Json;

namespace OneLead.EndToEnd.Tests.Browser;

/// <summary>A browser and a server with the sample data, for all tests that leave it running.</summary>
public sealed class Sample : IAsyncLifetime
{
    private readonly DataDirectory _data = new();

    internal Chromium Chromium { get; } = new();

    internal RunningServer Server { get; private set; } = null!;

    internal DataDirectory Data => _data;

    public async ValueTask InitializeAsync()
    {
        if (!File.Exists(Tools.Chromium))
            return;
        await Chromium.InitializeAsync();
        Server = await StartAsync(_data, null);
    }

    public async ValueTask DisposeAsync()
    {
        await Chromium.DisposeAsync();
        if (Server is not null)
            await Server.DisposeAsync();
        _data.Dispose();
    }

    internal static async Task<RunningServer> StartAsync(DataDirectory data, string? urls)
    {
        var server = await RunningServer.StartAsync(data, urls, "--as-of", "2025-10-29");
        await Wait.UntilAsync(
            "the sample is loaded", () => Task.FromResult(server.Log.Contains("Loaded sample data", StringComparison.Ordinal)), 60);
        await server.SettledAsync();
        return server;
    }
}

[CollectionDefinition(Name)]
public sealed class BrowserSuite : ICollectionFixture<Sample>
{
    public const string Name = "Browser";
}

/// <summary>What tests do to a server behind the dashboard's back.</summary>
internal static class Behind
{
    private static int _events;

    /// <summary>A verification waits for everything that was received.</summary>
    public static Task SettledAsync(this RunningServer server) => server.PostAsync("/api/v1/verification", new { });

    /// <summary>An item past its end of life whose support has expired, and its renewal.</summary>
    public static async Task<string> NewLeadAsync(this RunningServer server, string serial, string? product = null)
    {
        await server.ItemAsync(serial, [("endOfLife", "2015-07-01"), ("supportEnd", "2018-01-01"), ("supportStatus",
            "Warranty Expired - Uncovered Box"), .. product is null ? Array.Empty<(string, string)>() : [("productName", product)]]);
        await server.SettledAsync();
        return Id((await server.LeadsAsync(serial)).Single(l => l.GetProperty("type").GetString() == "renewal"));
    }

    public static Task ItemAsync(this RunningServer server, string serial, params (string Name, string Value)[] fields)
    {
        var data = new Dictionary<string, string>
        {
            ["serial"] = serial,
            ["productName"] = "HP DL360p Gen8 8-SFF CTO Server",
            ["productId"] = "654081-B21",
            ["territory"] = "56100",
        };
        foreach (var (name, value) in fields)
            data[name] = value;
        return server.PostAsync("/api/v1/events",
            new { kind = "item", territory = "56100", source = "e2e", id = $"{serial} {Interlocked.Increment(ref _events)}", data });
    }

    public static async Task<JsonElement[]> LeadsAsync(this RunningServer server, string text) =>
        await server.AllAsync($"/api/v1/leads?text={text}");

    public static async Task<JsonElement> LeadAsync(this RunningServer server, string id) =>
        (await server.GetAsync($"/api/v1/leads/{id}")).GetProperty("lead");

    public static async Task<string> StatusAsync(this RunningServer server, string id) =>
        (await server.LeadAsync(id)).GetProperty("status").GetString()!;

    public static async Task<string> ScoreAsync(this RunningServer server, string id) =>
        Two((await server.LeadAsync(id)).GetProperty("score"));

    public static string Id(JsonElement row) => row.GetProperty("id").GetString()!;

    /// <summary>A score as it is shown.</summary>
    public static string Two(JsonElement score) => score.GetDecimal().ToString("0.00", CultureInfo.InvariantCulture);

    /// <summary>A count as it is shown.</summary>
    public static string Count(JsonElement number) => number.GetInt32().ToString("N0", CultureInfo.InvariantCulture);

    public static string Count(int number) => number.ToString("N0", CultureInfo.InvariantCulture);

    /// <summary>A number without decimals that it does not need, with a true minus sign.</summary>
    public static string Plain(JsonElement number) =>
        number.GetDecimal().ToString("#,0.##", CultureInfo.InvariantCulture).Replace('-', '−');

    /// <summary>A sum as the pages write it: "+?" stands for parts of unknown value.</summary>
    public static string Sum(decimal amount, int unknown) =>
        amount == 0 && unknown > 0 ? "Unknown" : Money(amount) + (unknown > 0 ? " +?" : "");

    /// <summary>A sum of the API as the pages write it.</summary>
    public static string Sum(JsonElement sum, string amount = "amount") => Sum(Amount(sum, amount), sum.GetProperty("unknown").GetInt32());

    public static decimal Amount(JsonElement sum, string amount = "amount") =>
        sum.GetProperty(amount) is { ValueKind: JsonValueKind.Number } known ? known.GetDecimal() : 0;

    /// <summary>Dollars in short: $1.2M.</summary>
    public static string Money(decimal amount)
    {
        var (divisor, unit) = amount switch
        {
            >= 1_000_000_000 => (1_000_000_000m, "B"),
            >= 1_000_000 => (1_000_000m, "M"),
            >= 1_000 => (1_000m, "K"),
            _ => (1m, ""),
        };
        return "$" + Math.Round(amount / divisor, 1, MidpointRounding.AwayFromZero).ToString("0.#", CultureInfo.InvariantCulture) + unit;
    }
}
