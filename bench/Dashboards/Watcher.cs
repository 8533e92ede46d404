using System.Net.WebSockets;
using System.Text;

namespace OneLead.Bench.Dashboards;

/// <summary>A hub connection that reads all messages and searches them for one text at a time.</summary>
internal sealed class Watcher : IAsyncDisposable
{
    private const int MostOverlap = 64;

    private readonly ClientWebSocket _socket = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly byte[] _buffer = new byte[MostOverlap + 32 * 1024];
    private Task _listening = Task.CompletedTask;
    private volatile Awaited? _awaited;

    private sealed record Awaited(byte[] Text, TaskCompletionSource Found);

    /// <summary>The number of received bytes.</summary>
    public long Received { get; private set; }

    /// <param name="path">The path of the hub.</param>
    /// <param name="topics">The topics to watch; empty for a hub without topics.</param>
    public static async Task<Watcher> ConnectAsync(Uri server, string path, params string[] topics)
    {
        var watcher = new Watcher();
        await watcher._socket.ConnectAsync(new UriBuilder(server) { Scheme = "ws", Path = path }.Uri, CancellationToken.None);
        await watcher.SendAsync("""{"protocol":"json","version":1}""");
        foreach (var topic in topics)
            await watcher.SendAsync($$"""{"type":1,"invocationId":"1","target":"Watch","arguments":["{{topic}}"]}""");
        watcher._listening = watcher.ListenAsync();
        return watcher;
    }

    /// <summary>Completes when a text of at most 64 bytes is received after the call.</summary>
    /// <exception cref="InvalidOperationException">The server closed the connection.</exception>
    public async Task SeesAsync(string text)
    {
        var awaited = new Awaited(Encoding.UTF8.GetBytes(text), new(TaskCreationOptions.RunContinuationsAsynchronously));
        _awaited = awaited;
        await await Task.WhenAny(awaited.Found.Task, _listening);
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
        var kept = 0;
        while (true)
        {
            var read = await _socket.ReceiveAsync(_buffer.AsMemory(kept), _stop.Token);
            if (read.MessageType == WebSocketMessageType.Close)
                throw new InvalidOperationException($"The server has hung up after {Received} bytes: {_socket.CloseStatusDescription}");
            var received = read.Count;
            Received += received;
            var there = _buffer.AsSpan(0, kept + received);
            if (_awaited is { } awaited && there.IndexOf(awaited.Text) >= 0)
            {
                _awaited = null;
                awaited.Found.SetResult();
            }
            // A text may be split over two reads.
            kept = Math.Min(MostOverlap, there.Length);
            there[^kept..].CopyTo(_buffer);
        }
    }
}
