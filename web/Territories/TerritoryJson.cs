using OneLead.Views;
using OneLead.Web.Accounts;
using OneLead.Web.Api;
using OneLead.Web.Leads;
using OneLead.Web.ReadModel;

namespace OneLead.Web.Territories;

/// <summary>A territory's roll-up.</summary>
/// <param name="Id">The key of the territory; <c>-</c> for the accounts without one.</param>
/// <param name="Name">The territory as sources write it.</param>
/// <param name="UpdatedAt">Null: nothing has changed since the server started.</param>
/// <param name="Above">The territories that it is below, the nearest first, as far as the caller sees them. No sum includes it.</param>
/// <param name="Circle">True if its stated parent does not count, because it would be below itself.</param>
public sealed record TerritoryJson(
    string Id, string? Name, IReadOnlyList<string> Above, bool Circle, int Accounts, int Items, LeadCountsJson Leads, SumJson LeadValue,
    WeightedJson Pipeline, int AtRisk, int ItemsPastEndOfLife, SumJson ValueAtRisk, SumJson EstimatedAtRisk, DateTimeOffset? UpdatedAt)
{
    internal static TerritoryJson Of(TerritoryRow t, string currency, VisibleModel model) => new(
        t.Id, t.Name, t.Name is null ? [] : [.. model.Territories.Above(t.Name).Where(model.Visibility.SeesTerritory)],
        model.Visibility.SeesAllAccounts && model.Territories.Parents.Any(p => p.IsInCircle && p.Territory == t.Name),
        t.Totals.Accounts, t.Totals.Items, LeadCountsJson.Of(t.Totals.Leads),
        SumJson.LeadValue(t.Totals, currency),
        WeightedJson.Of(t.Totals, currency), t.Totals.AtRisk, t.Totals.ItemsPastEndOfLife, SumJson.ValueAtRisk(t.Totals, currency),
        SumJson.EstimatedAtRisk(t.Totals, currency),
        t.UpdatedAt == default ? null : t.UpdatedAt.ToUniversalTime());
}

/// <summary>A territory and its accounts, sorted by lead value, then open leads.</summary>
public sealed record TerritoryDetailJson(TerritoryJson Territory, IReadOnlyList<AccountJson> Leaderboard);
