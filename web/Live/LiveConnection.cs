using Microsoft.AspNetCore.SignalR;

namespace OneLead.Web.Live;

/// <summary>
/// One dashboard's connection. While a write is outstanding it is sent nothing: the topics that it misses are noted, and
/// their states follow when the write ends. So a slow reader costs a set of names, and nobody waits for it.
/// </summary>
internal sealed class LiveConnection(HubConnectionContext context, TimeProvider clock)
{
    /// <summary>How long a write may be outstanding before the connection is dropped.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly Lock _gate = new();
    private readonly HashSet<LiveTopic> _missed = [];
    private long? _writingSince;

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
        _ = Finish(write);
    }

    public void DropIfStuck()
    {
        lock (_gate)
        {
            if (_writingSince is { } since && clock.GetElapsedTime(since) > Patience)
                context.Abort();
        }
    }

    private async Task Finish(ValueTask write)
    {
        try
        {
            await write;
        }
        catch (Exception)
        {
            // The transport is gone; SignalR ends the connection and reports why.
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
