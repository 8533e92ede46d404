using OneLead.Bench.Rival;
using OneLead.Bench.Running;
using OneLead.Testing;

namespace OneLead.Bench.Events;

/// <summary>
/// Measures durable item events a second through the whole cascade (journal, account, territory, portfolio, subscriber) against
/// grains that write their state once per event.
/// </summary>
internal static class EventsBenchmark
{
    private static readonly (int Batch, int Callers, int Events, int RivalEvents)[] Loads =
        [(500, 8, 40_000, 16_000), (1, 8, 8_000, 8_000), (1, 64, 20_000, 8_000)];

    public static async Task RunAsync(Runner runner)
    {
        await using var load = await EventLoad.StartAsync();
        await CompareAsync(runner, load);
        foreach (var batch in (int[])[10, 100, 1_000])
            await runner.AloneAsync(
                $"events, batches of {batch}, 8 callers", "events/s",
                () => load.RunAsync(runner.Scaled(Math.Min(40_000, batch * 1_000)), batch, 8));
    }

    private static async Task CompareAsync(Runner runner, EventLoad load)
    {
        if (PrivatePostgres.Missing is { } reason)
        {
            runner.Note("events; a grain's state written per event", reason);
            return;
        }
        await using var server = await PrivatePostgres.StartAsync("shared_buffers=256MB", "max_wal_size=4GB", "max_connections=200");
        await using var rival = await ItemStateSilo.StartAsync(server);
        foreach (var (batch, callers, events, rivalEvents) in Loads)
        {
            var (costs, how) = (new List<double>(), batch == 1 ? "one by one" : $"batches of {batch}");
            await runner.PairAsync(
                $"events {how}, {callers} callers; a grain's state written per event", "events/s",
                async () =>
                {
                    var rate = await load.RunAsync(runner.Scaled(events), batch, callers);
                    costs.Add(load.Cost);
                    return rate;
                },
                () => rival.RunAsync(runner.Scaled(rivalEvents), batch, callers),
                targets: batch == 1 ? [BenchmarkTarget.Times(10)] : [BenchmarkTarget.AtLeast(20_000), BenchmarkTarget.Times(10)]);
            runner.Alone($"events {how}, {callers} callers: processor time an event, all threads", "µs", costs[1..]);
        }
    }
}
