using System.Collections.Frozen;
using OneLead.Views;
using OneLead.Web.Api;

namespace OneLead.Web.ReadModel;

/// <summary>Filters accounts. Null means all.</summary>
/// <param name="Trend">Only those whose health last changed in this direction.</param>
/// <param name="MovedSince">Only those whose health has changed since.</param>
internal sealed record AccountFilter(
    FrozenSet<string>? Territories = null, string? Text = null, bool? AtRisk = null, FrozenSet<string>? Tiers = null,
    HealthTrend? Trend = null, DateTimeOffset? MovedSince = null, FrozenSet<RiskLevel>? Risks = null)
{
    private readonly string? _text = string.IsNullOrWhiteSpace(Text) ? null : Text.Trim();

    public bool Matches(in AccountEntry entry) =>
        Matches(entry.Row) && (Trend is null || entry.Trend == Trend) && (MovedSince is null || entry.Moved?.At >= MovedSince);

    private bool Matches(AccountRow account) =>
        (AtRisk is null || account.AtRisk == AtRisk)
        && (Risks is null || Risks.Contains(account.Health.Risk))
        && (Tiers is null || account.Tier is { } tier && Tiers.Contains(tier))
        && Territories.Wants(account.Territory)
        && (_text is null || Contains(account.Name) || Contains(account.Id) || account.Aliases.Any(Contains));

    private bool Contains(string text) => text.Contains(_text!, StringComparison.OrdinalIgnoreCase);
}

/// <summary>The sorts of accounts; amounts are compared in the tenant's currency.</summary>
internal static class AccountSorts
{
    public static readonly FrozenDictionary<string, Func<AccountRow, string, SortKey>> All =
        new Dictionary<string, Func<AccountRow, string, SortKey>>
        {
            ["name"] = (a, _) => SortKey.Of(a.Name, a.Id),
            ["health"] = (a, _) => SortKey.Of((long?)(a.Health.Composite * 100), a.Id),
            ["view"] = (a, _) => SortKey.Of(a.Health.View, a.Id),
            ["classic"] = (a, _) => SortKey.Of(a.Health.ClassicUncapped, a.Id),
            ["composite"] = (a, _) => SortKey.Of((long?)(a.Health.Composite * 100), a.Id),
            ["territory"] = (a, _) => SortKey.Of(a.Territory, a.Id),
            ["items"] = (a, _) => SortKey.Of(a.Totals.Items, a.Id),
            ["pastEndOfLife"] = (a, _) => SortKey.Of(a.Totals.ItemsPastEndOfLife, a.Id),
            ["pipeline"] = (a, currency) => SortKey.Of(Minor(SumJson.Pipeline(a.Totals, currency)), a.Id),
            ["utilization"] = (a, _) => SortKey.Of((long?)(a.CreditUtilization * 10_000), a.Id),
            ["updatedAt"] = (a, _) => SortKey.Of(a.UpdatedAt.UtcTicks, a.Id),
            ["leads"] = (a, _) => SortKey.Of(a.Totals.Leads.Total, a.Id),
            ["value"] = (a, currency) => SortKey.Of(Minor(SumJson.LeadValue(a.Totals, currency)), a.Id),
        }.ToFrozenDictionary();

    public static readonly Sort Default = new("name", false);

    // Unknown comes last, as everywhere.
    // Sums may exceed a long; those sort as equal.
    private static long? Minor(SumJson sum) =>
        sum.Amount is { } amount ? (long)Math.Clamp(amount * 100, long.MinValue, long.MaxValue) : null;
}
