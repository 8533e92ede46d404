using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using OneLead.Bench.Cluster;
using OneLead.Bench.Events;
using OneLead.Bench.Load;
using OneLead.Bench.Running;

namespace OneLead.Bench.Visibility;

/// <summary>
/// Queries 100,000 leads for an account manager who sees 1,000 of them, in turns with the same query for a caller who sees all. The
/// server runs in this process, because callers are told apart by a header that the product does not know.
/// </summary>
internal static class VisibilityBenchmark
{
    private const int Accounts = 2_000, ManagedEach = 100, Items = 39_400, Batch = 500, Callers = 4, Requests = 20;
    private const string Manager = "Kim";

    // The manager's time divided by that of the caller who sees all.
    private static readonly BenchmarkTarget Target = new(1.10, IsAtLeast: false, IsRatio: true);

    public static async Task RunAsync(Runner runner)
    {
        var data = Directory.CreateTempSubdirectory("onelead-bench-visibility-");
        var settings = new Dictionary<string, string?> { ["OneLead:Data"] = data.FullName, ["Logging:LogLevel:Default"] = "Warning" };
        await using (var app = Web.Server.Build(
            new("http://127.0.0.1:0", ItemChanges.Day, Settings: settings),
            services => services.AddSingleton<IStartupFilter>(new CallerVisibility())))
        {
            await app.StartAsync();
            var addresses = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses;
            await MeasureAsync(runner, new(addresses.First()));
            await app.StopAsync();
        }
        data.Delete(recursive: true);
    }

    private static async Task MeasureAsync(Runner runner, Uri address)
    {
        using var manager = new HttpClient { BaseAddress = address, DefaultRequestHeaders = { { CallerVisibility.Header, Manager } } };
        using var everybody = new HttpClient { BaseAddress = address };
        using (var poster = new EventPoster(address))
        {
            Runner.Say($"{runner.Scaled(Items):N0} items into one node");
            await ReadyAsync(everybody);
            await poster.PostAllAsync(ManagedAccounts(), Callers);
            await poster.PostAllAsync(new ItemBodies(Accounts, runner.Scaled(Items)).Arrivals(Batch), Callers);
        }
        await SettledAsync(everybody);
        var (seen, all) = (await TotalAsync(manager), await TotalAsync(everybody));
        foreach (var query in ClusterLoadBenchmark.Queries)
            await runner.PairAsync(
                $"GET /leads{query}, {seen:N0} of {all:N0} leads seen; the rival sees all", "ms", () => AskAsync(manager, query),
                () => AskAsync(everybody, query), lessIsBetter: false, Target);
    }

    private static IEnumerable<byte[]> ManagedAccounts() => Enumerable.Range(1, Accounts).Where(a => a % ManagedEach == 0).Select(
        a => Encoding.UTF8.GetBytes(string.Create(
            CultureInfo.InvariantCulture,
            $$$"""{"kind":"account","source":"bench","entity":"{{{a}}}","id":"managed-{{{a}}}","customerId":"{{{a}}}","""
            + $$$""" "data":{"accountManager":"{{{Manager}}}"}}""")));

    // The mean of some requests, in milliseconds.
    private static async Task<double> AskAsync(HttpClient http, string query)
    {
        var started = Stopwatch.GetTimestamp();
        for (var i = 0; i < Requests; i++)
            await http.GetByteArrayAsync(new Uri("/api/v1/leads" + query, UriKind.Relative));
        return Stopwatch.GetElapsedTime(started).TotalMilliseconds / Requests;
    }

    private static async Task<int> TotalAsync(HttpClient http) =>
        (await http.GetFromJsonAsync<JsonElement>(new Uri("/api/v1/leads?limit=1", UriKind.Relative))).GetProperty("total").GetInt32();

    private static async Task ReadyAsync(HttpClient http)
    {
        while (true)
        {
            using var answer = await http.GetAsync(new Uri("/readyz", UriKind.Relative));
            if (answer.IsSuccessStatusCode)
                return;
            await Task.Delay(20);
        }
    }

    private static async Task SettledAsync(HttpClient http)
    {
        while (!await ServerProcess.IsSettledAsync(http))
            await Task.Delay(20);
        // The read model shows the last batch a moment later.
        for (var (before, now) = (-1, await TotalAsync(http)); before != now; (before, now) = (now, await TotalAsync(http)))
            await Task.Delay(500);
    }
}
