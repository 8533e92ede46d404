using OneLead.Views;

namespace OneLead.Web.Leads;

/// <summary>Counts of the open leads by type and by priority.</summary>
public sealed record LeadCountsJson(
    int Total, int Renewal, int RenewalDue, int HardwareRefresh, int ServiceAttach, int Critical, int High, int Medium, int Low)
{
    public static LeadCountsJson Of(LeadCounts c) =>
        new(c.Total, c.Renewal, c.RenewalDue, c.HardwareRefresh, c.ServiceAttach, c.Critical, c.High, c.Medium, c.Low);
}
