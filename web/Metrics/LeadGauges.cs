using System.Diagnostics.Metrics;
using OneLead.Web.ReadModel;

namespace OneLead.Web.Metrics;

/// <summary>How many open leads there are.</summary>
internal sealed class LeadGauges : IGauges, IDisposable
{
    private readonly Meter _meter;

    public LeadGauges(IMeterFactory meters, LiveModel live)
    {
        _meter = meters.Create("OneLead");
        _meter.CreateObservableGauge("onelead.leads", () => Leads(live), null, "Open leads by type and priority");
    }

    public void Dispose() => _meter.Dispose();

    private static IEnumerable<Measurement<int>> Leads(LiveModel live) => live.Current is not { } model ? []
        : model.State().OpenLeads().Select(c => new Measurement<int>(
            c.Count, new("type", Wire.Name(c.Type)), new KeyValuePair<string, object?>("priority", Wire.Name(c.Priority))));
}
