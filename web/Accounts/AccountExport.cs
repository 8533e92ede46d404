using OneLead.Views;
using OneLead.Web.Api;
using OneLead.Web.Export;
using OneLead.Web.ReadModel;

namespace OneLead.Web.Accounts;

/// <summary>Accounts as a table, with the rules and day of their scores.</summary>
internal static class AccountExport
{
    private static readonly TableColumn<Line>[] Columns =
    [
        new("id", l => l.Account.Id, "Account ID", Width: 28),
        new("name", l => l.Account.Name, Width: 36),
        new("territory", l => l.Account.Territory),
        new("tier", l => l.Account.Tier),
        new("segment", l => l.Account.Segment),
        new("accountManager", l => l.Account.AccountManager, Width: 20),
        new("health", l => l.Account.Health.Composite, Format: CellFormat.Score),
        new("healthRisk", l => Term.Of(l.Account.Health.Risk), "Health band"),
        new("healthParts", l => l.Account.Health.Parts.Known, "Known parts of health", CellFormat.Whole),
        new("atRisk", l => l.Account.AtRisk, Width: 10),
        new("healthClassic", l => l.Account.Health.Classic, "Classic health", CellFormat.Whole),
        new("healthClassicUncapped", l => l.Account.Health.ClassicUncapped, "Classic health without caps", CellFormat.Whole),
        new("healthView", l => l.Account.Health.View, "View score", CellFormat.Whole),
        new("leads", l => l.Account.Totals.Leads.Total, "Open leads", CellFormat.Whole),
        new("critical", l => l.Account.Totals.Leads.Critical, "Critical leads", CellFormat.Whole),
        new("high", l => l.Account.Totals.Leads.High, "High leads", CellFormat.Whole),
        new("medium", l => l.Account.Totals.Leads.Medium, "Medium leads", CellFormat.Whole),
        new("low", l => l.Account.Totals.Leads.Low, "Low leads", CellFormat.Whole),
        new("leadValue", l => SumJson.LeadValue(l.Account.Totals, l.Currency).Amount, Format: CellFormat.Money, Width: 18),
        new("currency", l => l.Currency, Width: 10),
        new("items", l => l.Account.Totals.Items, Format: CellFormat.Whole),
        new("itemsPastEndOfLife", l => l.Account.Totals.ItemsPastEndOfLife, Format: CellFormat.Whole),
        new("openOpportunities", l => l.Account.Totals.OpenOpportunities, Format: CellFormat.Whole),
        new(
            "weightedPipeline", l => SumJson.Pipeline(l.Account.Totals, l.Currency).Amount, Format: CellFormat.Money, Width: 18),
        new("projects", l => l.Account.Projects, Format: CellFormat.Whole),
        new("closedProjects", l => l.Account.ClosedProjects, Format: CellFormat.Whole),
        new("creditUtilization", l => l.Account.CreditUtilization, "Credit use", CellFormat.Percent),
        new("asOf", l => l.Tenant.AsOf, Width: 12),
        new("rulesVersion", l => l.Tenant.RulesVersion),
        new("updatedAt", l => l.Account.UpdatedAt, "Updated (UTC)", Width: 20),
    ];

    public static async Task WriteAsync(ITableWriter table, ModelState state, AccountFilter filter, Sort sort, string currency)
    {
        var accounts = state.Accounts(filter, sort, null, int.MaxValue - 1, currency).Rows;
        await table.StartAsync(Columns, () => new(accounts.Count));
        foreach (var account in accounts)
            await table.WriteLineAsync(Columns, new Line(account.Row, state.Tenant, currency));
    }

    private readonly record struct Line(AccountRow Account, TenantView Tenant, string Currency);
}
