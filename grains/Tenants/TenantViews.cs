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
        };
    }
}
