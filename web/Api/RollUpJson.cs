using OneLead.Views;

namespace OneLead.Web.Api;

/// <summary>The weighted pipeline: open opportunities' amount × probability; unknown counts those without either.</summary>
public sealed record WeightedJson(decimal Weighted, string Currency, int Unknown, int OpenOpportunities)
{
    public static WeightedJson Of(Contribution c, string currency) => new(Plain.OfMinor(c.WeightedPipeline), currency, c.PipelineUnknown, c.OpenOpportunities);
}

/// <summary>A territory's roll-up.</summary>
/// <param name="UpdatedAt">Null: nothing has changed since the start.</param>
public sealed record TerritoryJson(
    string Id, int Accounts, int Items, LeadCountsJson Leads, SumJson LeadValue, WeightedJson Pipeline, int AtRisk, int ItemsPastEndOfLife, DateTimeOffset? UpdatedAt)
{
    public static TerritoryJson Of(TerritoryRow t, string currency) => new(
        t.Id, t.Totals.Accounts, t.Totals.Items, LeadCountsJson.Of(t.Totals.Leads), new(Plain.OfMinor(t.Totals.LeadValue), currency, t.Totals.ValueUnknown),
        WeightedJson.Of(t.Totals, currency), t.Totals.AtRisk, t.Totals.ItemsPastEndOfLife, t.UpdatedAt == default ? null : t.UpdatedAt.ToUniversalTime());
}

/// <summary>A territory with its accounts by lead value, then open leads.</summary>
public sealed record TerritoryDetailJson(TerritoryJson Territory, IReadOnlyList<AccountJson> Leaderboard);

/// <summary>The whole tenant.</summary>
/// <param name="UpdatedAt">Null: nothing has changed since the start.</param>
public sealed record PortfolioJson(
    int Accounts, int Items, LeadCountsJson Leads, SumJson LeadValue, WeightedJson Pipeline, int AtRisk, int ItemsPastEndOfLife, int Territories, DateOnly AsOf,
    string RulesVersion, DateTimeOffset? UpdatedAt)
{
    public static PortfolioJson Of(PortfolioView p, string currency) => new(
        p.Totals.Accounts, p.Totals.Items, LeadCountsJson.Of(p.Totals.Leads), new(Plain.OfMinor(p.Totals.LeadValue), currency, p.Totals.ValueUnknown),
        WeightedJson.Of(p.Totals, currency), p.Totals.AtRisk, p.Totals.ItemsPastEndOfLife, p.Territories, p.AsOf, p.RulesVersion,
        p.UpdatedAt == default ? null : p.UpdatedAt.ToUniversalTime());
}
