using System.Diagnostics.Metrics;
using OpenTelemetry;
using OpenTelemetry.Metrics;

namespace OneLead.Web.Observability;

/// <summary>GET /metrics: the meters of OneLead, Orleans, ASP.NET Core, Npgsql and the runtime as Prometheus text.</summary>
internal static class MetricsSetup
{
    private static readonly ExplicitBucketHistogramConfiguration Seconds =
        new() { Boundaries = [0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10] };

    private static readonly ExplicitBucketHistogramConfiguration Counts =
        new() { Boundaries = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000, 2_000, 5_000, 10_000] };

    /// <param name="isShared">True to show the meters of the process, too, which count for all organisations together.</param>
    public static void AddMetrics(this OpenTelemetryBuilder telemetry, bool isShared)
    {
        telemetry.WithMetrics(metrics => metrics
            .AddMeter("OneLead", "Microsoft.Orleans", "Npgsql")
            .AddAspNetCoreInstrumentation()
            .AddRuntimeInstrumentation()
            .AddPrometheusExporter(options =>
            {
                options.ScrapeResponseCacheDurationMilliseconds = 0;
                options.ScopeInfoEnabled = false;
                options.TargetInfoEnabled = false;
            }));
        telemetry.Services.ConfigureOpenTelemetryMeterProvider((services, metrics) =>
        {
            var factory = services.GetRequiredService<IMeterFactory>();
            metrics.AddView(instrument => View(instrument, factory, isShared));
        });
    }

    public static void MapMetrics(this IEndpointRouteBuilder routes) =>
        routes.MapPrometheusScrapingEndpoint("/metrics").Needs(Permission.ReadMetrics);

    // A process may run several hosts (tests do): each shows only the meters of its own factory.
    private static MetricStreamConfiguration? View(Instrument instrument, IMeterFactory factory, bool isShared) =>
        (instrument.Meter.Scope is IMeterFactory other ? other != factory : !isShared) ? MetricStreamConfiguration.Drop
        : !instrument.Name.StartsWith("onelead.", StringComparison.Ordinal) ? null
        : instrument.GetType() is { IsGenericType: true } type && type.GetGenericTypeDefinition() == typeof(Histogram<>)
            ? instrument.Unit == "s" ? Seconds : Counts
        : null;
}
