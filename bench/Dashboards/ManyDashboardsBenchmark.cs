using System.Diagnostics;
using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using OneLead.Bench.Events;
using OneLead.Bench.Running;

namespace OneLead.Bench.Dashboards;

/// <summary>
/// Measures thousands of open dashboards: the changes a second until all of them have the last one, against a hub that sends
/// each change to all connections. Then measures the cost of a hundred dashboards at 500 changes a second.
/// </summary>
internal static class ManyDashboardsBenchmark
{
    private const int Items = 20, Rate = 500;

    public static async Task RunAsync(Runner runner)
    {
        await using var server = await ServerProcess.StartAsync(ItemChanges.Day);
        await server.PostChangesAsync(Enumerable.Range(0, Items).Select(i => Change(i, 0)));
        await server.SettleAsync();
        var number = 1;
        await CrowdAsync(runner, server, runner.Scaled(5_000), () => number++);
        await CostAsync(runner, server, () => number++);
    }

    private static async Task CrowdAsync(Runner runner, ServerProcess server, int connections, Func<int> next)
    {
        await using var plain = await PlainHub.StartAsync();
        var (ours, theirs) = (
            await ConnectAsync(connections, server.Http.BaseAddress!, "/live", "leads?sort=-score&top=1000"),
            await ConnectAsync(connections, plain.Address, "/plain"));
        await runner.PairAsync(
            string.Create(
                CultureInfo.InvariantCulture, $"changes until {connections:N0} dashboards show the last, against one SendAsync a change"),
            "changes/s",
            () => MeasureAsync(ours, 10_000, async (count, seen) =>
            {
                var numbers = Enumerable.Range(0, count).Select(_ => next()).ToList();
                var all = seen($"bench-{numbers[^1]}\"");
                foreach (var batch in numbers.Chunk(500))
                    await server.PostChangesAsync(batch.Select(n => Change(n % Items, n)));
                await all;
            }),
            () => MeasureAsync(theirs, 50, async (count, seen) =>
            {
                var numbers = Enumerable.Range(0, count).Select(_ => next()).ToList();
                var all = seen($"bench-{numbers[^1]}\"");
                foreach (var n in numbers)
                    await plain.SendAsync(Lead(n));
                await all;
            }),
            targets: BenchmarkTarget.Times(20));
        foreach (var watcher in ours.Concat(theirs))
            await watcher.DisposeAsync();
    }

    private static async Task<double> MeasureAsync(Watcher[] watchers, int changes, Func<int, Func<string, Task>, Task> send)
    {
        var began = Stopwatch.GetTimestamp();
        await send(changes, text => Task.WhenAll(watchers.Select(w => w.SeesAsync(text))));
        return changes / Stopwatch.GetElapsedTime(began).TotalSeconds;
    }

    private static async Task CostAsync(Runner runner, ServerProcess server, Func<int> next)
    {
        const int Dashboards = 100;
        var watchers = await ConnectAsync(Dashboards, server.Http.BaseAddress!, "/live", "leads?sort=-score&top=1000", "portfolio");
        using var process = Process.GetProcessById(server.ProcessId);
        Runner.Say("100 dashboards at 500 changes a second");
        var (shares, bytes) = (new List<double>(), new List<double>());
        for (var round = 0; round <= runner.Pairs; round++)
        {
            process.Refresh();
            var (cpu, began, received, sent) = (process.TotalProcessorTime, Stopwatch.GetTimestamp(), watchers.Sum(w => w.Received), 0);
            while (Stopwatch.GetElapsedTime(began) is var elapsed && elapsed < TimeSpan.FromSeconds(4))
            {
                if (sent < elapsed.TotalSeconds * Rate)
                {
                    await server.PostChangesAsync([Change(sent % Items, next())]);
                    sent++;
                }
                else
                {
                    await Task.Delay(1);
                }
            }
            process.Refresh();
            // The first round is the warm-up.
            if (round == 0)
                continue;
            shares.Add(100 * (process.TotalProcessorTime - cpu) / Stopwatch.GetElapsedTime(began));
            bytes.Add((watchers.Sum(w => w.Received) - received) / 1000.0 / Dashboards / Stopwatch.GetElapsedTime(began).TotalSeconds);
        }
        runner.Alone("processor of the server at 100 dashboards and 500 changes a second (100 is one)", "%", shares);
        runner.Alone("sent to each of them", "kB/s", bytes);
        foreach (var watcher in watchers)
            await watcher.DisposeAsync();
    }

    private static async Task<Watcher[]> ConnectAsync(int count, Uri server, string path, params string[] topics)
    {
        var watchers = new Watcher[count];
        await Parallel.ForAsync(
            0, count, new ParallelOptions { MaxDegreeOfParallelism = 32 },
            async (i, _) => watchers[i] = await Watcher.ConnectAsync(server, path, topics));
        return watchers;
    }

    private static object Change(int item, int number) => ItemPosts.Change(item, number, product: ItemPosts.Numbered(number));

    // The size of a lead in our messages.
    private static object Lead(int number) => new
    {
        id = "hpe:CZ0000001:renewal", type = "renewal", status = "new", priority = "critical", score = 87.25,
        factors = new { urgency = 95, value = 80, propensity = 85, strategicFit = 70 },
        estimatedValue = new { min = 75_000, max = 200_000, currency = "USD", basis = "compute" },
        account = new { id = "customer:0", name = "customer:0" },
        item = new
        {
            serial = "CZ0000001", productId = "654081-B21", product = ItemPosts.Numbered(number), family = "COMPUTE", isComponent = false,
        },
        territory = (string?)null, risk = "critical", version = 1,
        services = Enumerable.Repeat(
            new
            {
                name = "Firmware upgrade", skus = new[] { "HM002A1", "H1K92A3" }, priority = 8, category = "Compute", product = "Servers",
            },
            2),
        asOf = "2025-10-29", rulesVersion = "0123456789ab", updatedAt = "2025-10-29T09:00:00Z",
    };

    /// <summary>A simple SignalR hub that sends each change to all connections.</summary>
    private sealed class PlainHub(WebApplication app) : IAsyncDisposable
    {
        private readonly IHubContext<Plain> _hub = app.Services.GetRequiredService<IHubContext<Plain>>();

        public Uri Address => new(app.Urls.First());

        public static async Task<PlainHub> StartAsync()
        {
            var builder = WebApplication.CreateSlimBuilder();
            builder.Logging.ClearProviders();
            builder.WebHost.UseUrls("http://127.0.0.1:0");
            builder.Services.AddSignalR();
            var app = builder.Build();
            app.UseWebSockets();
            app.MapHub<Plain>("/plain");
            await app.StartAsync();
            return new(app);
        }

        public Task SendAsync(object lead) => _hub.Clients.All.SendAsync("changed", lead);

        public ValueTask DisposeAsync() => app.DisposeAsync();

        private sealed class Plain : Hub;
    }
}
