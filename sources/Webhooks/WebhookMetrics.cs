using System.Diagnostics.Metrics;
using Microsoft.AspNetCore.Http.HttpResults;

namespace OneLead.Sources.Webhooks;

/// <summary>Counts deliveries of configured sources only, because anybody could create labels with other names.</summary>
internal sealed class WebhookMetrics : IDisposable
{
    private readonly Meter _meter;
    private readonly Counter<long> _deliveries;

    public WebhookMetrics(IMeterFactory meters)
    {
        _meter = meters.Create("OneLead");
        _deliveries = _meter.CreateCounter<long>("onelead.webhook.deliveries", null, "Webhook deliveries by outcome");
    }

    /// <param name="outcome">
    /// accepted, dead_letter (in part), or why it was refused: unsigned, stale, invalid_signature, malformed, unsupported_media,
    /// overloaded, unavailable.
    /// </param>
    public void Count(WebhookSource source, string outcome) =>
        _deliveries.Add(1, new("source", source.Name), new KeyValuePair<string, object?>("outcome", outcome));

    /// <summary>Counts a refusal and returns its problem.</summary>
    public ProblemHttpResult Refuse(WebhookSource source, string outcome, ProblemHttpResult problem)
    {
        Count(source, outcome);
        return problem;
    }

    public void Dispose() => _meter.Dispose();
}
