using OneLead.Views;
using OneLead.Web.Accounts;
using OneLead.Web.Api;
using OneLead.Web.Leads;

namespace OneLead.Web.Territories;

/// <summary>A territory's roll-up.</summary>
/// <param name="Id">The key of the territory; <c>-</c> for the accounts without one.</param>
/// <param name="Name">The territory as sources write it.</param>
/// <param name="UpdatedAt">Null: nothing has changed since the server started.</param>
public sealed record TerritoryJson(
    string Id, string? Name, int Accounts, int Items, LeadCountsJson Leads, SumJson LeadValue, WeightedJson Pipeline,
    int AtRisk, int ItemsPastEndOfLife, SumJson ValueAtRisk, SumJson EstimatedAtRisk, DateTimeOffset? UpdatedAt)
{
    public static TerritoryJson Of(TerritoryRow t, string currency) => new(
        t.Id, t.Name, t.Totals.Accounts, t.Totals.Items, LeadCountsJson.Of(t.Totals.Leads),
        SumJson.LeadValue(t.Totals, currency),
        WeightedJson.Of(t.Totals, currency), t.Totals.AtRisk, t.Totals.ItemsPastEndOfLife, SumJson.ValueAtRisk(t.Totals, currency),
        SumJson.EstimatedAtRisk(t.Totals, currency),
        t.UpdatedAt == default ? null : t.UpdatedAt.ToUniversalTime());
}

/// <summary>A territory and its accounts, sorted by lead value, then open leads.</summary>
public sealed record TerritoryDetailJson(TerritoryJson Territory, IReadOnlyList<AccountJson> Leaderboard);
