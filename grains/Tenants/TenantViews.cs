using OneLead.Rules;
using OneLead.Views;

namespace OneLead.Tenants;

internal static class TenantViews
{
    public static TenantView Of(TenantHistory history)
    {
        var now = history.Latest;
        return new TenantView(
            history.UpTo, now.AsOf, now.Rules.Version, now.Recommendations(),
            [.. now.Services.Values.Where(s => s.Exists).Select(
                s => new CatalogueService(s.Id, s.Fields["practice"].Text, s.Fields["subPractice"].Text, s.Fields["name"].Text ?? ""))])
        {
            RespondByDays = now.Rules.Priorities.RespondByDays,
            RulesProblem = now.RulesProblem,
            TerritoryParents = TerritoryTree.Of(now.Mappings.Values.Where(static m => m.Exists && m.Fields["parent"].AsText() is not null)
                .DistinctBy(static m => Keys.DecodePart(m.Id), StringComparer.Ordinal)
                .ToDictionary(static m => Keys.DecodePart(m.Id), static m => m.Fields["parent"].Text!.Trim(), StringComparer.Ordinal)),
        };
    }
}
