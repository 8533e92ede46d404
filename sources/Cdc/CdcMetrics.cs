using System.Collections.Concurrent;
using System.Diagnostics.Metrics;

namespace OneLead.Sources.Cdc;

/// <summary>What is measured of databases that are followed.</summary>
internal sealed class CdcMetrics : IDisposable
{
    private readonly Meter _meter;
    private readonly Counter<long> _rows, _copies;
    private readonly Histogram<double> _delay;
    private readonly ConcurrentDictionary<string, long> _lags = new(StringComparer.Ordinal);

    public CdcMetrics(IMeterFactory meters)
    {
        _meter = meters.Create("OneLead");
        _rows = _meter.CreateCounter<long>("onelead.cdc.rows", null, "Changed and copied rows of databases by what became of them");
        _copies = _meter.CreateCounter<long>("onelead.cdc.copies", null, "Copies of whole tables that were begun, by reason");
        _delay = _meter.CreateHistogram<double>("onelead.cdc.delay", "s", "From the commit in the database to the commit in the journal, the oldest of each batch");
        _meter.CreateObservableGauge("onelead.cdc.lag", () => _lags.Select(l => new Measurement<long>(l.Value, new KeyValuePair<string, object?>("source", l.Key))), "By", "How much of the database's log is not journaled yet");
    }

    /// <param name="outcome">accepted, repeated, dead_letter, left_out (by the mapping), unchanged (found by a copy as the journal has it).</param>
    public void Count(string source, string outcome, long rows)
    {
        if (rows > 0)
            _rows.Add(rows, new("source", source), new KeyValuePair<string, object?>("outcome", outcome));
    }

    /// <param name="reason">See <see cref="Copying"/>.</param>
    public void Copy(string source, string reason) => _copies.Add(1, new("source", source), new KeyValuePair<string, object?>("reason", reason));

    public void Delay(string source, TimeSpan delay) => _delay.Record(Math.Max(0, delay.TotalSeconds), new KeyValuePair<string, object?>("source", source));

    public void Lag(string source, long bytes) => _lags[source] = bytes;

    public void Forget(string source) => _lags.TryRemove(source, out _);

    public void Dispose() => _meter.Dispose();
}
