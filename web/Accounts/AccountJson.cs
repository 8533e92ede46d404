using OneLead.Views;
using OneLead.Web.Api;
using OneLead.Web.Leads;
using OneLead.Web.ReadModel;

namespace OneLead.Web.Accounts;

/// <summary>An account by id and name.</summary>
public sealed record AccountRefJson(string Id, string Name);

/// <summary>The parts of the composite health, each 0-100; null if the part is not known.</summary>
public sealed record HealthPartsJson(int? Usage, int? Support, int? Payment, int? Engagement, int? Sentiment, int? Lifecycle);

/// <summary>The health scores of an account. Composite is the one to show; the others are other formulas.</summary>
/// <param name="Composite">0-100: the weighted mean of the known parts; null if none is known.</param>
/// <param name="Risk">The band of the composite score: low, medium, high, critical; unknown if it is not known.</param>
/// <param name="KnownParts">The number of known parts out of six: the confidence.</param>
public sealed record HealthJson(
    int Classic, int ClassicUncapped, int View, decimal? Composite, RiskLevel Risk, int KnownParts, HealthPartsJson Parts);

/// <summary>
/// The last change of an account's health: direction, time and previous scores. What one import changes is one change.
/// </summary>
public sealed record TrendJson(HealthTrend Direction, DateTimeOffset At, HealthJson Before);

/// <summary>An account in lists and pushes.</summary>
/// <param name="Trend">Null: its health has not changed since it was first seen.</param>
public sealed record AccountJson(
    string Id, string Name, string? Territory, HealthJson Health, bool AtRisk, LeadCountsJson Leads, int Items, int ItemsPastEndOfLife,
    int OpenOpportunities, int Projects,
    int ClosedProjects, decimal? CreditUtilization, SumJson LeadValue, WeightedJson Pipeline, IReadOnlyList<string> Aliases, string? Tier,
    string? AccountManager,
    DateTimeOffset UpdatedAt, bool Stale, string? Segment, TrendJson? Trend, SumJson ValueAtRisk,
    SumJson EstimatedAtRisk)
{
    internal static AccountJson Of(in AccountEntry entry, string currency) =>
        Of(entry.Row, currency) with
        {
            Trend = entry is { Moved: { } moved, Trend: { } direction }
                ? new(direction, moved.At.ToUniversalTime(), Of(moved.Before))
                : null,
        };

    public static AccountJson Of(AccountRow a, string currency) => new(
        a.Id, a.Name, a.Territory, Of(a.Health), a.AtRisk,
        LeadCountsJson.Of(a.Totals.Leads), a.Totals.Items, a.Totals.ItemsPastEndOfLife, a.Totals.OpenOpportunities, a.Projects,
        a.ClosedProjects,
        a.CreditUtilization is { } rate ? JsonDecimal.Of(rate) : null,
        SumJson.LeadValue(a.Totals, currency),
        WeightedJson.Of(a.Totals, currency), a.Aliases, a.Tier, a.AccountManager, a.UpdatedAt.ToUniversalTime(), a.Stale, a.Segment, null,
        SumJson.ValueAtRisk(a.Totals, currency), SumJson.EstimatedAtRisk(a.Totals, currency));

    private static HealthJson Of(Health h) => new(
        h.Classic, h.ClassicUncapped, h.View, h.Composite is { } composite ? JsonDecimal.Of(composite) : null, h.Risk, h.Parts.Known,
        new(h.Parts.Usage, h.Parts.Support, h.Parts.Payment, h.Parts.Engagement, h.Parts.Sentiment, h.Parts.Lifecycle));
}
