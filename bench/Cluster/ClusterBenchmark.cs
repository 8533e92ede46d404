using System.Diagnostics;
using OneLead.Bench.Dashboards;
using OneLead.Bench.Load;
using OneLead.Bench.Running;
using OneLead.Testing;

namespace OneLead.Bench.Cluster;

/// <summary>
/// Measures what an event, an account and an item cost with one, two and three nodes on one PostgreSQL. All share this machine's
/// processors, so the figures show overhead and not speed-up.
/// </summary>
internal static class ClusterBenchmark
{
    private const int Callers = 8, Batch = 100, ItemsAnAccount = 25;
    private static readonly TimeSpan Quiet = TimeSpan.FromSeconds(12);

    public static async Task RunAsync(Runner runner)
    {
        if (PrivatePostgres.Missing is { } reason)
        {
            runner.Note("a cluster on PostgreSQL", reason);
            return;
        }
        for (var nodes = 1; nodes <= 3; nodes++)
            await MeasureAsync(runner, nodes, runner.Scaled(40_000));
        // Another size gives the memory of an item, and a point to compare a prediction with.
        await MeasureAsync(runner, 1, runner.Scaled(160_000));
        await MeasureAsync(runner, 2, runner.Scaled(160_000));
    }

    private static async Task MeasureAsync(Runner runner, int nodes, int items)
    {
        var what = $"{nodes} nodes, {items / ItemsAnAccount:N0} accounts, {items:N0} items";
        Runner.Say(what);
        await using var cluster = await BenchCluster.StartAsync(nodes);
        var empty = cluster.Memory().Average();
        var bodies = new ItemBodies(items / ItemsAnAccount, items);
        await CostAsync(runner, cluster, $"{what}: loading", items, () => cluster.PostAllAsync(bodies.Arrivals(500), Callers));
        // Memory that is only garbage is given back when the load has ended.
        await Task.Delay(Quiet);
        runner.Alone($"{what}: memory of a node, empty", "MB", [empty]);
        runner.Alone($"{what}: memory of a node, loaded", "MB", [.. cluster.Memory()]);
        runner.Alone($"{what}: database", "MB", [await cluster.DatabaseBytesAsync() / 1e6]);
        var changes = runner.Scaled(80_000);
        bodies.Make(changes / Batch, Batch);
        await CostAsync(
            runner, cluster, $"{what}: changing, batches of {Batch}", changes,
            () => cluster.PostAllAsync(Enumerable.Range(0, changes / Batch).Select(_ => bodies.Take(Batch)), Callers));
        await PushAsync(runner, cluster, what, items);
    }

    private static async Task CostAsync(Runner runner, BenchCluster cluster, string what, int events, Func<Task> work)
    {
        var (before, log, started) = (cluster.Processor(), await cluster.LogBytesAsync(), Stopwatch.GetTimestamp());
        await work();
        await cluster.SettleAsync();
        var (took, after) = (Stopwatch.GetElapsedTime(started).TotalSeconds, cluster.Processor());
        runner.Alone($"{what}: events a second until all are applied", "events/s", [events / took]);
        runner.Alone($"{what}: processor time of the nodes", "µs an event", [(after.Nodes - before.Nodes) / events * 1e6]);
        runner.Alone($"{what}: processor time of PostgreSQL", "µs an event", [(after.Database - before.Database) / events * 1e6]);
        runner.Alone($"{what}: PostgreSQL's log", "bytes an event", [(await cluster.LogBytesAsync() - log) / events]);
    }

    // The node that takes a change is not the one whose dashboard shows it, unless there is only one.
    private static async Task PushAsync(Runner runner, BenchCluster cluster, string what, int items)
    {
        var (sender, reader) = (cluster.Nodes[0], cluster.Nodes[^1]);
        await using var dashboard = await HubClient.WatchAsync(reader.Http.BaseAddress!, "leads");
        await Task.Delay(TimeSpan.FromSeconds(2));
        var number = 0;
        await RoundAsync(100);
        Pace.Report(
            runner, $"{what}: post to acknowledgement", $"{what}: acknowledgement to the frame on another node",
            [await RoundAsync(runner.Scaled(1_000)), await RoundAsync(runner.Scaled(1_000))]);

        async Task<(double[] Acknowledged, double[] Seen)> RoundAsync(int changes)
        {
            var (acknowledged, seen) = (new List<TimeSpan>(), new List<TimeSpan>());
            foreach (var (sent, began, at) in await Pace.SendAsync(changes, async () =>
            {
                var (mine, began) = (++number, Stopwatch.GetTimestamp());
                await sender.PostChangesAsync(
                    [ItemPosts.Change(mine * 7 % items, mine, ItemsAnAccount, ItemPosts.Numbered(mine))]);
                return (mine, began, Stopwatch.GetTimestamp());
            }))
            {
                acknowledged.Add(Stopwatch.GetElapsedTime(began, at));
                seen.Add(Stopwatch.GetElapsedTime(at, await dashboard.SeenAsync(sent)));
            }
            return (Pace.Ascending(acknowledged), Pace.Ascending(seen));
        }
    }
}
