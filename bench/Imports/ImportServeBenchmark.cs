using System.Diagnostics;
using OneLead.Bench.Load;
using OneLead.Bench.Running;

namespace OneLead.Bench.Imports;

/// <summary>Measures the program from outside: it imports 100,000 items while users query leads.</summary>
internal static class ImportServeBenchmark
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(50);

    private static readonly string[] Queries =
    [
        "", "?sort=-value", "?priority=critical,high&sort=-score", "?type=renewal&sort=account", "?q=DL380&sort=-updatedAt",
        "?territory=56100&sort=territory", "?type=hardware_refresh&minScore=60&limit=200", "?sort=product",
    ];

    public static async Task RunAsync(Runner runner)
    {
        var items = runner.Scaled(100_000);
        using var workbook = new SampleWorkbook(items);
        var (rates, seconds, p50, p99, peak, events) = (
            new List<double>(), new List<double>(), new List<double>(), new List<double>(), new List<double>(), new List<double>());
        for (var i = 0; i < 3; i++)
        {
            Runner.Say($"import-serve, {i + 1} of 3");
            await using var server = await ServerProcess.StartAsync(SampleWorkbook.Day);
            using var stop = new CancellationTokenSource();
            var started = Stopwatch.GetTimestamp();
            var queries = LeadQueries.RunAsync([server], Queries, Interval, stop.Token);
            var report = await server.ImportedAsync(await server.UploadAsync(workbook.Path));
            var took = Stopwatch.GetElapsedTime(started).TotalSeconds;
            await stop.CancelAsync();
            var latencies = await queries;
            rates.Add(items / took);
            seconds.Add(took);
            events.Add(report.GetProperty("new").GetInt64() / took);
            p50.Add(Spread.Percentile(latencies, 50));
            p99.Add(Spread.Percentile(latencies, 99));
            peak.Add(PeakMemory.Of(server.ProcessId));
        }
        runner.Alone($"import of {items:N0} items over HTTP until every score is right", "s", seconds);
        runner.Alone("import over HTTP: items", "items/s", rates, BenchmarkTarget.AtLeast(20_000));
        runner.Alone("import over HTTP: events of all kinds", "events/s", events);
        runner.Alone("lead queries during the import, 20/s, p50", "ms", p50);
        runner.Alone("lead queries during the import, 20/s, p99", "ms", p99, BenchmarkTarget.AtMost(200));
        runner.Alone("the server's peak memory", "MB", peak, BenchmarkTarget.AtMost(1_024));
    }
}
