using OneLead.Web.Api;
using OneLead.Web.Export;
using OneLead.Web.ReadModel;

namespace OneLead.Web.Leads;

/// <summary>Leads as a table, with their factors, and the rules and day of their scores.</summary>
internal static class LeadExport
{
    public static async Task WriteAsync(ITableWriter table, ModelState state, LeadFilter filter, Sort sort)
    {
        await table.WriteRowAsync(
            "id", "type", "status", "priority", "score", "urgency", "value", "propensity", "strategicFit", "estimatedMin", "estimatedMax",
            "currency", "accountId", "account", "territory", "contract", "serial", "productId", "product", "family", "risk",
            "assignee", "snoozedUntil", "asOf", "rulesVersion", "updatedAt");
        foreach (var entry in state.Leads(filter, sort, null, int.MaxValue - 1).Rows)
        {
            var (lead, factors, value, tenant) = (entry.Row, entry.Row.Factors, entry.Row.Value, state.Tenant);
            await table.WriteRowAsync(
                lead.Id, Wire.Name(lead.Type), Wire.Name(lead.Status), Wire.Name(lead.Priority), JsonDecimal.Of(lead.Score),
                factors.Urgency, factors.Value, factors.Propensity, factors.StrategicFit, value?.Min, value?.Max,
                value?.Currency, lead.AccountId, entry.AccountName, lead.Territory, lead.Contract?.Number ?? lead.Contract?.Id,
                lead.Serial, lead.ProductId, lead.Product, lead.Family,
                Wire.Name(lead.Risk), lead.Assignee, lead.Work?.SnoozedUntil, tenant.AsOf, tenant.RulesVersion, lead.UpdatedAt);
        }
    }
}
