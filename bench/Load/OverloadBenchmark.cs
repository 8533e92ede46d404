using System.Collections.Concurrent;
using System.Diagnostics;
using OneLead.Bench.Events;
using OneLead.Bench.Running;

namespace OneLead.Bench.Load;

/// <summary>
/// Measures the program from outside at ten times the sustainable rate: first the rate of callers that wait for their
/// answers, then ten times that rate on a fixed schedule, interleaved. Sender and server share the machine, so the load
/// generator also takes processor time from the server.
/// </summary>
internal static class OverloadBenchmark
{
    private const int Accounts = 2_000, Items = 20_000, Batch = 100, Callers = 32, Times = 10;

    // The limit of the sender.
    private const int MostOutstanding = 2_000;

    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(5);

    private sealed record Outcome(double Offered, double Taken, double[] Latencies);

    public static async Task RunAsync(Runner runner)
    {
        await using var server = await ServerProcess.StartAsync(ItemChanges.Day);
        using var poster = new EventPoster(server.Http.BaseAddress!);
        var bodies = new ItemBodies(Accounts, Items);
        await poster.PostAllAsync(bodies.Arrivals(500), 4);
        var seconds = TimeSpan.FromSeconds(runner.Scaled(8));
        var (steady, flooded, offered, p99, normal) = (
            new List<double>(), new List<double>(), new List<double>(), new List<double>(), new List<double>());
        for (var i = 0; i <= runner.Pairs; i++)
        {
            Runner.Say($"overload, {i} of {runner.Pairs}");
            var sustainable = await SteadyAsync(server, poster, bodies, seconds);
            var flood = await FloodAsync(server, poster, bodies, seconds, sustainable.Taken * Times);
            // The first round is the warm-up.
            if (i == 0)
                continue;
            steady.Add(sustainable.Taken);
            flooded.Add(flood.Taken);
            offered.Add(flood.Offered / sustainable.Taken);
            p99.Add(Spread.Percentile(flood.Latencies, 99));
            normal.Add(Spread.Percentile(sustainable.Latencies, 99));
        }
        runner.Pair(
            $"events taken a second at ten times the sustainable rate; at the sustainable rate (HTTP, batches of {Batch})", "events/s",
            [.. flooded], [.. steady], targets: BenchmarkTarget.Times(0.9));
        runner.Alone("offered, in multiples of the sustainable rate", "x", offered);
        runner.Alone("post to acknowledgement of those that were taken under overload, p99", "ms", p99);
        runner.Alone($"the same at the sustainable rate, {Callers} callers", "ms", normal);
        runner.Alone("the server's peak memory", "MB", [PeakMemory.Of(server.ProcessId)], BenchmarkTarget.AtMost(1_024));
    }

    private static async Task<Outcome> SteadyAsync(ServerProcess server, EventPoster poster, ItemBodies bodies, TimeSpan duration)
    {
        bodies.Make(1_000, Batch);
        var latencies = new ConcurrentBag<double>();
        var watch = Stopwatch.StartNew();
        await Task.WhenAll(Enumerable.Range(0, Callers).Select(_ => Task.Run(async () =>
        {
            while (watch.Elapsed < duration)
                await PostAsync(poster, bodies, latencies);
        })));
        return await EndedAsync(server, watch, latencies.Count * Batch / watch.Elapsed.TotalSeconds, latencies);
    }

    private static async Task<Outcome> FloodAsync(
        ServerProcess server, EventPoster poster, ItemBodies bodies, TimeSpan duration, double eventsASecond)
    {
        bodies.Make(1_000 + MostOutstanding, Batch);
        var latencies = new ConcurrentBag<double>();
        var (sent, outstanding) = (0, new ConcurrentDictionary<int, Task>());
        var watch = Stopwatch.StartNew();
        using var clock = new PeriodicTimer(Tick);
        while (watch.Elapsed < duration && await clock.WaitForNextTickAsync())
        {
            for (
                var due = (int)(watch.Elapsed.TotalSeconds * eventsASecond / Batch); sent < due
                    && outstanding.Count < MostOutstanding; sent++)
            {
                var number = sent;
                outstanding[number] = PostAsync(poster, bodies, latencies).ContinueWith(
                    posted => { outstanding.TryRemove(number, out _); posted.GetAwaiter().GetResult(); }, TaskScheduler.Default);
            }
        }
        var offered = sent * Batch / watch.Elapsed.TotalSeconds;
        await Task.WhenAll(outstanding.Values);
        return await EndedAsync(server, watch, offered, latencies);
    }

    // Accepted events count after they have been applied, because a backlog is not throughput.
    private static async Task<Outcome> EndedAsync(ServerProcess server, Stopwatch watch, double offered, ConcurrentBag<double> latencies)
    {
        await server.SettleAsync();
        var seconds = watch.Elapsed.TotalSeconds;
        return new(offered, latencies.Count * Batch / seconds, [.. latencies.Order()]);
    }

    private static async Task PostAsync(EventPoster poster, ItemBodies bodies, ConcurrentBag<double> latencies)
    {
        var body = bodies.Take(Batch);
        var started = Stopwatch.GetTimestamp();
        if (await poster.PostAsync(body))
            latencies.Add(Stopwatch.GetElapsedTime(started).TotalMilliseconds);
        else
            bodies.Return(body);
    }
}
