using Npgsql;
using OpenTelemetry;
using OpenTelemetry.Trace;

namespace OneLead.Web.Observability;

/// <summary>Traces of requests, grain calls, database commands and pushes; sent by OTLP when an endpoint is configured.</summary>
internal static class TracingSetup
{
    /// <summary>The share of new traces that is recorded. Cheap enough to leave on; a caller's decision has precedence.</summary>
    private const double DefaultRatio = 0.01;

    private static readonly string[] Unrecorded = ["/healthz", "/readyz", "/metrics", "/app"];

    public static void AddTraces(this OpenTelemetryBuilder telemetry, IConfiguration configuration)
    {
        if (string.IsNullOrEmpty(configuration["OTEL_EXPORTER_OTLP_ENDPOINT"]))
            return;
        telemetry.WithTracing(traces =>
        {
            traces
                .AddSource(Tracing.SourceName, "Microsoft.Orleans.Runtime", "Microsoft.Orleans.Application")
                .AddAspNetCoreInstrumentation(options => options.Filter = IsRecorded)
                .AddNpgsql()
                .AddOtlpExporter();
            // OTEL_TRACES_SAMPLER and OTEL_TRACES_SAMPLER_ARG choose another sampler.
            if (string.IsNullOrEmpty(configuration["OTEL_TRACES_SAMPLER"]))
                traces.SetSampler(new ParentBasedSampler(new TraceIdRatioBasedSampler(DefaultRatio)));
        });
    }

    private static bool IsRecorded(HttpContext http) => !Unrecorded.Any(path => http.Request.Path.StartsWithSegments(path));
}
