using System.Diagnostics;
using OneLead.Bench.Load;
using OneLead.Bench.Running;
using OneLead.Testing;

namespace OneLead.Bench.Cluster;

/// <summary>Loads 20,000 accounts and 2,000,000 items into two nodes while users query leads at both.</summary>
internal static class ClusterLoadBenchmark
{
    private const int Accounts = 20_000, Callers = 8, Batch = 500;
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(100);

    public static readonly string[] Queries =
        ["", "?sort=-value", "?priority=critical,high&sort=-score", "?territory=56&sort=-score", "?type=hardware_refresh&limit=200"];

    public static async Task RunAsync(Runner runner)
    {
        if (PrivatePostgres.Missing is { } reason)
        {
            runner.Note("a cluster on PostgreSQL", reason);
            return;
        }
        var items = runner.Scaled(2_000_000);
        Runner.Say($"{items:N0} items into two nodes");
        await using var cluster = await BenchCluster.StartAsync(2);
        using var stop = new CancellationTokenSource();
        var started = Stopwatch.GetTimestamp();
        var queries = LeadQueries.RunAsync(cluster.Nodes, Queries, Interval, stop.Token);
        var bodies = new ItemBodies(Accounts, items);
        await cluster.PostAllAsync(bodies.Arrivals(Batch), Callers);
        await cluster.SettleAsync();
        var took = Stopwatch.GetElapsedTime(started).TotalSeconds;
        await stop.CancelAsync();
        var latencies = await queries;
        var what = $"{Accounts:N0} accounts and {items:N0} items into two nodes";
        runner.Alone($"{what}, until every score is right", "s", [took]);
        runner.Alone("items a second", "items/s", [items / took]);
        runner.Alone("memory of a node at its peak", "MB", [.. cluster.Nodes.Select(static n => PeakMemory.Of(n.ProcessId))]);
        runner.Alone("database", "MB", [await cluster.DatabaseBytesAsync() / 1e6]);
        runner.Alone("lead queries meanwhile, 10/s, p50", "ms", [Spread.Percentile(latencies, 50)]);
        runner.Alone("lead queries meanwhile, 10/s, p99", "ms", [Spread.Percentile(latencies, 99)], BenchmarkTarget.AtMost(200));
    }
}
