using System.Diagnostics.Metrics;
using OneLead.Sources.Metrics;

namespace OneLead.Sources.Admission;

/// <summary>What is measured of requests that bring events: those that were refused since too much is waiting.</summary>
internal sealed class AdmissionMetrics : IDisposable
{
    private readonly Meter _meter;
    private readonly Counter<long> _refused;

    public AdmissionMetrics(IMeterFactory meters)
    {
        _meter = meters.Create("OneLead");
        _refused = _meter.CreateCounter<long>("onelead.intake.refused", null, "Requests with events that were refused since too much is waiting, by the bound that they met");
    }

    /// <param name="bound">events, requests, bytes or work.</param>
    public void Refused(string bound) => _refused.Add(1, new KeyValuePair<string, object?>("bound", bound));

    public void Dispose() => _meter.Dispose();
}

/// <summary>What is under way.</summary>
internal sealed class AdmissionGauges(AdmissionControl gate, IIngest ingest) : IGauges
{
    public void Observe(Meter meter)
    {
        meter.CreateObservableUpDownCounter("onelead.intake.requests", () => gate.Requests, null, "Requests with events that were let in and are not answered yet");
        meter.CreateObservableUpDownCounter("onelead.intake.held", () => gate.Held, "By", "Memory that is set aside for the bodies of those requests");
        meter.CreateObservableUpDownCounter("onelead.intake.work", () => gate.Working, "By", "AdmittedRequest of those bodies");
        meter.CreateObservableUpDownCounter("onelead.ingest.waiting", () => ingest.Waiting, null, "Events that wait for their commit or for their accounts");
    }
}

internal static class AdmissionSetup
{
    public static IServiceCollection AddAdmission(this IServiceCollection services) => services.AddSingleton<AdmissionMetrics>().AddSingleton<AdmissionControl>().AddGauges<AdmissionGauges>();
}
