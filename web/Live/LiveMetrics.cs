using System.Diagnostics.Metrics;

namespace OneLead.Web.Live;

/// <summary>Metrics of the pushes. Topics are labelled by their kind, never with an id.</summary>
internal sealed class LiveMetrics : IDisposable
{
    private readonly Meter _meter;
    private readonly Histogram<double> _latency;
    private readonly Counter<long> _pushes;
    private volatile int _connections;

    public LiveMetrics(IMeterFactory meters)
    {
        _meter = meters.Create("OneLead");
        _latency = _meter.CreateHistogram<double>(
            "onelead.push.latency", "s",
            "Time from an event's receipt by the journal to the frame that carries its effect to the dashboards");
        _pushes = _meter.CreateCounter<long>("onelead.hub.pushes", null, "Frames with changes or a state that topics sent");
        _meter.CreateObservableUpDownCounter("onelead.hub.connections", () => _connections, null, "Dashboards that are connected");
    }

    public int Connections { get => _connections; set => _connections = value; }

    public void Pushed(string topic, IReadOnlyList<TopicChange>? changes, DateTimeOffset now)
    {
        _pushes.Add(1, new KeyValuePair<string, object?>("topic", topic.Split(':', 2)[0]));
        foreach (var change in changes ?? [])
        {
            if (change.Kind is not (TopicRowKind.Import or TopicRowKind.Item))
                _latency.Record(Math.Max(0, (now - change.At).TotalSeconds));
        }
    }

    public void Dispose() => _meter.Dispose();
}
