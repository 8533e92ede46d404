using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace OneLead.EndToEnd.Tests.Upgrade;

/// <summary>
/// Sends events one request after the other, and the same request to the next node if a node refuses the connection or answers 503.
/// </summary>
internal sealed class PatientSender : IDisposable
{
    private const int Items = 2_000;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20), LongestTry = TimeSpan.FromSeconds(60);
    private static readonly string[] Territories = ["56088", "56180", "56769"];
    private static readonly DateTimeOffset Begin = new(2025, 10, 29, 0, 0, 0, TimeSpan.Zero);

    private readonly HttpClient _http = new() { Timeout = TimeSpan.FromSeconds(30) };
    private readonly Random _random;
    private readonly int _number;
    private readonly Func<Uri>[] _nodes;
    private int _sent, _node;

    /// <param name="number">Also the node to begin with.</param>
    public PatientSender(int number, Func<Uri>[] nodes) =>
        (_random, _number, _nodes, _node) = (new Random(number), number, nodes, number);

    /// <summary>Acknowledged events with the sequences that were answered.</summary>
    public List<(JsonObject Event, long Sequence)> Events { get; } = [];

    /// <summary>Requests that a node took and did not answer.</summary>
    public List<string> Lost { get; } = [];

    /// <summary>Answers 503, each followed by a try at the next node.</summary>
    public int Unavailable { get; private set; }

    public TimeSpan LongestWait { get; private set; }

    public async Task SendUntilAsync(CancellationToken stopping)
    {
        while (!stopping.IsCancellationRequested)
        {
            var events = Enumerable.Range(0, _random.Next(1, 5)).Select(_ => Change()).ToArray();
            var started = TimeProvider.System.GetUtcNow();
            while (!await TrySendAsync(events))
            {
                Assert.True(TimeProvider.System.GetUtcNow() - started < LongestTry, "No node takes events.");
                _node++;
                await Task.Delay(Pause, CancellationToken.None);
            }
            if (TimeProvider.System.GetUtcNow() - started is var waited && waited > LongestWait)
                LongestWait = waited;
            // Two versions and their restarts need room, too.
            await Task.Delay(Pause, CancellationToken.None);
        }
    }

    public void Dispose() => _http.Dispose();

    private async Task<bool> TrySendAsync(JsonObject[] events)
    {
        var node = _nodes[_node % _nodes.Length]();
        try
        {
            using var answer = await _http.PostAsJsonAsync(
                new Uri(node, "/api/v1/events"), new JsonArray([.. events.Select(e => e.DeepClone())]));
            if (answer.StatusCode == HttpStatusCode.ServiceUnavailable)
            {
                Unavailable++;
                return false;
            }
            var text = await answer.Content.ReadAsStringAsync();
            Assert.True(answer.IsSuccessStatusCode, $"{answer.StatusCode}: {text}");
            var accepted = JsonElement.Parse(text).GetProperty("events").EnumerateArray();
            Events.AddRange(events.Zip(accepted, static (e, a) => (e, a.GetProperty("sequence").GetInt64())));
            return true;
        }
        catch (HttpRequestException e) when (e.InnerException is SocketException { SocketErrorCode: SocketError.ConnectionRefused })
        {
            return false;
        }
        catch (Exception e) when (e is HttpRequestException or IOException or TaskCanceledException)
        {
            Lost.Add($"{TimeProvider.System.GetUtcNow():HH:mm:ss.fff} {node}: {e.Message} {e.InnerException?.Message}");
            return false;
        }
    }

    // Senders change the same items, which move between accounts. Each takes its history along, so there are many.
    private JsonObject Change()
    {
        var territory = Territories[_random.Next(Territories.Length)];
        return new JsonObject
        {
            ["kind"] = "item",
            ["territory"] = territory,
            ["source"] = "e2e",
            ["id"] = string.Create(CultureInfo.InvariantCulture, $"{_number}/{++_sent}"),
            ["occurredAt"] = Begin.AddSeconds(_sent),
            ["data"] = new JsonObject
            {
                ["serial"] = string.Create(CultureInfo.InvariantCulture, $"ROLL{_random.Next(Items):0000}"),
                ["productName"] = "HP DL360p Gen8 8-SFF CTO Server",
                ["territory"] = territory,
                ["endOfLife"] = _random.Next(2) == 0 ? "2015-07-01" : "2022-07-01",
                ["supportEnd"] = "2018-01-01",
                ["supportStatus"] = _random.Next(2) == 0 ? "Warranty Expired - Uncovered Box" : "Active Contract",
            },
        };
    }
}
