namespace OneLead.Web.Metrics;

/// <summary>GET /metrics.</summary>
internal static class MetricsEndpoint
{
    public static IServiceCollection AddOneLeadMetrics(this IServiceCollection services) => services
        .AddSingleton<PrometheusReader>()
        .AddGauges<LeadGauges>()
        .AddHostedService<GaugesAtStart>();

    public static void MapMetrics(this IEndpointRouteBuilder routes)
    {
        // Made at start and not at the first scrape: what is measured before is not lost.
        routes.ServiceProvider.GetRequiredService<PrometheusReader>();
        routes.MapGet("/metrics", (PrometheusReader reader) => Results.Text(reader.Read(), PrometheusText.ContentType)).ExcludeFromDescription();
    }
}
