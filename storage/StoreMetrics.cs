using System.Diagnostics.Metrics;
using System.Runtime.InteropServices;
using OneLead.Events;

namespace OneLead.Storage;

/// <summary>The metrics of a store, in the meter "OneLead".</summary>
internal sealed class StoreMetrics : IDisposable
{
    private readonly Meter _meter;
    private readonly Histogram<double> _commit;
    private readonly Histogram<int> _batch;
    private readonly Counter<long> _events;
    private readonly Dictionary<(EventKind Kind, bool IsNew), int> _counts = [];

    /// <param name="meters">The factory of the host; null without one. Other hosts of the process do not show its meters.</param>
    public StoreMetrics(IMeterFactory? meters, Func<int> tail)
    {
        _meter = new(new MeterOptions("OneLead") { Scope = meters });
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

    /// <summary>Counts the events of answered appends. Called on the committing threads.</summary>
    public void Answered(IEnumerable<AppendRequest> calls)
    {
        lock (_counts)
            Count(calls);
    }

    private void Count(IEnumerable<AppendRequest> calls)
    {
        _counts.Clear();
        foreach (var call in calls)
        {
            for (var i = 0; i < call.Results.Length; i++)
                CollectionsMarshal.GetValueRefOrAddDefault(_counts, (call.Events[i].Kind, call.Results[i].IsNew), out _)++;
        }
        foreach (var ((kind, isNew), count) in _counts)
            _events.Add(count, new("kind", Wire.Name(kind)), new("outcome", isNew ? "new" : "repeat"));
    }

    public void Dispose() => _meter.Dispose();
}
