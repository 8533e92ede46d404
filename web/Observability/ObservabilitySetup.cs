using Microsoft.Extensions.Logging.Console;
using OneLead.Web.Tenants;
using OpenTelemetry.Resources;

namespace OneLead.Web.Observability;

/// <summary>Logs, metrics and traces.</summary>
internal static class ObservabilitySetup
{
    /// <param name="tenant">The organisation of the host; null for the installation's.</param>
    public static void AddObservability(this WebApplicationBuilder builder, Tenant? tenant)
    {
        builder.AddLogs();
        builder.Services.AddGauges<LeadGauges>().AddHostedService<GaugesAtStart>();
        var telemetry = builder.Services.AddOpenTelemetry().ConfigureResource(resource => resource.AddService("onelead"));
        telemetry.AddMetrics(isShared: tenant is null);
        // The process has one set of sources of traces, whichever host they serve.
        if (tenant is null)
            telemetry.AddTraces(builder.Configuration);
    }

    private static void AddLogs(this WebApplicationBuilder builder)
    {
        // Request logs include the query string, which may hold a webhook key.
        builder.Logging.AddFilter("Microsoft.AspNetCore.Hosting.Diagnostics", LogLevel.Warning);
        // A server that is still loading is not an error: /readyz says so.
        builder.Logging.AddFilter("Microsoft.Extensions.Diagnostics.HealthChecks", LogLevel.None);
        // Also logs a refusal, such as an unknown topic, with its stack. The hub logs what fails.
        builder.Logging.AddFilter("Microsoft.AspNetCore.SignalR.Internal.DefaultHubDispatcher", LogLevel.None);
        // Say at each sign-in what is meant: no cache keeps a token, and the store's own protection is that of its keys.
        builder.Logging.AddFilter("Microsoft.AspNetCore.Antiforgery", LogLevel.Error);
        builder.Logging.AddFilter("Microsoft.AspNetCore.DataProtection", LogLevel.Error);
        // Says for each unknown key or ended session that there is none. The answer says so.
        builder.Logging.AddFilter("OneLead.Web.Access.CallerAuthentication", LogLevel.Warning);
        builder.Logging.AddFilter("Microsoft.AspNetCore.Authorization", LogLevel.Warning);
        builder.Logging.AddFilter("Microsoft.AspNetCore.Authentication", LogLevel.Warning);
        builder.Logging.Configure(
            options => options.ActivityTrackingOptions = ActivityTrackingOptions.TraceId | ActivityTrackingOptions.SpanId);
        // Scopes carry trace, request, correlation and event ids; they are for programs, so only JSON logs show them.
        builder.Services.Configure<JsonConsoleFormatterOptions>(options => options.IncludeScopes = true);
    }
}
