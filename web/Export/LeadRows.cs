using OneLead.Web.Api;
using OneLead.Web.ReadModel;

namespace OneLead.Web.Export;

/// <summary>Leads as a table, with their factors and the rules and day behind them.</summary>
internal static class LeadRows
{
    public static async Task Write(ITableWriter table, ModelState state, LeadFilter filter, Sort sort)
    {
        await table.Row(
            "id", "type", "status", "priority", "score", "urgency", "value", "propensity", "strategicFit", "estimatedMin", "estimatedMax", "currency", "accountId", "account", "territory",
            "serial", "productId", "product", "family", "risk", "assignee", "snoozedUntil", "asOf", "rulesVersion", "updatedAt");
        foreach (var entry in state.Leads(filter, sort, null, int.MaxValue - 1).Rows)
        {
            var (lead, tenant) = (entry.Row, state.Tenant);
            await table.Row(
                lead.Id, Wire.Name(lead.Type), Wire.Name(lead.Status), Wire.Name(lead.Priority), Plain.Of(lead.Score), lead.Factors.Urgency, lead.Factors.Value, lead.Factors.Propensity,
                lead.Factors.StrategicFit, lead.Value?.Min, lead.Value?.Max, lead.Value?.Currency, lead.AccountId, entry.AccountName, lead.Territory, lead.Serial, lead.ProductId, lead.Product,
                lead.Family, Wire.Name(lead.Risk), lead.Assignee, lead.Work?.SnoozedUntil, tenant.AsOf, tenant.RulesVersion, lead.UpdatedAt);
        }
    }
}

/// <summary>Accounts as a table, with the rules and day behind their scores.</summary>
internal static class AccountRows
{
    public static async Task Write(ITableWriter table, ModelState state, AccountFilter filter, Sort sort, string currency)
    {
        await table.Row(
            "id", "name", "territory", "tier", "segment", "accountManager", "healthClassic", "healthClassicUncapped", "healthView", "healthComposite", "atRisk", "leads", "critical", "high", "medium",
            "low", "leadValue", "currency", "items", "itemsPastEndOfLife", "openOpportunities", "weightedPipeline", "projects", "closedProjects", "creditUtilization", "asOf", "rulesVersion", "updatedAt");
        foreach (var account in state.Accounts(filter, sort, null, int.MaxValue - 1).Rows)
        {
            var (a, totals, leads) = (account.Row, account.Row.Totals, account.Row.Totals.Leads);
            await table.Row(
                a.Id, a.Name, a.Territory, a.Tier, a.Segment, a.AccountManager, a.Health.Classic, a.Health.ClassicUncapped, a.Health.View, a.Health.Composite, a.AtRisk, leads.Total, leads.Critical,
                leads.High, leads.Medium, leads.Low, Plain.OfMinor(totals.LeadValue), currency, totals.Items, totals.ItemsPastEndOfLife, totals.OpenOpportunities, Plain.OfMinor(totals.WeightedPipeline),
                a.Projects, a.ClosedProjects, a.CreditUtilization, state.Tenant.AsOf, state.Tenant.RulesVersion, a.UpdatedAt);
        }
    }
}
