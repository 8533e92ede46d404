using System.Diagnostics.Metrics;
using OneLead.Web.ReadModel;

namespace OneLead.Web.Metrics;

/// <summary>GET /metrics.</summary>
internal static class MetricsEndpoint
{
    public static IServiceCollection AddOneLeadMetrics(this IServiceCollection services) => services
        .AddSingleton<PrometheusReader>()
        .AddSingleton<ModelMetrics>();

    public static void MapMetrics(this IEndpointRouteBuilder routes)
    {
        // Made at start and not at the first scrape: what is measured before is not lost.
        routes.ServiceProvider.GetRequiredService<ModelMetrics>();
        routes.ServiceProvider.GetRequiredService<PrometheusReader>();
        routes.MapGet("/metrics", (PrometheusReader reader) => Results.Text(reader.Read(), PrometheusText.ContentType)).ExcludeFromDescription();
    }
}

/// <summary>How many open leads there are.</summary>
internal sealed class ModelMetrics : IDisposable
{
    private readonly Meter _meter;

    public ModelMetrics(IMeterFactory meters, LiveModel live)
    {
        _meter = meters.Create("OneLead");
        _meter.CreateObservableGauge("onelead.leads", () => Leads(live), null, "Open leads by type and priority");
    }

    public void Dispose() => _meter.Dispose();

    private static IEnumerable<Measurement<int>> Leads(LiveModel live) => live.Current is not { } model ? []
        : model.State().OpenLeads().Select(c => new Measurement<int>(
            c.Count, new("type", Wire.Name(c.Type)), new KeyValuePair<string, object?>("priority", Wire.Name(c.Priority))));
}
