using System.Collections.Concurrent;
using System.Diagnostics.Metrics;

namespace OneLead.Sources.Cdc;

/// <summary>Measures followed databases.</summary>
internal sealed class CdcMetrics : IDisposable
{
    private readonly Meter _meter;
    private readonly Counter<long> _rows, _copies;
    private readonly Histogram<double> _delay;
    private readonly ConcurrentDictionary<string, long> _lags = new(StringComparer.Ordinal);

    public CdcMetrics(IMeterFactory meters)
    {
        _meter = meters.Create("OneLead");
        _rows = _meter.CreateCounter<long>("onelead.cdc.rows", null, "Changed and copied rows of databases, by outcome");
        _copies = _meter.CreateCounter<long>("onelead.cdc.copies", null, "Copies of all tables that were started, by reason");
        _delay = _meter.CreateHistogram<double>(
            "onelead.cdc.delay", "s", "From the commit in the database to the commit in the journal, for the oldest change of each batch");
        _meter.CreateObservableGauge("onelead.cdc.lag", MeasureLags, "By", "Bytes of the database's log that are not yet journaled");
    }

    /// <param name="outcome">accepted, repeated, dead_letter, left_out (by the mapping), unchanged (a copied row that the journal
    /// has).</param>
    public void CountRows(string source, string outcome, long rows)
    {
        if (rows > 0)
            _rows.Add(rows, new("source", source), new KeyValuePair<string, object?>("outcome", outcome));
    }

    /// <param name="reason">See <see cref="CopyReason.Code"/>.</param>
    public void CountCopy(string source, string reason) =>
        _copies.Add(1, new("source", source), new KeyValuePair<string, object?>("reason", reason));

    public void RecordDelay(string source, TimeSpan delay) =>
        _delay.Record(Math.Max(0, delay.TotalSeconds), new KeyValuePair<string, object?>("source", source));

    public void SetLag(string source, long bytes) => _lags[source] = bytes;

    /// <summary>Stops showing the lag of a source that is no longer followed.</summary>
    public void Forget(string source) => _lags.TryRemove(source, out _);

    public void Dispose() => _meter.Dispose();

    private IEnumerable<Measurement<long>> MeasureLags() =>
        _lags.Select(l => new Measurement<long>(l.Value, new KeyValuePair<string, object?>("source", l.Key)));
}
