using Microsoft.AspNetCore.SignalR;
using OneLead.Web.Access;

namespace OneLead.Web.Live;

/// <summary>
/// One dashboard's connection. While a write is outstanding nothing else is sent: missed topics are remembered, and their states
/// are sent when the write ends. So a slow client costs little memory and does not delay other clients.
/// </summary>
internal sealed class LiveConnection(HubConnectionContext context, Caller caller, TimeProvider clock)
{
    /// <summary>How long a write may be outstanding before the connection is dropped.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly Lock _gate = new();
    private readonly HashSet<LiveTopic> _missed = [];
    private long? _writingSince;

    /// <summary>Who opened it.</summary>
    public Caller Caller => caller;

    /// <summary>What the dashboard sees. It and <see cref="Topics"/> need the lock of the topics.</summary>
    public Visibility Visibility { get; set; } = caller.Visibility;

    public HashSet<string> Topics { get; } = new(StringComparer.Ordinal);

    public void Send(SerializedHubMessage message, LiveTopic topic)
    {
        ValueTask write;
        lock (_gate)
        {
            if (_writingSince is not null)
            {
                _missed.Add(topic);
                return;
            }
            write = context.WriteAsync(message, context.ConnectionAborted);
            if (write.IsCompletedSuccessfully)
                return;
            _writingSince = clock.GetTimestamp();
        }
        _ = FinishAsync(write);
    }

    /// <summary>Ends the connection.</summary>
    public void End() => context.Abort();

    public void DropIfStuck()
    {
        lock (_gate)
        {
            if (_writingSince is { } since && clock.GetElapsedTime(since) > Patience)
                context.Abort();
        }
    }

    private async Task FinishAsync(ValueTask write)
    {
        try
        {
            await write;
        }
        catch (Exception)
        {
            // The transport is gone. SignalR closes the connection and reports the reason.
            context.Abort();
            return;
        }
        LiveTopic[] missed;
        lock (_gate)
        {
            _writingSince = null;
            missed = [.. _missed];
            _missed.Clear();
        }
        foreach (var topic in missed)
            topic.CatchUp(this);
    }
}
