using System.Collections.Frozen;
using OneLead.Views;

namespace OneLead.Web.ReadModel;

/// <summary>Which accounts a query wants. Null means all.</summary>
internal sealed record AccountFilter(FrozenSet<string>? Territories = null, string? Text = null, bool? AtRisk = null)
{
    private readonly string? _text = string.IsNullOrWhiteSpace(Text) ? null : Text.Trim();

    public bool Matches(AccountRow account) =>
        (AtRisk is null || account.AtRisk == AtRisk)
        && (Territories is null || account.Territory is { } territory && Territories.Contains(territory))
        && (_text is null || Contains(account.Name) || Contains(account.Id) || account.Aliases.Any(Contains));

    private bool Contains(string text) => text.Contains(_text!, StringComparison.OrdinalIgnoreCase);
}

/// <summary>The sorts of accounts.</summary>
internal static class AccountSorts
{
    public static readonly FrozenDictionary<string, Func<AccountRow, SortKey>> All = new Dictionary<string, Func<AccountRow, SortKey>>
    {
        ["name"] = a => SortKey.Of(a.Name, a.Id),
        ["health"] = a => SortKey.Of(a.Health.View, a.Id),
        ["leads"] = a => SortKey.Of(a.Totals.Leads.Total, a.Id),
        ["value"] = a => SortKey.Of(a.Totals.LeadValue, a.Id),
    }.ToFrozenDictionary();

    public static readonly Sort Default = new("name", false);
}
