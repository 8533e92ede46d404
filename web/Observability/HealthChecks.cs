using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using OneLead.Storage;
using OneLead.Web.ReadModel;

namespace OneLead.Web.Observability;

/// <summary>/healthz answers while the process is alive; /readyz answers 200 once it can serve requests.</summary>
internal static class HealthChecks
{
    private const string ReadyTag = "ready";

    public static IServiceCollection AddHealth(this IServiceCollection services, NodeRole role)
    {
        var checks = services.AddHealthChecks();
        if (role == NodeRole.Serve)
            checks.AddCheck<ReadModelHealthCheck>("read_model", tags: [ReadyTag]);
        checks.AddCheck<StoreHealthCheck>("store", tags: [ReadyTag]);
        return services.AddGauges<StoreGauges>().AddHostedService<StoreProbe>();
    }

    public static void MapHealth(this IEndpointRouteBuilder routes)
    {
        routes.MapHealthChecks("/healthz", new HealthCheckOptions
        {
            Predicate = static _ => false,
            ResponseWriter = static (http, _) => http.Response.WriteAsJsonAsync(new HealthStateJson("ok")),
        }).AllowAnonymous();
        routes.MapHealthChecks("/readyz", new HealthCheckOptions
        {
            Predicate = static check => check.Tags.Contains(ReadyTag),
            ResponseWriter = WriteReadinessAsync,
        }).AllowAnonymous();
    }

    private static Task WriteReadinessAsync(HttpContext http, HealthReport report)
    {
        if (report.Status == HealthStatus.Healthy)
            return http.Response.WriteAsJsonAsync(new HealthStateJson("ready"));
        if (report.Status == HealthStatus.Degraded)
        {
            var warning = report.Entries.First(e => e.Value.Status == HealthStatus.Degraded).Value;
            return http.Response.WriteAsJsonAsync(new HealthStateJson("degraded", warning.Description));
        }
        var failed = report.Entries.First(e => e.Value.Status == HealthStatus.Unhealthy).Value;
        var refusal = failed.Exception is ModelNotReadyException ? Refusal.Starting : Refusal.Unavailable;
        return refusal.Problem(failed.Description ?? "A health check failed.").ExecuteAsync(http);
    }
}

/// <summary>Healthy once the read model has been loaded.</summary>
internal sealed class ReadModelHealthCheck(LiveModel live) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(!live.IsLoaded
            ? HealthCheckResult.Unhealthy("The read model is still loading.", new ModelNotReadyException())
            : HealthCheckResult.Healthy());
}

/// <summary>
/// Healthy while writes succeed. Damage in the journal is a warning: the rest of it can still be read and written.
/// </summary>
internal sealed class StoreHealthCheck(StoreHealth health) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(
            health.WriteProblem is { } problem ? HealthCheckResult.Unhealthy(problem)
            : health.Damage.Find(static d => d.IsDerived) is { } derived ? HealthCheckResult.Unhealthy(derived.Text)
            : !health.IsKnown ? HealthCheckResult.Unhealthy("The store has not been tried yet.", new ModelNotReadyException())
            : health.Damage is [var damage, ..] ? HealthCheckResult.Degraded(damage.Text)
            : HealthCheckResult.Healthy());
}
