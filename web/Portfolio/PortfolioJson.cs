using OneLead.Views;
using OneLead.Web.Api;
using OneLead.Web.Leads;

namespace OneLead.Web.Portfolio;

/// <summary>The totals of the whole tenant.</summary>
/// <param name="UpdatedAt">Null: nothing has changed since the server started.</param>
public sealed record PortfolioJson(
    int Accounts, int Items, LeadCountsJson Leads, SumJson LeadValue, WeightedJson Pipeline, int AtRisk, int ItemsPastEndOfLife,
    SumJson ValueAtRisk, SumJson EstimatedAtRisk,
    int Territories, DateOnly AsOf,
    string RulesVersion, DateTimeOffset? UpdatedAt)
{
    public static PortfolioJson Of(PortfolioView p, string currency) => new(
        p.Totals.Accounts, p.Totals.Items, LeadCountsJson.Of(p.Totals.Leads),
        SumJson.LeadValue(p.Totals, currency),
        WeightedJson.Of(p.Totals, currency), p.Totals.AtRisk, p.Totals.ItemsPastEndOfLife, SumJson.ValueAtRisk(p.Totals, currency),
        SumJson.EstimatedAtRisk(p.Totals, currency), p.Territories, p.AsOf, p.RulesVersion,
        p.UpdatedAt == default ? null : p.UpdatedAt.ToUniversalTime());
}
