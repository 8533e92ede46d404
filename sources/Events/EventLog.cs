using System.Collections.Immutable;
using System.Diagnostics;
using OneLead.Events;

namespace OneLead.Sources.Events;

/// <summary>Puts the ids of received events into the log scope and the trace of their request.</summary>
internal sealed class EventLog
{
    private static readonly Func<ILogger, string, string, int, IDisposable?> Scope =
        LoggerMessage.DefineScope<string, string, int>("EventSource:{EventSource} EventId:{EventId} Events:{Events}");

    /// <summary>Names the first event of the batch, and how many there are.</summary>
    public static IDisposable? BeginScope(ILogger<EventLog> log, ImmutableArray<ChangeEvent> events)
    {
        var first = events[0];
        if (Activity.Current is { IsAllDataRequested: true } activity)
        {
            activity.SetTag("onelead.event.source", first.Source);
            activity.SetTag("onelead.event.id", first.SourceId);
            activity.SetTag("onelead.event.count", events.Length);
        }
        return Scope(log, first.Source, first.SourceId, events.Length);
    }
}
