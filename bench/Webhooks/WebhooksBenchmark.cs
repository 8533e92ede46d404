using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net.Http.Json;
using System.Text.Json;
using OneLead.Bench.Events;
using OneLead.Bench.Running;

namespace OneLead.Bench.Webhooks;

/// <summary>Measures signed webhook deliveries of one change each, alternately with the same changes by POST /events.</summary>
internal static class WebhooksBenchmark
{
    private const int Callers = 8;

    public static async Task RunAsync(Runner runner)
    {
        CrmLoad[] senders = [new HubSpotLoad(), new SalesforceLoad()];
        var data = Directory.CreateTempSubdirectory("onelead-bench-webhooks-");
        try
        {
            await File.WriteAllTextAsync(
                Path.Combine(data.FullName, "sources.yaml"), "sources:\n" + string.Join('\n', senders.Select(s => s.Source)) + "\n");
            await using var server = await ServerProcess.StartAsync(ItemChanges.Day, data);
            foreach (var sender in senders)
                await RunAsync(runner, server, sender);
        }
        finally
        {
            data.Delete(recursive: true);
            File.Delete(data.FullName + ".key");
        }
    }

    private static async Task RunAsync(Runner runner, ServerProcess server, CrmLoad sender)
    {
        var placements = new ConcurrentQueue<HttpRequestMessage>(sender.Placements());
        await RoundAsync(
            server, placements.Count,
            () => placements.TryDequeue(out var next) ? next : throw new InvalidOperationException("There are no more."));
        var (deliveries, events) = (new List<double[]>(), new List<double[]>());
        var rates = (Deliveries: new List<double>(), Events: new List<double>());
        for (var i = 0; i <= runner.Pairs; i++)
        {
            Runner.Say($"webhooks, {sender.Format}, {i} of {runner.Pairs}");
            var (delivered, rate) = await RoundAsync(server, runner.Scaled(12_000), sender.Delivery);
            var (posted, plain) = await RoundAsync(server, runner.Scaled(12_000), sender.Event);
            // The first round is the warm-up.
            if (i == 0)
                continue;
            deliveries.Add(delivered);
            events.Add(posted);
            rates.Deliveries.Add(rate);
            rates.Events.Add(plain);
        }
        runner.Pair(
            $"{sender.Format}: deliveries a second, one change each, {sender.Signature}, {Callers} callers; POST /events", "/s",
            [.. rates.Deliveries], [.. rates.Events]);
        foreach (var percent in (int[])[50, 99])
            runner.Pair(
                $"{sender.Format}: delivery to acknowledgement (durable), p{percent}; POST /events", "ms",
                [.. deliveries.Select(d => Spread.Percentile(d, percent))], [.. events.Select(e => Spread.Percentile(e, percent))],
                lessIsBetter: true);
    }

    /// <summary>
    /// Sends requests from callers that wait for their answers. Returns ascending latencies in milliseconds and the rate.
    /// </summary>
    private static async Task<(double[] Latencies, double Rate)> RoundAsync(
        ServerProcess server, int requests, Func<HttpRequestMessage> make)
    {
        // Requests are prepared and signed before the measurement.
        var ready = new ConcurrentQueue<HttpRequestMessage>(Enumerable.Range(0, requests).Select(_ => make()));
        var latencies = new ConcurrentBag<double>();
        var started = Stopwatch.GetTimestamp();
        await Task.WhenAll(Enumerable.Range(0, Callers).Select(_ => Task.Run(async () =>
        {
            while (ready.TryDequeue(out var request))
            {
                var began = Stopwatch.GetTimestamp();
                using (request)
                using (var answer = await server.Http.SendAsync(request))
                {
                    latencies.Add(Stopwatch.GetElapsedTime(began).TotalMilliseconds);
                    var json = await answer.EnsureSuccessStatusCode().Content.ReadFromJsonAsync<JsonElement>();
                    if (json.GetProperty("accepted").GetInt32() != 1)
                        throw new InvalidOperationException($"It was not taken as one new event: {json.GetRawText()}");
                }
            }
        })));
        await server.SettleAsync();
        return ([.. latencies.Order()], requests / Stopwatch.GetElapsedTime(started).TotalSeconds);
    }
}
