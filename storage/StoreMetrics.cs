using System.Diagnostics.Metrics;
using OneLead.Events;

namespace OneLead.Storage;

/// <summary>The metrics of a store, in the meter "OneLead".</summary>
internal sealed class StoreMetrics : IDisposable
{
    private readonly Meter _meter = new("OneLead");
    private readonly Histogram<double> _commit;
    private readonly Histogram<int> _batch;
    private readonly Counter<long> _events;

    public StoreMetrics(Func<int> tail)
    {
        _commit = _meter.CreateHistogram<double>("onelead.journal.commit", "s", "Time from the first row of a journal commit to its end.");
        _batch = _meter.CreateHistogram<int>("onelead.journal.batch", "{row}", "New rows in a journal commit.");
        _events = _meter.CreateCounter<long>("onelead.events", "{event}", "Events taken by the journal, new or repeated.");
        _meter.CreateObservableGauge("onelead.journal.tail", tail, "{row}", "Committed rows that are not indexed yet.");
    }

    public void Committed(TimeSpan duration, int rows)
    {
        _commit.Record(duration.TotalSeconds);
        _batch.Record(rows);
    }

    public void Taken(EventKind kind, bool isNew, int count) =>
        _events.Add(count, new("kind", Wire.Name(kind)), new("outcome", isNew ? "new" : "repeat"));

    public void Dispose() => _meter.Dispose();
}
