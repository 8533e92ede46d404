using System.Diagnostics.Metrics;
using OneLead.Sources.Metrics;

namespace OneLead.Sources.Admission;

/// <summary>Counts requests that were refused because of overload.</summary>
internal sealed class AdmissionMetrics : IDisposable
{
    private readonly Meter _meter;
    private readonly Counter<long> _refused;

    public AdmissionMetrics(IMeterFactory meters)
    {
        _meter = meters.Create("OneLead");
        _refused = _meter.CreateCounter<long>(
            "onelead.intake.refused", null, "Requests with events refused because of overload, by the exceeded bound");
    }

    /// <param name="bound">The exceeded bound: events, requests, bytes or work; slow for senders that gave way.</param>
    public void CountRefused(string bound) => _refused.Add(1, new KeyValuePair<string, object?>("bound", bound));

    public void Dispose() => _meter.Dispose();
}

/// <summary>Shows the current load of admission and ingestion.</summary>
internal sealed class AdmissionGauges(AdmissionControl admission, IIngest ingest) : IGauges
{
    public void Observe(Meter meter)
    {
        meter.CreateObservableUpDownCounter(
            "onelead.intake.requests", () => admission.Requests, null, "Admitted requests with events that are not yet answered");
        meter.CreateObservableUpDownCounter(
            "onelead.intake.held", () => admission.ReservedBytes, "By", "Memory reserved for the bodies of those requests");
        meter.CreateObservableUpDownCounter("onelead.intake.work", () => admission.ReceivedBytes, "By", "Bytes received of those bodies");
        meter.CreateObservableUpDownCounter(
            "onelead.ingest.waiting", () => ingest.PendingEvents, null, "Events waiting for their commit or for their accounts");
    }
}

internal static class AdmissionSetup
{
    public static IServiceCollection AddAdmission(this IServiceCollection services) => services
        .AddSingleton<AdmissionMetrics>()
        .AddSingleton<AdmissionControl>()
        .AddSingleton<RetryingIngest>()
        .AddGauges<AdmissionGauges>();
}
