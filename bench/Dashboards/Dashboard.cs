using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net.WebSockets;
using System.Text;
using System.Text.RegularExpressions;

namespace OneLead.Bench.Dashboards;

/// <summary>A dashboard on the hub's lead queue: notes when each numbered product first shows up in what is pushed. Messages end with the character 0x1E.</summary>
internal sealed partial class Dashboard : IAsyncDisposable
{
    private readonly ClientWebSocket socket = new();
    private readonly CancellationTokenSource stop = new();
    private readonly ConcurrentDictionary<int, long> seen = new();
    private Task listening = Task.CompletedTask;

    public static async Task<Dashboard> Watch(Uri server, string topic)
    {
        var dashboard = new Dashboard();
        await dashboard.socket.ConnectAsync(new UriBuilder(server) { Scheme = "ws", Path = "/live" }.Uri, CancellationToken.None);
        await dashboard.Send("""{"protocol":"json","version":1}""");
        await dashboard.Send($$"""{"type":1,"invocationId":"1","target":"Watch","arguments":["{{topic}}"]}""");
        dashboard.listening = dashboard.Listen();
        return dashboard;
    }

    /// <summary>When the product of a number was pushed.</summary>
    public async Task<long> Seen(int number)
    {
        var patience = Stopwatch.StartNew();
        while (true)
        {
            if (seen.TryGetValue(number, out var at))
                return at;
            if (patience.Elapsed > TimeSpan.FromSeconds(10))
                throw new TimeoutException($"Change {number} was never pushed.");
            await Task.Delay(20);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        await listening.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        socket.Dispose();
        stop.Dispose();
    }

    private Task Send(string message) => socket.SendAsync(Encoding.UTF8.GetBytes(message + '\u001e'), WebSocketMessageType.Text, true, CancellationToken.None);

    private async Task Listen()
    {
        var buffer = new byte[64 * 1024];
        var text = new StringBuilder();
        while (true)
        {
            var received = await socket.ReceiveAsync(buffer, stop.Token);
            var now = Stopwatch.GetTimestamp();
            text.Append(Encoding.UTF8.GetString(buffer, 0, received.Count));
            // A frame may come in pieces: what is behind its end waits for the rest.
            var all = text.ToString();
            var end = all.LastIndexOf('\u001e') + 1;
            foreach (Match change in Number().Matches(all[..end]))
                seen.TryAdd(int.Parse(change.Groups[1].ValueSpan, CultureInfo.InvariantCulture), now);
            text.Clear().Append(all, end, all.Length - end);
        }
    }

    [GeneratedRegex("bench-([0-9]+)")]
    private static partial Regex Number();
}
