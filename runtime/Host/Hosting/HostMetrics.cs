using System.Diagnostics.Metrics;

namespace OneLead.Runtime;

/// <summary>The instruments of the meter "OneLead" that tell about actors. "kind" is the grain type.</summary>
internal sealed class HostMetrics : IDisposable
{
    private readonly Meter? _own;
    private readonly TimeProvider _time;
    private readonly Counter<long> _activations;
    private readonly Histogram<double> _wait;

    internal HostMetrics(GrainHost host, IMeterFactory? factory)
    {
        _time = host.Time;
        var meter = factory?.Create("OneLead") ?? (_own = new Meter("OneLead"));
        _activations = meter.CreateCounter<long>("onelead.activations", "{activation}", "Actors activated.");
        _wait = meter.CreateHistogram<double>("onelead.mailbox.wait", "s", "Time that a call waited for its turn; calls that ran at once are left out.");
        meter.CreateObservableUpDownCounter("onelead.actors", () => host.Registry.Classes.Select(c => new Measurement<int>(c.Active, Tag(c.Kind))), "{actor}", "Actors in memory.");
    }

    public void Dispose() => _own?.Dispose();

    internal void Activated(string kind) => _activations.Add(1, Tag(kind));

    internal void Waited(Mailbox mailbox, long since)
    {
        if (_wait.Enabled) _wait.Record(_time.GetElapsedTime(since).TotalSeconds, Tag(mailbox.Kind));
    }

    private static KeyValuePair<string, object?> Tag(string kind) => new("kind", kind);
}
