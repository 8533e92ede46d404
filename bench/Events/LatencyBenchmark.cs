using System.Diagnostics;
using OneLead.Bench.Running;
using OneLead.Bench.Silos;

namespace OneLead.Bench.Events;

/// <summary>How long a single change takes at a hundred a second: until it is acknowledged, and from there until an observer has its scores.</summary>
internal static class LatencyBenchmark
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(10);

    private readonly record struct Sent(string Account, long Sequence, long Began, long Acknowledged);

    public static async Task Run(Runner runner)
    {
        await using var load = await EventLoad.Start();
        await load.Run(runner.Scaled(20_000), 500, 8);
        Runner.Say("latency");
        await Round(load, 100);
        var rounds = new List<(double[] Acknowledged, double[] Heard)>();
        for (var i = 0; i < 3; i++)
            rounds.Add(await Round(load, runner.Scaled(1_000)));
        runner.Alone("append to acknowledgement (durable), 100/s, p50", "ms", [.. rounds.Select(r => Spread.Percentile(r.Acknowledged, 50))]);
        runner.Alone("append to acknowledgement (durable), 100/s, p99", "ms", [.. rounds.Select(r => Spread.Percentile(r.Acknowledged, 99))]);
        runner.Alone("acknowledgement to the observer's new score, 100/s, p50", "ms", [.. rounds.Select(r => Spread.Percentile(r.Heard, 50))]);
        runner.Alone("acknowledgement to the observer's new score, 100/s, p99", "ms", [.. rounds.Select(r => Spread.Percentile(r.Heard, 99))], Target.AtMost(5));
    }

    private static async Task<(double[] Acknowledged, double[] Heard)> Round(EventLoad load, int events)
    {
        load.Listener.Take();
        var appends = new List<Task<Sent>>(events);
        using var clock = new PeriodicTimer(Interval);
        while (appends.Count < events && await clock.WaitForNextTickAsync())
            appends.Add(Append(load));
        var sent = await Task.WhenAll(appends);
        await load.Silo.Ingest.Settled(BenchSilo.Tenant);
        await load.Listener.HearAll();
        var heard = load.Listener.Take().ToLookup(h => h.Account, StringComparer.Ordinal);
        return (
            Sorted(sent.Select(s => Stopwatch.GetElapsedTime(s.Began, s.Acknowledged))),
            Sorted(sent.Select(s => Stopwatch.GetElapsedTime(s.Acknowledged, heard[s.Account].First(h => h.Version >= s.Sequence).Timestamp))));
    }

    private static async Task<Sent> Append(EventLoad load)
    {
        var change = load.Changes.Next();
        var began = Stopwatch.GetTimestamp();
        var appended = await load.Silo.Ingest.Append(BenchSilo.Tenant, [change]);
        return new Sent(change.Account, appended[0].Sequence, began, Stopwatch.GetTimestamp());
    }

    // An observer may hear before the caller's continuation runs: that is no time at all.
    private static double[] Sorted(IEnumerable<TimeSpan> times) => [.. times.Select(t => Math.Max(0, t.TotalMilliseconds)).Order()];
}
