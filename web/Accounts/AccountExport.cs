using OneLead.Web.Api;
using OneLead.Web.Export;
using OneLead.Web.ReadModel;

namespace OneLead.Web.Accounts;

/// <summary>Accounts as a table, with the rules and day of their scores.</summary>
internal static class AccountExport
{
    public static async Task WriteAsync(ITableWriter table, ModelState state, AccountFilter filter, Sort sort, string currency)
    {
        await table.WriteRowAsync(
            "id", "name", "territory", "tier", "segment", "accountManager", "health", "healthRisk", "healthParts", "atRisk",
            "healthClassic", "healthClassicUncapped", "healthView", "leads", "critical", "high", "medium", "low", "leadValue",
            "currency", "items", "itemsPastEndOfLife", "openOpportunities", "weightedPipeline", "projects", "closedProjects",
            "creditUtilization", "asOf", "rulesVersion", "updatedAt");
        foreach (var account in state.Accounts(filter, sort, null, int.MaxValue - 1, currency).Rows)
        {
            var (a, health, totals, leads) = (account.Row, account.Row.Health, account.Row.Totals, account.Row.Totals.Leads);
            await table.WriteRowAsync(
                a.Id, a.Name, a.Territory, a.Tier, a.Segment, a.AccountManager, health.Composite, Wire.Name(health.Risk),
                health.Parts.Known, a.AtRisk, health.Classic, health.ClassicUncapped, health.View, leads.Total,
                leads.Critical, leads.High, leads.Medium, leads.Low,
                SumJson.LeadValue(totals, currency).Amount, currency, totals.Items, totals.ItemsPastEndOfLife, totals.OpenOpportunities,
                SumJson.Pipeline(totals, currency).Amount, a.Projects, a.ClosedProjects, a.CreditUtilization, state.Tenant.AsOf,
                state.Tenant.RulesVersion, a.UpdatedAt);
        }
    }
}
