using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using OneLead.Testing.Senders;

namespace OneLead.EndToEnd.Tests.Cluster;

/// <summary>
/// Sends signed deliveries one after the other, as a CRM does: to its own node while that answers, else to another one, and each again
/// until it is acknowledged.
/// </summary>
internal sealed class Deliveries(int number, IReadOnlyList<NodeProcess> nodes, Silence everywhere) : IDisposable
{
    private const int Items = 600, Territories = 60, MostEvents = 5, Moves = 20;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);
    private static readonly string[] Statuses =
        ["Warranty Expired - Uncovered Box", "Expired Flex Support", "Uncovered", "Active Contract"];
    private static readonly DateTimeOffset Begin = new(2025, 10, 29, 0, 0, 0, TimeSpan.Zero);

    private readonly HttpClient _http = new() { Timeout = TimeSpan.FromSeconds(8) };
    private readonly Random _random = new(number);
    private readonly List<string> _ids = [];
    private readonly Silence _own = new();
    private int _sent, _events, _generation;
    private volatile bool _mustStop;

    /// <summary>The ids of the acknowledged events in the journal.</summary>
    public IReadOnlyList<string> Ids => _ids;

    /// <summary>The number of acknowledged events.</summary>
    public int Events => Volatile.Read(ref _events);

    /// <summary>The time that this sender waits for acknowledgements.</summary>
    public Silence Silence => _own;

    /// <summary>When the last acknowledged delivery was sent.</summary>
    public long LastSentAt { get; private set; }

    /// <summary>Changes other items from now on, because an item's history grows with each change.</summary>
    public void ChangeOtherItems() => Interlocked.Increment(ref _generation);

    public void Stop() => _mustStop = true;

    public async Task RunAsync()
    {
        var node = number % nodes.Count;
        while (!_mustStop)
        {
            var id = string.Create(CultureInfo.InvariantCulture, $"{number}-{++_sent}");
            var events = Enumerable.Range(0, _random.Next(1, MostEvents + 1)).Select(_ => Change()).ToArray();
            var body = JsonSerializer.SerializeToUtf8Bytes(new JsonArray([.. events]));
            while (!await TrySendAsync(nodes[node], id, body))
            {
                node = (node + 1) % nodes.Count;
                await Task.Delay(Pause);
            }
            // Back to its own node, which may be up again.
            if (_sent % 20 == 0)
                node = number % nodes.Count;
            _ids.AddRange(events.Select((_, i) => i == 0 ? id : string.Create(CultureInfo.InvariantCulture, $"{id}:{i + 1}")));
            Interlocked.Add(ref _events, events.Length);
            _own.End();
            everywhere.End();
        }
    }

    public void Dispose() => _http.Dispose();

    // Not acknowledged is anything but a success. A refusal that a repeat cannot change would be an error of this test.
    private async Task<bool> TrySendAsync(NodeProcess node, string id, byte[] body)
    {
        using var request = StandardSender.Send(body, TimeProvider.System.GetUtcNow(), id, Sender.Of("standard").Secret)
            .Http(NodeProcess.Source);
        request.RequestUri = new Uri(new Uri(node.Url), request.RequestUri!);
        var sentAt = Stopwatch.GetTimestamp();
        try
        {
            using var answer = await _http.SendAsync(request);
            if (answer.IsSuccessStatusCode)
            {
                LastSentAt = sentAt;
                return true;
            }
            if ((int)answer.StatusCode is not (429 or 503))
                throw new InvalidOperationException($"{(int)answer.StatusCode}: {await answer.Content.ReadAsStringAsync()}");
        }
        catch (Exception e) when (e is HttpRequestException or TaskCanceledException or IOException)
        {
        }
        return false;
    }

    // All senders change the same items. Some items move between territories.
    private JsonNode Change()
    {
        var number = _random.Next(Items);
        var item = string.Create(CultureInfo.InvariantCulture, $"CL{Volatile.Read(ref _generation)}-{number}");
        var territory = string.Create(
            CultureInfo.InvariantCulture, $"{56_000 + (_random.Next(Moves) == 0 ? _random.Next(Territories) : number % Territories)}");
        return new JsonObject
        {
            ["kind"] = "item", ["territory"] = territory, ["occurredAt"] = Begin.AddSeconds(_sent),
            ["data"] = new JsonObject
            {
                ["serial"] = item, ["productName"] = "HP DL360p Gen8 8-SFF CTO Server", ["territory"] = territory,
                ["endOfLife"] = _random.Next(2) == 0 ? "2015-07-01" : "2022-07-01", ["supportEnd"] = "2018-01-01",
                ["supportStatus"] = Statuses[_random.Next(Statuses.Length)],
            },
        };
    }
}
