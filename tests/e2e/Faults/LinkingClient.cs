using System.Globalization;
using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace OneLead.EndToEnd.Tests.Faults;

/// <summary>Sends records whose names become one account, and merges and separates accounts, until every call is answered.</summary>
internal sealed class LinkingClient(int number)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(30);
    private static readonly string[] Names =
    [
        .. new[] { "Selwick Ceramics", "Quinmora Mining", "Tarn Foundries", "Obermarch Hospitals", "Velloni Shipping", "Kestrin Optics" }
            .SelectMany(n => (string[])[n, n.ToUpperInvariant() + " INC.", n + " GmbH", n[..^1] + " Ltd"]),
    ];

    private static readonly DateTimeOffset Begin = new(2025, 10, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly Random _random = new(number);
    private int _sent;

    /// <summary>The opportunities that were acknowledged.</summary>
    public HashSet<string> Opportunities { get; } = new(StringComparer.Ordinal);

    /// <param name="territories">Territories that no earlier record named.</param>
    public async Task SendAsync(RunningServer server, string[] territories, CancellationToken enough)
    {
        while (!enough.IsCancellationRequested)
        {
            if (_random.Next(6) == 0)
                await MergeAsync(server, territories);
            else
                await AppendAsync(server, territories);
        }
    }

    /// <summary>Sends much at once and nothing afterwards, so that no later change of an account hides what went wrong.</summary>
    public async Task SendBurstAsync(RunningServer server, string[] territories)
    {
        for (var batch = 0; batch < 3; batch++)
            await AppendAsync(server, territories, _random.Next(20, 60));
    }

    private Task AppendAsync(RunningServer server, string[] territories) => AppendAsync(server, territories, _random.Next(1, 8));

    private async Task AppendAsync(RunningServer server, string[] territories, int count)
    {
        var events = Enumerable.Range(0, count).Select(_ => Change(territories[_random.Next(territories.Length)])).ToArray();
        await UntilAnsweredAsync(() => server.PostAsync("/api/v1/events", new JsonArray([.. events.Select(e => e.DeepClone())])));
        Opportunities.UnionWith(events.Select(e => (string?)e["entity"]).OfType<string>());
    }

    private async Task MergeAsync(RunningServer server, string[] territories)
    {
        var territory = territories[_random.Next(territories.Length)];
        var accounts = (await UntilAnsweredAsync(() => server.GetAsync($"/api/v1/accounts?territory={territory}")))
            .GetProperty("items").EnumerateArray().Select(a => a.GetProperty("id").GetString()!).ToArray();
        if (accounts.Length < 2)
            return;
        var (id, into, by) = (accounts[_random.Next(accounts.Length)], accounts[_random.Next(accounts.Length)], $"client {number}");
        try
        {
            await UntilAnsweredAsync(() => server.PostAsync($"/api/v1/accounts/{Uri.EscapeDataString(id)}/merge", new { into, by }));
            if (_random.Next(2) == 0)
                await UntilAnsweredAsync(() => server.PostAsync($"/api/v1/accounts/{Uri.EscapeDataString(id)}/unmerge", new { by }));
        }
        catch (HttpRequestException e) when (e.StatusCode is HttpStatusCode.NotFound)
        {
            // Both are one account already.
        }
    }

    private JsonObject Change(string territory)
    {
        var id = string.Create(CultureInfo.InvariantCulture, $"{territory}-c{number}-{++_sent}");
        var change = new JsonObject
        {
            ["territory"] = territory, ["source"] = "e2e", ["id"] = id, ["occurredAt"] = Begin.AddSeconds(_sent),
        };
        if (_random.Next(4) > 0)
            change["name"] = Names[_random.Next(Names.Length)];
        if (_random.Next(2) == 0)
        {
            change["kind"] = "opportunity";
            change["entity"] = "O-" + (_random.Next(3) == 0 ? $"{territory}-{_random.Next(20)}" : id);
            change["data"] = new JsonObject { ["amount"] = _random.Next(100), ["currency"] = "USD", ["probability"] = 0.5 };
            return change;
        }
        change["kind"] = "item";
        change["data"] = new JsonObject
        {
            ["serial"] = string.Create(CultureInfo.InvariantCulture, $"L{territory}-{_random.Next(40)}"),
            ["productName"] = "HP DL360p Gen8 8-SFF CTO Server",
            ["territory"] = territory,
            ["endOfLife"] = _random.Next(2) == 0 ? "2015-07-01" : "2022-07-01",
            ["supportEnd"] = "2018-01-01",
            ["supportStatus"] = _random.Next(2) == 0 ? "Uncovered" : "Active Contract",
        };
        return change;
    }

    // A repeated call has the ids of the first one, so it is applied once.
    private static async Task<JsonElement> UntilAnsweredAsync(Func<Task<JsonElement>> call)
    {
        while (true)
        {
            try
            {
                return await call();
            }
            catch (HttpRequestException e) when (e.StatusCode is HttpStatusCode.ServiceUnavailable or HttpStatusCode.TooManyRequests)
            {
                await Task.Delay(Pause);
            }
        }
    }
}
