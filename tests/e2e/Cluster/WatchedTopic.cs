using System.Text.Json;
using Microsoft.AspNetCore.Http.Connections;
using Microsoft.AspNetCore.SignalR.Client;

namespace OneLead.EndToEnd.Tests.Cluster;

/// <summary>A dashboard that follows a topic of one node, and connects again when the node is lost.</summary>
internal sealed class WatchedTopic : IAsyncDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200), Silence = TimeSpan.FromSeconds(3);

    private readonly string _url, _topic;
    private readonly Lock _gate = new();
    private readonly CancellationTokenSource _stopping = new();
    private readonly Dictionary<string, string?> _rows = [];
    private readonly Task _running;
    private string? _state, _epoch;
    private long _sequence, _frameAt;
    private bool _isCurrent;

    public WatchedTopic(string url, string topic)
    {
        (_url, _topic) = (url, topic);
        _running = RunAsync();
    }

    /// <summary>The times that it had to begin again.</summary>
    public int Begun { get; private set; }

    /// <summary>Compares what it shows with what a dashboard shows that is opened now.</summary>
    /// <returns>What differs; null if nothing does.</returns>
    public async Task<string?> DifferenceAsync()
    {
        await using var other = await LiveClient.ConnectAsync(new Uri(_url));
        var state = (await other.WatchAsync(_topic)).GetProperty("state");
        lock (_gate)
        {
            if (!_isCurrent)
                return "It is not connected.";
            if (RowsOf(state) is not { } rows)
                return _state == state.GetRawText() ? null : $"{_state} is shown, and {state.GetRawText()} is right.";
            return rows.Select(row => (Row: row.GetRawText(), Shown: _rows.GetValueOrDefault(IdOf(row))))
                .Where(r => r.Row != r.Shown).Select(r => $"{r.Shown ?? "Nothing"} is shown, and {r.Row} is right.").FirstOrDefault();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await _running;
        _stopping.Dispose();
    }

    private async Task RunAsync()
    {
        while (!_stopping.IsCancellationRequested)
        {
            try
            {
                await using var hub = new HubConnectionBuilder().WithUrl(new Uri(new Uri(_url), "/live"), o =>
                    (o.Transports, o.SkipNegotiation) = (HttpTransportType.WebSockets, true)).Build();
                hub.On<JsonElement>("Frame", Receive);
                await hub.StartAsync(_stopping.Token);
                while (hub.State == HubConnectionState.Connected)
                {
                    var answer = await hub.InvokeAsync<JsonElement>("Watch", _topic, _stopping.Token);
                    Begin(answer);
                    while (hub.State == HubConnectionState.Connected && IsCurrent())
                        await Task.Delay(Pause, _stopping.Token);
                }
            }
            catch (Exception e) when (e is not OutOfMemoryException)
            {
                // The node is down. A dashboard tries again.
            }
            lock (_gate)
                _isCurrent = false;
            await Task.Delay(Pause).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private bool IsCurrent()
    {
        lock (_gate)
            return _isCurrent && Environment.TickCount64 - _frameAt < Silence.TotalMilliseconds;
    }

    private void Begin(JsonElement answer)
    {
        lock (_gate)
        {
            (_epoch, _sequence, _isCurrent, _frameAt) =
                (answer.GetProperty("epoch").ToString(), answer.GetProperty("sequence").GetInt64(), true, Environment.TickCount64);
            Begun++;
            Replace(answer.GetProperty("state"));
        }
    }

    private void Receive(JsonElement frame)
    {
        lock (_gate)
        {
            _frameAt = Environment.TickCount64;
            var sequence = frame.GetProperty("sequence").GetInt64();
            var isBeat = frame.GetProperty("beat").GetBoolean();
            if (!_isCurrent || (frame.GetProperty("epoch").ToString() == _epoch && sequence <= _sequence))
                return;
            // A gap: what is shown may be out of date.
            if (frame.GetProperty("epoch").ToString() != _epoch || sequence != _sequence + 1 || isBeat)
            {
                _isCurrent = false;
                return;
            }
            _sequence = sequence;
            if (frame.TryGetProperty("state", out var state) && state.ValueKind != JsonValueKind.Null)
                Replace(state);
            else if (frame.TryGetProperty("changes", out var changes) && changes.ValueKind != JsonValueKind.Null)
            {
                foreach (var change in changes.EnumerateArray())
                    _rows[IdOf(change)] = change.TryGetProperty("lead", out var lead) ? lead.GetRawText() : null;
            }
        }
    }

    private void Replace(JsonElement state)
    {
        _state = state.GetRawText();
        _rows.Clear();
        foreach (var row in RowsOf(state) ?? [])
            _rows[IdOf(row)] = row.GetRawText();
    }

    // Null for a topic whose state is no list.
    private static JsonElement[]? RowsOf(JsonElement state) =>
        state.TryGetProperty("items", out var items) && items.ValueKind == JsonValueKind.Array ? [.. items.EnumerateArray()] : null;

    private static string IdOf(JsonElement row) => row.GetProperty("id").GetString()!;
}
