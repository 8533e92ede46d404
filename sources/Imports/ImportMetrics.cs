using System.Diagnostics.Metrics;

namespace OneLead.Sources.Imports;

/// <summary>Counts imports and the rows they read.</summary>
internal sealed class ImportMetrics : IDisposable
{
    private readonly Meter _meter;
    private readonly Counter<long> _imports;
    private readonly Counter<long> _rows;

    public ImportMetrics(IMeterFactory meters)
    {
        _meter = meters.Create("OneLead");
        _imports = _meter.CreateCounter<long>("onelead.imports", null, "Imports that have ended, by outcome");
        _rows = _meter.CreateCounter<long>("onelead.import.rows", "{row}", "Rows read by imports, by outcome");
    }

    public void CountEnded(ImportJob job)
    {
        _imports.Add(1, new KeyValuePair<string, object?>("outcome", Wire.Name(job.State)));
        if (job is not { Report: { } report, Request.IsDryRun: false })
            return;
        _rows.Add(report.Rows - report.Refused, new KeyValuePair<string, object?>("outcome", "taken"));
        _rows.Add(report.Refused, new KeyValuePair<string, object?>("outcome", "refused"));
    }

    public void Dispose() => _meter.Dispose();
}
