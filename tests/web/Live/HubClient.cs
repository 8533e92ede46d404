using System.Net.WebSockets;
using System.Text;
using System.Text.Json;

namespace OneLead.Web.Tests.Live;

/// <summary>Speaks SignalR's JSON protocol over a WebSocket: messages end with the character 0x1E.</summary>
internal sealed class HubClient : IAsyncDisposable
{
    private readonly ClientWebSocket _socket = new();
    private readonly Queue<JsonElement> _received = new();
    private readonly MemoryStream _partial = new();
    private int _invocations;

    /// <summary>Frames that came, beats included.</summary>
    public List<JsonElement> Frames { get; } = [];

    public static async Task<HubClient> Connect(Uri server, string? origin = null)
    {
        var client = new HubClient();
        if (origin is not null)
            client._socket.Options.SetRequestHeader("Origin", origin);
        await client._socket.ConnectAsync(new UriBuilder(server) { Scheme = "ws", Path = "/live" }.Uri, CancellationToken.None);
        await client.Send("""{"protocol":"json","version":1}""");
        await client.Next(static _ => true);
        return client;
    }

    public async Task<JsonElement> Invoke(string method, string argument)
    {
        var id = (++_invocations).ToString(System.Globalization.CultureInfo.InvariantCulture);
        await Send($$"""{"type":1,"invocationId":"{{id}}","target":"{{method}}","arguments":["{{argument}}"]}""");
        return await Next(m => m.GetProperty("type").GetInt32() == 3 && m.GetProperty("invocationId").GetString() == id);
    }

    public Task<JsonElement> Frame(Func<JsonElement, bool> wanted) => Next(m =>
        m.GetProperty("type").GetInt32() == 1 && m.GetProperty("target").GetString() == "Frame" && wanted(m.GetProperty("arguments")[0]));

    public async Task Send(string message) =>
        await _socket.SendAsync(Encoding.UTF8.GetBytes(message + "\u001e"), WebSocketMessageType.Text, true, CancellationToken.None);

    public async ValueTask DisposeAsync()
    {
        if (_socket.State == WebSocketState.Open)
            await _socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, CancellationToken.None);
        _socket.Dispose();
        await _partial.DisposeAsync();
    }

    private async Task<JsonElement> Next(Func<JsonElement, bool> wanted)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (true)
        {
            while (_received.TryDequeue(out var message))
            {
                if (message.TryGetProperty("target", out _))
                    Frames.Add(message.GetProperty("arguments")[0]);
                if ((message.TryGetProperty("type", out _) || !message.EnumerateObject().Any()) && wanted(message))
                    return message.TryGetProperty("arguments", out var arguments) ? arguments[0] : message;
            }
            await Receive(patience.Token);
        }
    }

    private async Task Receive(CancellationToken cancellation)
    {
        var buffer = new byte[64 * 1024];
        var read = await _socket.ReceiveAsync(buffer, cancellation);
        if (read.MessageType == WebSocketMessageType.Close)
            throw new InvalidOperationException("The hub has closed the connection.");
        foreach (var b in buffer.AsSpan(0, read.Count))
        {
            if (b != 0x1E)
            {
                _partial.WriteByte(b);
                continue;
            }
            _received.Enqueue(JsonElement.Parse(Encoding.UTF8.GetString(_partial.ToArray())));
            _partial.SetLength(0);
        }
    }
}
