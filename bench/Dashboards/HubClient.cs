using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net.WebSockets;
using System.Text;
using System.Text.RegularExpressions;

namespace OneLead.Bench.Dashboards;

/// <summary>
/// A hub client that watches the lead queue and records when each numbered product is first pushed. Messages end with the
/// character 0x1E.
/// </summary>
internal sealed partial class HubClient : IAsyncDisposable
{
    private readonly ClientWebSocket _socket = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly ConcurrentDictionary<int, long> _seen = new();
    private Task _listening = Task.CompletedTask;

    public static async Task<HubClient> WatchAsync(Uri server, string topic)
    {
        var dashboard = new HubClient();
        await dashboard._socket.ConnectAsync(new UriBuilder(server) { Scheme = "ws", Path = "/live" }.Uri, CancellationToken.None);
        await dashboard.SendAsync("""{"protocol":"json","version":1}""");
        await dashboard.SendAsync($$"""{"type":1,"invocationId":"1","target":"Watch","arguments":["{{topic}}"]}""");
        dashboard._listening = dashboard.ListenAsync();
        return dashboard;
    }

    /// <summary>Returns the time at which the product with a number was pushed.</summary>
    public async Task<long> SeenAsync(int number)
    {
        var patience = Stopwatch.StartNew();
        while (true)
        {
            if (_seen.TryGetValue(number, out var at))
                return at;
            if (patience.Elapsed > TimeSpan.FromSeconds(10))
                throw new TimeoutException($"Change {number} was never pushed.");
            await Task.Delay(20);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _listening.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _socket.Dispose();
        _stop.Dispose();
    }

    private Task SendAsync(string message) =>
        _socket.SendAsync(Encoding.UTF8.GetBytes(message + '\u001e'), WebSocketMessageType.Text, true, CancellationToken.None);

    private async Task ListenAsync()
    {
        var buffer = new byte[64 * 1024];
        var text = new StringBuilder();
        while (true)
        {
            var received = await _socket.ReceiveAsync(buffer, _stop.Token);
            var now = Stopwatch.GetTimestamp();
            text.Append(Encoding.UTF8.GetString(buffer, 0, received.Count));
            // A message may be split over frames; an incomplete message waits for the rest.
            var all = text.ToString();
            var end = all.LastIndexOf('\u001e') + 1;
            foreach (Match change in Number().Matches(all[..end]))
                _seen.TryAdd(int.Parse(change.Groups[1].ValueSpan, CultureInfo.InvariantCulture), now);
            text.Clear().Append(all, end, all.Length - end);
        }
    }

    [GeneratedRegex("bench-([0-9]+)")]
    private static partial Regex Number();
}
