using System.Diagnostics.Metrics;
using OneLead.Web.ReadModel;

namespace OneLead.Web.Observability;

/// <summary>Counts the open leads.</summary>
internal sealed class LeadGauges(LiveModel live) : IGauges
{
    public void Observe(Meter meter) => meter.CreateObservableGauge("onelead.leads", Leads, null, "Open leads by type and priority");

    private IEnumerable<Measurement<int>> Leads() => live.UnfilteredOrNull is not { } model ? []
        : model.State().OpenLeads().Select(c => new Measurement<int>(
            c.Count, new("type", Wire.Name(c.Type)), new KeyValuePair<string, object?>("priority", Wire.Name(c.Priority))));
}
