using System.Diagnostics;
using OneLead.Bench.Events;
using OneLead.Bench.Running;

namespace OneLead.Bench.Dashboards;

/// <summary>
/// Measures the program from outside: a change is posted, acknowledged, and pushed to a dashboard that watches the lead queue.
/// </summary>
internal static class PushBenchmark
{
    private const int Items = 1_000;

    public static async Task RunAsync(Runner runner)
    {
        await using var server = await ServerProcess.StartAsync(ItemChanges.Day);
        await server.PostChangesAsync(Enumerable.Range(0, Items).Select(i => Change(i, 0)));
        // Answers when all changes have been applied. After many changes the topic counts as busy for a second and conflates
        // changes, so the benchmark waits until it is quiet.
        await server.Http.PostAsync(new Uri("/api/v1/verification", UriKind.Relative), null);
        await Task.Delay(TimeSpan.FromSeconds(2));
        await using var dashboard = await HubClient.WatchAsync(server.Http.BaseAddress!, "leads");
        Runner.Say("push");
        var number = 1;
        await RoundAsync(200);
        var rounds = new List<(double[] Acknowledged, double[] Seen)>();
        for (var i = 0; i < 3; i++)
            rounds.Add(await RoundAsync(runner.Scaled(1_000)));
        Pace.Report(runner, "post to acknowledgement (HTTP, durable)", "acknowledgement to the dashboard's frame", rounds);

        async Task<(double[] Acknowledged, double[] Seen)> RoundAsync(int changes)
        {
            var (acknowledged, seen) = (new List<TimeSpan>(), new List<TimeSpan>());
            foreach (var (sent, began, at) in await Pace.SendAsync(changes, () => SendAsync(server, number++)))
            {
                acknowledged.Add(Stopwatch.GetElapsedTime(began, at));
                seen.Add(Stopwatch.GetElapsedTime(at, await dashboard.SeenAsync(sent)));
            }
            return (Pace.Ascending(acknowledged), Pace.Ascending(seen));
        }
    }

    private static async Task<(int Number, long Began, long Acknowledged)> SendAsync(ServerProcess server, int number)
    {
        var began = Stopwatch.GetTimestamp();
        await server.PostChangesAsync([Change(number * 7 % Items, number)]);
        return (number, began, Stopwatch.GetTimestamp());
    }

    private static object Change(int item, int number) => ItemPosts.Change(item, number, product: ItemPosts.Numbered(number));
}
