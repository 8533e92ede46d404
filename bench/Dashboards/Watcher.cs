using System.Net.WebSockets;
using System.Text;

namespace OneLead.Bench.Dashboards;

/// <summary>A hub connection that reads all messages and searches them for one text at a time.</summary>
internal sealed class Watcher : HubSocket
{
    private const int MostOverlap = 64;

    private readonly byte[] _buffer = new byte[MostOverlap + 32 * 1024];
    private volatile Awaited? _awaited;

    private sealed record Awaited(byte[] Text, TaskCompletionSource Found);

    /// <summary>The number of received bytes.</summary>
    public long Received { get; private set; }

    /// <param name="path">The path of the hub.</param>
    /// <param name="topics">The topics to watch; empty for a hub without topics.</param>
    public static async Task<Watcher> ConnectAsync(Uri server, string path, params string[] topics)
    {
        var watcher = new Watcher();
        await watcher.OpenAsync(server, path, topics);
        return watcher;
    }

    /// <summary>Completes when a text of at most 64 bytes is received after the call.</summary>
    /// <exception cref="InvalidOperationException">The server closed the connection.</exception>
    public async Task SeesAsync(string text)
    {
        var awaited = new Awaited(Encoding.UTF8.GetBytes(text), new(TaskCreationOptions.RunContinuationsAsynchronously));
        _awaited = awaited;
        await await Task.WhenAny(awaited.Found.Task, Listening);
    }

    protected override async Task ListenAsync()
    {
        var kept = 0;
        while (true)
        {
            var read = await Socket.ReceiveAsync(_buffer.AsMemory(kept), Stopping);
            if (read.MessageType == WebSocketMessageType.Close)
                throw new InvalidOperationException($"The server has hung up after {Received} bytes: {Socket.CloseStatusDescription}");
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
