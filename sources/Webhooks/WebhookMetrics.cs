using System.Diagnostics.Metrics;
using Microsoft.AspNetCore.Http.HttpResults;

namespace OneLead.Sources.Webhooks;

/// <summary>What is measured of deliveries; of unknown sources nothing, since anybody can make them up.</summary>
internal sealed class WebhookMetrics : IDisposable
{
    private readonly Meter _meter;
    private readonly Counter<long> _deliveries;

    public WebhookMetrics(IMeterFactory meters)
    {
        _meter = meters.Create("OneLead");
        _deliveries = _meter.CreateCounter<long>("onelead.webhook.deliveries", null, "Deliveries of webhooks by what became of them");
    }

    /// <param name="outcome">accepted, dead_letter (some of it), or why it was refused: unsigned, stale, forged, malformed, unsupported_media, overloaded, unavailable.</param>
    public void Count(WebhookSource source, string outcome) =>
        _deliveries.Add(1, new("source", source.Name), new KeyValuePair<string, object?>("outcome", outcome));

    public ProblemHttpResult Refused(WebhookSource source, string outcome, ProblemHttpResult problem)
    {
        Count(source, outcome);
        return problem;
    }

    public void Dispose() => _meter.Dispose();
}
