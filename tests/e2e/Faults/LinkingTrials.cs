using System.Diagnostics;
using System.Globalization;
using System.Text.Json;

namespace OneLead.EndToEnd.Tests.Faults;

/// <summary>
/// Disturbs the store while names are being linked and accounts merged, and compares what the service then shows with what it was
/// sent. The service runs through all trials.
/// </summary>
internal sealed class LinkingTrials(ITestOutputHelper output, int seed)
{
    private const int Clients = 3, Territories = 3, FirstTerritory = 60_000;

    /// <summary>Deliveries pause at most five seconds between attempts.</summary>
    private const int LongestSeconds = 20;

    private readonly Random _random = new(seed);
    private readonly List<double> _healed = [];

    /// <param name="disturb">Does its harm and takes it back.</param>
    public async Task RunAsync(DataDirectory data, int trials, Func<Random, Task> disturb)
    {
        var clients = Enumerable.Range(0, Clients).Select(i => new LinkingClient(i)).ToArray();
        await using var server = await RunningServer.StartAsync(data, null, "--no-sample", "--as-of", "2025-10-29");
        for (var trial = 0; trial < trials; trial++)
        {
            var territories = Enumerable.Range(FirstTerritory + trial * Territories, Territories)
                .Select(t => t.ToString(CultureInfo.InvariantCulture)).ToArray();
            var isBurst = trial % 2 == 0;
            using var enough = new CancellationTokenSource();
            var load = Task.WhenAll(clients.Select(c => Task.Run(
                () => isBurst ? c.SendBurstAsync(server, territories) : c.SendAsync(server, territories, enough.Token))));
            // The instants are what is tried here, so they are drawn and not awaited.
            await Task.Delay(_random.Next(50, 800));
            await disturb(_random);
            await Task.Delay(_random.Next(50, 400));
            await enough.CancelAsync();
            await load;
            await HealsAsync(server, [.. clients.SelectMany(c => c.Opportunities)], trial);
        }
        var report = await server.PostAsync("/api/v1/verification", new { });
        Assert.True(report.GetProperty("ok").GetBoolean(), report.GetRawText());
        output.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{trials} trials, {report.GetProperty("rows")} rows, {report.GetProperty("accounts")} accounts; right after "
            + $"{_healed.Average():0.0} s on average and {_healed.Max():0.0} s at most."));
    }

    private async Task HealsAsync(RunningServer server, HashSet<string> opportunities, int trial)
    {
        var (watch, wrong) = (Stopwatch.StartNew(), "");
        while ((wrong = await WrongAsync(server, opportunities)).Length > 0)
        {
            Assert.True(
                watch.Elapsed.TotalSeconds < LongestSeconds,
                $"trial {trial}, {watch.Elapsed.TotalSeconds:0} s later: {wrong}\n{server.Log}");
            await Task.Delay(50);
        }
        output.WriteLine($"trial {trial}: {watch.Elapsed.TotalSeconds:0.0} s");
        _healed.Add(watch.Elapsed.TotalSeconds);
    }

    // What is shown wrongly; empty if nothing is.
    private static async Task<string> WrongAsync(RunningServer server, HashSet<string> sent)
    {
        var accounts = (await server.AllAsync("/api/v1/accounts")).ToDictionary(Id);
        var opportunities = await server.AllAsync("/api/v1/entities/opportunity");
        var leads = await server.AllAsync("/api/v1/leads");
        var portfolio = await server.GetAsync("/api/v1/portfolio");
        var territories = await server.AllAsync("/api/v1/territories");
        var wrong = new List<string>();
        Add("opportunities shown twice", Twice(opportunities));
        Add("opportunities not shown", sent.Except(opportunities.Select(Id)));
        Add("leads shown twice", Twice(leads));
        Add("accounts not listed", opportunities.Concat(leads).Select(AccountOf).Distinct().Where(a => !accounts.ContainsKey(a)));
        var counts = opportunities.CountBy(AccountOf).ToDictionary();
        foreach (var (id, row) in accounts)
        {
            var open = counts.GetValueOrDefault(id);
            if (open != row.GetProperty("openOpportunities").GetInt32())
                wrong.Add($"{id} counts {row.GetProperty("openOpportunities")} opportunities of {open}");
        }
        if (Sums([portfolio], portfolio.GetProperty("accounts").GetInt32()) != Sums(accounts.Values, accounts.Count))
            wrong.Add($"the portfolio has {Sums([portfolio], portfolio.GetProperty("accounts").GetInt32())}, "
                + $"its accounts {Sums(accounts.Values, accounts.Count)}");
        var byTerritory = accounts.Values.ToLookup(a => a.GetProperty("territory").GetString());
        foreach (var territory in territories)
        {
            var own = byTerritory[Id(territory)].ToArray();
            var (shown, counted) = (Sums([territory], territory.GetProperty("accounts").GetInt32()), Sums(own, own.Length));
            if (shown != counted)
                wrong.Add($"territory {Id(territory)} has {shown}, its accounts {counted}");
        }
        return string.Join("; ", wrong);

        void Add(string what, IEnumerable<string> ids)
        {
            if (ids.ToArray() is { Length: > 0 } all)
                wrong.Add($"{all.Length} {what}: {string.Join(' ', all.Take(10))}");
        }
    }

    private static string Id(JsonElement row) => row.GetProperty("id").GetString()!;

    private static string AccountOf(JsonElement row) => row.GetProperty("account").GetProperty("id").GetString()!;

    private static IEnumerable<string> Twice(IEnumerable<JsonElement> rows) =>
        rows.GroupBy(Id).Where(g => g.Count() > 1).Select(g => $"{g.Key} ({string.Join(", ", g.Select(AccountOf))})");

    private static string Sums(IReadOnlyCollection<JsonElement> rows, int accounts) => string.Create(CultureInfo.InvariantCulture,
        $"{accounts} accounts, {rows.Sum(r => r.GetProperty("items").GetInt32())} items, "
        + $"{rows.Sum(r => r.GetProperty("leads").GetProperty("total").GetInt32())} leads, "
        + $"{rows.Sum(Open)} opportunities");

    // An account has the number, a sum has it in its pipeline.
    private static int Open(JsonElement row) => row.TryGetProperty("openOpportunities", out var open)
        ? open.GetInt32()
        : row.GetProperty("pipeline").GetProperty("openOpportunities").GetInt32();
}
