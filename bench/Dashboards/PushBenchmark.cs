using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Json;
using OneLead.Bench.Events;
using OneLead.Bench.Running;

namespace OneLead.Bench.Dashboards;

/// <summary>The whole program from outside: a change is posted, acknowledged, and pushed to a dashboard that watches the lead queue.</summary>
internal static class PushBenchmark
{
    private const int Items = 1_000;

    public static async Task Run(Runner runner)
    {
        if (Server.Program is null)
        {
            runner.Note("push", "onelead.dll is missing: build web/ in the same configuration");
            return;
        }
        await using var server = await Server.Start(ItemChanges.Day);
        await Post(server, Enumerable.Range(0, Items).Select(i => Change(i, 0)));
        // Answered when nothing is on its way any more. The topic counts as busy for a second after so many changes, and a
        // busy topic conflates: what is measured is the quiet one.
        await server.Http.PostAsync(new Uri("/api/v1/verification", UriKind.Relative), null);
        await Task.Delay(TimeSpan.FromSeconds(2));
        await using var dashboard = await Dashboard.Watch(server.Http.BaseAddress!, "leads");
        Runner.Say("push");
        var number = 1;
        await Round(200);
        var rounds = new List<(double[] Acknowledged, double[] Seen)>();
        for (var i = 0; i < 3; i++)
            rounds.Add(await Round(runner.Scaled(1_000)));
        Pace.Report(runner, "post to acknowledgement (HTTP, durable)", "acknowledgement to the dashboard's frame", rounds);

        async Task<(double[] Acknowledged, double[] Seen)> Round(int changes)
        {
            var (acknowledged, seen) = (new List<TimeSpan>(), new List<TimeSpan>());
            foreach (var (sent, began, at) in await Pace.Send(changes, () => Send(server, number++)))
            {
                acknowledged.Add(Stopwatch.GetElapsedTime(began, at));
                seen.Add(Stopwatch.GetElapsedTime(at, await dashboard.Seen(sent)));
            }
            return (Pace.Ascending(acknowledged), Pace.Ascending(seen));
        }
    }

    private static async Task<(int Number, long Began, long Acknowledged)> Send(Server server, int number)
    {
        var began = Stopwatch.GetTimestamp();
        await Post(server, [Change(number * 7 % Items, number)]);
        return (number, began, Stopwatch.GetTimestamp());
    }

    private static async Task Post(Server server, IEnumerable<object> changes)
    {
        using var answer = await server.Http.PostAsJsonAsync(new Uri("/api/v1/events", UriKind.Relative), changes);
        answer.EnsureSuccessStatusCode();
    }

    // Of an item whose support has ended long ago: it has leads, and they show the product's name.
    private static object Change(int item, int number) => new
    {
        kind = "item",
        source = "bench",
        id = string.Create(CultureInfo.InvariantCulture, $"{item}-{number}"),
        customerId = string.Create(CultureInfo.InvariantCulture, $"{item / 2}"),
        entity = string.Create(CultureInfo.InvariantCulture, $"CZ{item:0000000}"),
        data = new
        {
            productId = "654081-B21",
            productName = string.Create(CultureInfo.InvariantCulture, $"HP DL360p Gen8 8-SFF CTO Server bench-{number}"),
            platform = "x86 Premium and Scale-up Rack",
            endOfLife = "2020-06-30",
            supportEnd = "2024-06-30",
            supportStatus = "Warranty Expired - Uncovered Box",
        },
    };
}
