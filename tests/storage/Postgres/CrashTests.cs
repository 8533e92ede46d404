using System.Collections.Concurrent;
using System.Globalization;
using static OneLead.Storage.Tests.TestEvents;

namespace OneLead.Storage.Tests.Postgres;

/// <summary>Kills or restarts PostgreSQL repeatedly under load while the store stays open.</summary>
[Trait(Category.Name, Category.Kills), Collection(PostgresCollection.Name)]
public sealed class CrashTests(ITestOutputHelper output)
{
    private static int Trials =>
        int.TryParse(Environment.GetEnvironmentVariable("ONELEAD_KILL_TRIALS"), CultureInfo.InvariantCulture, out var trials)
            ? Math.Max(trials / 10, 1)
            : 6;

    private readonly Random _random = new(20263);

    [PostgresFact]
    public Task After_kill_9_of_the_server_every_acknowledged_event_exists_once_with_its_sequence() => TryAsync("kills", async server =>
    {
        await server.KillAsync();
        await server.StartAsync();
    });

    [PostgresFact]
    public Task Calls_wait_for_a_server_restart() => TryAsync("restarts", server => server.RestartAsync());

    private async Task TryAsync(string what, Func<PrivatePostgres, Task> disturb)
    {
        await using var server = await PrivatePostgres.StartAsync();
        using var store = new PostgresTestStore(connectionString: server.ConnectionString);
        var answered = new ConcurrentDictionary<string, long>();
        var (unavailable, reads) = (0, 0L);
        using var stop = new CancellationTokenSource();
        var load = Task.WhenAll(
        [
            .. Enumerable.Range(0, 6).Select(writer => Task.Run(() => AppendAsync(writer))),
            Task.Run(ReadAsync),
        ]);
        for (var trial = 0; trial < Trials && !load.IsCompleted; trial++)
        {
            // The time of the kill is random on purpose.
            await Task.Delay(_random.Next(20, 800));
            await disturb(server);
            var head = store.Journal.Head(Tenant);
            while (store.Journal.Head(Tenant) == head && !load.IsCompleted)
                await Task.Delay(5);
        }
        await stop.CancelAsync();
        await load;

        store.Restart();
        var rows = await store.Journal.ReadAllAsync();
        Assert.Equal(Enumerable.Range(1, rows.Count).Select(i => (long)i), rows.Sequences());
        Assert.Equal(rows.Count, rows.Select(r => r.Event.SourceId).Distinct().Count());
        Assert.Equal(
            answered.OrderBy(a => a.Value),
            rows.Select(r => KeyValuePair.Create(r.Event.SourceId, r.Sequence)).Where(r => answered.ContainsKey(r.Key)));
        output.WriteLine(
            $"{Trials} {what}, {answered.Count} events acknowledged, {rows.Count} rows, {unavailable} calls refused, "
                + $"{reads} reads answered; none lost, none duplicated.");

        async Task AppendAsync(int writer)
        {
            for (var n = 0; !stop.IsCancellationRequested; n++)
            {
                var events = Enumerable.Range(0, 1 + n % 5).Select(
                    i => Item($"{writer}/{n}/{i}", $"hpe:S{n % 50}", $"name:{(n + writer) % 7}", n % 100)).ToArray();
                try
                {
                    foreach (var (e, result) in events.Zip(await store.Journal.AppendAsync(events)))
                        Assert.True(answered.TryAdd(e.SourceId, result.Sequence));
                }
                catch (JournalUnavailableException)
                {
                    Interlocked.Increment(ref unavailable);
                }
            }
        }

        async Task ReadAsync()
        {
            for (; !stop.IsCancellationRequested; reads++)
            {
                var head = store.Journal.Head(Tenant);
                foreach (var row in await store.Journal.ReadAccountAsync(Tenant, ["name:3"], Math.Max(0, head - 100), head))
                    Assert.True(row.Event.Account == "name:3" || row.Home == "name:3" || row.Former == "name:3");
                await Task.Delay(1);
            }
        }
    }
}
