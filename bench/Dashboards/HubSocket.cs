using System.Net.WebSockets;
using System.Text;

namespace OneLead.Bench.Dashboards;

/// <summary>A WebSocket to a hub in the JSON protocol, whose messages end with the character 0x1E.</summary>
internal abstract class HubSocket : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();

    protected ClientWebSocket Socket { get; } = new();

    protected CancellationToken Stopping => _stop.Token;

    /// <summary>Ends when the connection does.</summary>
    protected Task Listening { get; private set; } = Task.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await Listening.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        Socket.Dispose();
        _stop.Dispose();
    }

    /// <param name="path">The path of the hub.</param>
    /// <param name="topics">The topics to watch; empty for a hub without topics.</param>
    protected async Task OpenAsync(Uri server, string path, params string[] topics)
    {
        await Socket.ConnectAsync(new UriBuilder(server) { Scheme = "ws", Path = path }.Uri, CancellationToken.None);
        await SendAsync("""{"protocol":"json","version":1}""");
        foreach (var topic in topics)
            await SendAsync($$"""{"type":1,"invocationId":"1","target":"Watch","arguments":["{{topic}}"]}""");
        Listening = ListenAsync();
    }

    protected abstract Task ListenAsync();

    private Task SendAsync(string message) =>
        Socket.SendAsync(Encoding.UTF8.GetBytes(message + '\u001e'), WebSocketMessageType.Text, true, CancellationToken.None);
}
