using System.Text.Json;
using OneLead.Events;
using OneLead.Views;
using OneLead.Web.ReadModel;

namespace OneLead.Web.Api;

/// <summary>Counts of the open leads by type and by priority.</summary>
public sealed record LeadCountsJson(int Total, int Renewal, int HardwareRefresh, int ServiceAttach, int Critical, int High, int Medium, int Low)
{
    public static LeadCountsJson Of(LeadCounts c) => new(c.Total, c.Renewal, c.HardwareRefresh, c.ServiceAttach, c.Critical, c.High, c.Medium, c.Low);
}

/// <summary>A sum of money in major units; unknown counts what could not be added because its value is not known.</summary>
public sealed record SumJson(decimal Amount, string Currency, int Unknown);

/// <summary>The health scores of an account; composite is null until its components are fed.</summary>
public sealed record HealthJson(int Classic, int ClassicUncapped, int View, decimal? Composite);

/// <summary>Which way an account's health moved last, when, and from where; since the server started.</summary>
public sealed record TrendJson(HealthTrend Direction, DateTimeOffset At, HealthJson Before);

/// <summary>An account as lists and pushes show it.</summary>
/// <param name="Trend">Null: its health has not moved since the server started.</param>
public sealed record AccountJson(
    string Id, string Name, string? Territory, HealthJson Health, bool AtRisk, LeadCountsJson Leads, int Items, int ItemsPastEndOfLife, int OpenOpportunities, int Projects,
    int ClosedProjects, decimal? CreditUtilization, SumJson LeadValue, WeightedJson Pipeline, IReadOnlyList<string> Aliases, string? Tier, string? AccountManager,
    DateTimeOffset UpdatedAt, bool Stale, string? Segment, TrendJson? Trend)
{
    internal static AccountJson Of(in AccountEntry entry, string currency) =>
        Of(entry.Row, currency) with { Trend = entry is { Moved: { } moved, Trend: { } direction } ? new(direction, moved.At.ToUniversalTime(), Of(moved.Before)) : null };

    public static AccountJson Of(AccountRow a, string currency) => new(
        a.Id, a.Name, a.Territory, Of(a.Health), a.AtRisk,
        LeadCountsJson.Of(a.Totals.Leads), a.Totals.Items, a.Totals.ItemsPastEndOfLife, a.Totals.OpenOpportunities, a.Projects, a.ClosedProjects,
        a.CreditUtilization is { } rate ? Plain.Of(rate) : null, new(Plain.OfMinor(a.Totals.LeadValue), currency, a.Totals.ValueUnknown),
        WeightedJson.Of(a.Totals, currency), a.Aliases, a.Tier, a.AccountManager, a.UpdatedAt.ToUniversalTime(), a.Stale, a.Segment, null);

    private static HealthJson Of(Health h) => new(h.Classic, h.ClassicUncapped, h.View, h.Composite is { } composite ? Plain.Of(composite) : null);
}

/// <summary>An item as it stands; fields are what its sources said.</summary>
public sealed record ItemJson(
    string Id, string AccountId, string Serial, string Family, bool IsComponent, IReadOnlyList<string> Support, RiskLevel Risk, int RiskScore, int? DaysPastEndOfLife,
    int? DaysSinceSupportEnd, DateOnly? NextChange, IReadOnlyList<string> Leads, JsonElement Fields, DateTimeOffset UpdatedAt)
{
    public static ItemJson Of(ItemView i) => new(
        i.Id, i.AccountId, i.Serial, i.Family, i.IsComponent, SupportOf(i.Support), i.Risk, i.RiskScore, i.DaysPastEndOfLife, i.DaysSinceSupportEnd, i.NextChange, i.Leads,
        FieldsJson.Of(i.Fields), i.UpdatedAt.ToUniversalTime());

    private static IReadOnlyList<string> SupportOf(SupportState state) =>
        state == SupportState.Unknown ? ["unknown"] : [.. new[] { SupportState.Active, SupportState.Expired, SupportState.Uncovered }.Where(s => state.HasFlag(s)).Select(Wire.Name)];
}

/// <summary>An entity of an account with its winning fields.</summary>
public sealed record EntityJson(string Id, JsonElement Fields, DateTimeOffset UpdatedAt);

/// <summary>Everything about one account; entities by kind (opportunity, project, service_credit …).</summary>
public sealed record AccountDetailJson(
    AccountJson Account, IReadOnlyList<LeadJson> Leads, IReadOnlyList<ItemJson> Items, IReadOnlyDictionary<string, IReadOnlyList<EntityJson>> Entities,
    IReadOnlyList<string> Keys, ExplanationJson ClassicHealth, ExplanationJson ViewHealth, DateOnly AsOf, string RulesVersion, long Sequence)
{
    internal static AccountDetailJson Of(Account360 a, HealthMove? moved, TenantView tenant, string currency) => new(
        AccountJson.Of(new AccountEntry(a.Account, moved), currency), [.. a.Leads.Select(l => LeadJson.Of(l, a.Account.Name, tenant))], [.. a.Items.Select(ItemJson.Of)],
        a.Entities.ToDictionary(e => Wire.Name(e.Key), IReadOnlyList<EntityJson> (e) => [.. e.Value.Select(v => new EntityJson(v.Id, FieldsJson.Of(v.Fields), v.UpdatedAt.ToUniversalTime()))]),
        a.Keys, ExplanationJson.Of(a.ClassicHealth), ExplanationJson.Of(a.ViewHealth), a.AsOf, a.RulesVersion, a.Sequence);
}

internal static class FieldsJson
{
    public static JsonElement Of(EventData fields) => JsonElement.Parse(fields.ToJson());
}
