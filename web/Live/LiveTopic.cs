using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Threading.Channels;
using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Protocol;
using OneLead.Web.ReadModel;

namespace OneLead.Web.Live;

/// <summary>The content of a topic: its state, and how its rows become JSON.</summary>
/// <param name="State">Reads the current state.</param>
/// <param name="Render">Converts a row's change to JSON; null if the topic sends its state instead.</param>
/// <param name="List">For lists of leads: which changes concern the list, and how to refresh it.</param>
internal sealed record TopicContent(Func<object> State, Func<TopicChange, object>? Render, LeadList? List = null);

/// <summary>A watched list of leads.</summary>
/// <param name="Refresh">Counts the rows and finds the end of the window again; returns the rows that entered.</param>
internal sealed record LeadList(LeadWindow Window, Func<IReadOnlyList<LeadEntry>> Refresh);

/// <summary>
/// One topic with its watchers. Frames are numbered and written under one lock, so every watcher receives them in order, and a
/// new one receives a state and all frames after it. A frame is serialized once for all watchers.
/// </summary>
internal sealed class LiveTopic(string name, TopicContent content, Func<string> newEpoch, TimeProvider clock, LiveMetrics metrics)
{
    private readonly Lock _gate = new();
    private readonly TopicBuffer _buffer = new();
    private readonly HashSet<LiveConnection> _watchers = [];
    private readonly Channel<bool> _signal = Channel.CreateBounded<bool>(
        new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite, SingleReader = true });
    private string _epoch = newEpoch();
    private long _sequence;
    private object? _state;
    private bool _refreshes;

    public string Name => name;

    public bool IsList => content.List is not null;

    public TopicState Watch(LiveConnection connection)
    {
        lock (_gate)
        {
            _watchers.Add(connection);
            return new(name, _epoch, _sequence, State());
        }
    }

    /// <returns>True if no watcher is left.</returns>
    public bool Unwatch(LiveConnection connection)
    {
        lock (_gate)
        {
            _watchers.Remove(connection);
            return _watchers.Count == 0;
        }
    }

    /// <summary>Adds the rows of one change, to be pushed together.</summary>
    public void Offer(params ReadOnlySpan<TopicChange> rows)
    {
        lock (_gate)
            _buffer.Offer(clock.GetUtcNow(), rows);
        _signal.Writer.TryWrite(true);
    }

    /// <summary>Has the state sent instead of changes, because rows of it have come or gone that no change names.</summary>
    public void OfferState()
    {
        lock (_gate)
            _buffer.OfferState(clock.GetUtcNow());
        _signal.Writer.TryWrite(true);
    }

    /// <summary>Adds the changes that concern this list.</summary>
    public void Offer(IReadOnlyList<LeadChange> changes, DateTimeOffset at)
    {
        lock (_gate)
        {
            var rows = new List<TopicChange>();
            foreach (var change in changes)
            {
                if (content.List!.Window.Concerns(in change))
                    rows.Add(TopicChange.Of(in change, at));
            }
            if (rows.Count == 0)
                return;
            _buffer.Offer(clock.GetUtcNow(), CollectionsMarshal.AsSpan(rows));
        }
        _signal.Writer.TryWrite(true);
    }

    /// <summary>Sends waiting changes when they are due, until the topic is closed.</summary>
    public async Task PumpAsync()
    {
        // Not part of the request that opened the topic.
        Activity.Current = null;
        await foreach (var _ in _signal.Reader.ReadAllAsync())
        {
            while (Flush() is var wait && wait > TimeSpan.Zero)
                await Task.Delay(wait, clock);
        }
    }

    public void Close() => _signal.Writer.TryComplete();

    /// <summary>Begins a new epoch with a state, after the model was reloaded.</summary>
    public void Restart()
    {
        lock (_gate)
        {
            content.List?.Refresh();
            (_epoch, _sequence, _state) = (newEpoch(), 0, null);
            _buffer.Clear();
            Send(new Frame(name, _epoch, _sequence, false, State: State()));
        }
    }

    public void Beat()
    {
        lock (_gate)
        {
            Send(new Frame(name, _epoch, _sequence, true));
            _refreshes = content.List?.Window.IsDirty == true;
            if (!_refreshes)
                return;
        }
        _signal.Writer.TryWrite(true);
    }

    /// <summary>Sends the state to a watcher that missed frames.</summary>
    public void CatchUp(LiveConnection connection)
    {
        lock (_gate)
        {
            if (_watchers.Contains(connection))
                connection.Send(Message(new Frame(name, _epoch, _sequence, false, State: State())), this);
        }
    }

    // Returns how long to wait before the next attempt; zero: nothing is waiting.
    private TimeSpan Flush()
    {
        lock (_gate)
        {
            var now = clock.GetUtcNow();
            var total = Recount(now);
            if (_buffer.IsEmpty && total is null)
                return TimeSpan.Zero;
            if (total is null && _buffer.WaitAt(now) is var wait && wait > TimeSpan.Zero)
                return wait;
            using var activity = Tracing.Source.StartActivity("push", ActivityKind.Producer);
            var changes = _buffer.Take(now);
            _sequence++;
            _state = null;
            Send(content.Render is { } render && changes is not null
                ? new Frame(name, _epoch, _sequence, false, Changes: [.. changes.Select(render)], Total: total)
                : new Frame(name, _epoch, _sequence, false, State: State()));
            activity?.SetTag("onelead.topic", name).SetTag("onelead.frame", _sequence).SetTag("onelead.changes", changes?.Count);
            metrics.Pushed(name, changes, clock.GetUtcNow());
            return TimeSpan.Zero;
        }
    }

    // Null: unchanged, or not requested.
    private int? Recount(DateTimeOffset now)
    {
        if (!_refreshes || content.List is not { } list)
            return null;
        _refreshes = false;
        var before = list.Window.Total;
        foreach (var row in list.Refresh())
            _buffer.Offer(now, new TopicChange(TopicRowKind.Lead, row.Id, row.Row, now, row.Priority));
        return list.Window.Total == before ? null : list.Window.Total;
    }

    // Cached: a state is valid for every watcher until the next frame.
    private object State() => _state ??= content.State();

    private void Send(Frame frame)
    {
        if (_watchers.Count == 0)
            return;
        var message = Message(frame);
        foreach (var watcher in _watchers)
            watcher.Send(message, this);
    }

    private static SerializedHubMessage Message(Frame frame) => new(new InvocationMessage(nameof(ILiveClient.Frame), [frame]));
}
