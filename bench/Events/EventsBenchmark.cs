using OneLead.Bench.Running;

namespace OneLead.Bench.Events;

/// <summary>Measures durable item events a second through the whole cascade: journal, account, territory, portfolio, subscriber.</summary>
internal static class EventsBenchmark
{
    public static async Task RunAsync(Runner runner)
    {
        await using var load = await EventLoad.StartAsync();
        using var states = new StateWrites(load.Silo.Directory, EventLoad.Accounts * EventLoad.ItemsAnAccount);
        var costs = new List<double>();
        await runner.PairAsync(
            "events, batches of 500, 8 callers; one SQLite state write an event", "events/s",
            async () =>
            {
                var rate = await load.RunAsync(runner.Scaled(40_000), 500, 8);
                costs.Add(load.Cost);
                return rate;
            },
            () => Task.FromResult(states.Run(runner.Scaled(4_000))), targets: [BenchmarkTarget.AtLeast(20_000), BenchmarkTarget.Times(10)]);
        runner.Alone("events, batches of 500, 8 callers: processor time an event, all threads", "µs", costs[1..]);
        foreach (var batch in (int[])[10, 100, 1_000])
            await runner.AloneAsync(
                $"events, batches of {batch}, 8 callers", "events/s",
                () => load.RunAsync(runner.Scaled(Math.Min(40_000, batch * 1_000)), batch, 8));
        await runner.AloneAsync("events one by one, 8 callers", "events/s", () => load.RunAsync(runner.Scaled(8_000), 1, 8));
        await runner.AloneAsync("events one by one, 64 callers", "events/s", () => load.RunAsync(runner.Scaled(20_000), 1, 64));
    }
}
