using System.Text.Json;
using System.Threading.Channels;
using Microsoft.AspNetCore.Http.Connections;
using Microsoft.AspNetCore.SignalR.Client;

namespace OneLead.Testing;

/// <summary>Watches topics of a server's hub, as a dashboard does.</summary>
public sealed class LiveClient : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly HubConnection _hub;
    private readonly List<JsonElement> _frames = [];
    private readonly Channel<JsonElement> _unread = Channel.CreateUnbounded<JsonElement>();

    private LiveClient(HubConnection hub)
    {
        _hub = hub;
        hub.On<JsonElement>("Frame", Receive);
    }

    /// <summary>All frames that have arrived, beats included.</summary>
    public IReadOnlyList<JsonElement> Frames
    {
        get
        {
            lock (_frames)
                return [.. _frames];
        }
    }

    /// <param name="origin">The origin that a browser would name; null: none, as for programs.</param>
    public static async Task<LiveClient> ConnectAsync(Uri server, string? origin = null, params (string Name, string Value)[] headers)
    {
        var hub = new HubConnectionBuilder().WithUrl(new Uri(server, "/live"), options =>
        {
            (options.Transports, options.SkipNegotiation) = (HttpTransportType.WebSockets, true);
            if (origin is not null)
                options.Headers["Origin"] = origin;
            foreach (var (name, value) in headers)
                options.Headers[name] = value;
        }).Build();
        var client = new LiveClient(hub);
        try
        {
            await hub.StartAsync();
            return client;
        }
        catch
        {
            await client.DisposeAsync();
            throw;
        }
    }

    /// <summary>The topic's state; its frames follow.</summary>
    /// <exception cref="Microsoft.AspNetCore.SignalR.HubException">There is no such topic.</exception>
    public Task<JsonElement> WatchAsync(string topic) => _hub.InvokeAsync<JsonElement>("Watch", topic);

    /// <summary>False once the server has ended the connection.</summary>
    public bool IsConnected => _hub.State == HubConnectionState.Connected;

    public Task UnwatchAsync(string topic) => _hub.InvokeAsync("Unwatch", topic);

    /// <summary>Reads frames until one is wanted.</summary>
    public async Task<JsonElement> FrameAsync(Func<JsonElement, bool> wanted)
    {
        using var patience = new CancellationTokenSource(Patience);
        while (true)
        {
            var frame = await _unread.Reader.ReadAsync(patience.Token);
            if (wanted(frame))
                return frame;
        }
    }

    public ValueTask DisposeAsync() => _hub.DisposeAsync();

    private void Receive(JsonElement frame)
    {
        lock (_frames)
            _frames.Add(frame);
        _unread.Writer.TryWrite(frame);
    }
}
