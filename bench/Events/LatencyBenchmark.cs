using System.Diagnostics;
using OneLead.Bench.Running;
using OneLead.Bench.Silos;

namespace OneLead.Bench.Events;

/// <summary>
/// Measures single changes at 100 a second: the time to the acknowledgement, and from there to the new scores at a subscriber.
/// </summary>
internal static class LatencyBenchmark
{
    private readonly record struct Sent(string Account, long Sequence, long Began, long Acknowledged);

    public static async Task RunAsync(Runner runner)
    {
        await using var load = await EventLoad.StartAsync();
        await load.RunAsync(runner.Scaled(20_000), 500, 8);
        Runner.Say("latency");
        await RoundAsync(load, 100);
        var rounds = new List<(double[] Acknowledged, double[] Seen)>();
        for (var i = 0; i < 3; i++)
            rounds.Add(await RoundAsync(load, runner.Scaled(1_000)));
        Pace.Report(runner, "append to acknowledgement (durable)", "acknowledgement to the observer's new score", rounds);
    }

    private static async Task<(double[] Acknowledged, double[] Seen)> RoundAsync(EventLoad load, int events)
    {
        load.Listener.Take();
        var sent = await Pace.SendAsync(events, () => AppendAsync(load));
        await load.Silo.Ingest.WaitUntilAppliedAsync(BenchSilo.Tenant);
        var heard = load.Listener.Take().ToLookup(h => h.Account, StringComparer.Ordinal);
        return (
            Pace.Ascending(sent.Select(s => Stopwatch.GetElapsedTime(s.Began, s.Acknowledged))),
            Pace.Ascending(
                sent.Select(s => Stopwatch.GetElapsedTime(
                    s.Acknowledged, heard[s.Account].First(h => h.Version >= s.Sequence).Timestamp))));
    }

    private static async Task<Sent> AppendAsync(EventLoad load)
    {
        var change = load.Changes.Next();
        var began = Stopwatch.GetTimestamp();
        var appended = await load.Silo.Ingest.AppendAsync(BenchSilo.Tenant, [change]);
        return new Sent(change.Account, appended[0].Sequence, began, Stopwatch.GetTimestamp());
    }
}
