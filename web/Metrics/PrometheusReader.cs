using System.Diagnostics.Metrics;
using OpenTelemetry;
using OpenTelemetry.Metrics;

namespace OneLead.Web.Metrics;

/// <summary>Collects the process's metrics when it is asked for them, and writes them as Prometheus text.</summary>
internal sealed class PrometheusReader : IDisposable
{
    private readonly Lock _gate = new();
    private readonly PullExporter _exporter = new();
    private readonly BaseExportingMetricReader _reader;
    private readonly MeterProvider _provider;

    /// <param name="ours">Whose meters are meant where a process has several hosts: of two that are called alike, the end of one would end both.</param>
    public PrometheusReader(IMeterFactory? ours = null)
    {
        _reader = new BaseExportingMetricReader(_exporter);
        _provider = Sdk.CreateMeterProviderBuilder()
            .AddMeter("OneLead", "System.Runtime", "Microsoft.AspNetCore.Hosting", "Microsoft.AspNetCore.Server.Kestrel", "Microsoft.AspNetCore.Http.Connections")
            .AddView(instrument => ours is not null && instrument.Meter.Scope is IMeterFactory factory && factory != ours ? MetricStreamConfiguration.Drop
                : !instrument.Name.StartsWith("onelead.", StringComparison.Ordinal) ? null
                : new ExplicitBucketHistogramConfiguration { Boundaries = instrument.Unit == "s" ? Seconds : Counts })
            .AddReader(_reader)
            .Build();
    }

    public string Read()
    {
        // One collection at a time: the exporter holds one text.
        lock (_gate)
        {
            _exporter.Collect!(Timeout.Infinite);
            return _exporter.Text;
        }
    }

    public void Dispose()
    {
        _provider.Dispose();
        _reader.Dispose();
        _exporter.Dispose();
    }

    private static readonly double[] Seconds = [0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];
    private static readonly double[] Counts = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000, 2_000, 5_000, 10_000];

    [ExportModes(ExportModes.Pull)]
    private sealed class PullExporter : BaseExporter<Metric>, IPullMetricExporter
    {
        public Func<int, bool>? Collect { get; set; }

        public string Text { get; private set; } = "";

        public override ExportResult Export(in Batch<Metric> batch)
        {
            Text = PrometheusText.Of(in batch);
            return ExportResult.Success;
        }
    }
}
