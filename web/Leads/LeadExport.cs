using OneLead.Views;
using OneLead.Web.Api;
using OneLead.Web.Export;
using OneLead.Web.ReadModel;

namespace OneLead.Web.Leads;

/// <summary>Leads as a table, with their factors, what to do until when, and the rules and day of their scores.</summary>
/// <param name="actions">Reads the recommended actions of leads, in order; null for a lead that is gone.</param>
internal sealed class LeadExport(Func<IReadOnlyList<LeadRow>, Task<IReadOnlyList<string?>>> actions)
{
    // Read at once from the accounts of these leads.
    private const int PageSize = 1_000;

    private static readonly TableColumn<Line>[] Columns =
    [
        new("id", l => l.Lead.Id, "Lead ID", Width: 32),
        new("type", l => Term.Of(l.Lead.Type), Width: 18),
        new("status", l => Term.Of(l.Lead.Status)),
        new("priority", l => Term.Of(l.Lead.Priority)),
        new("score", l => JsonDecimal.Of(l.Lead.Score), Format: CellFormat.Score, Width: 10),
        new("urgency", l => l.Lead.Factors.Urgency, Format: CellFormat.Whole, Width: 10),
        new("value", l => l.Lead.Factors.Value, "Value score", CellFormat.Whole, 10),
        new("propensity", l => l.Lead.Factors.Propensity, Format: CellFormat.Whole, Width: 10),
        new("strategicFit", l => l.Lead.Factors.StrategicFit, Format: CellFormat.Whole, Width: 10),
        new("estimatedMin", l => l.Lead.Value?.Min, "Estimated value from", CellFormat.Money, 18),
        new("estimatedMax", l => l.Lead.Value?.Max, "Estimated value to", CellFormat.Money, 18),
        new("currency", l => l.Lead.Value?.Currency, Width: 10),
        new("accountId", l => l.Lead.AccountId, Width: 28),
        new("account", l => l.Account, Width: 36),
        new("territory", l => l.Lead.Territory),
        new("contract", l => l.Lead.Contract?.Number ?? l.Lead.Contract?.Id, Width: 18),
        new("serial", l => l.Lead.Serial, Width: 18),
        new("productId", l => l.Lead.ProductId, Width: 16),
        new("product", l => l.Lead.Product, Width: 44),
        new("family", l => l.Lead.Family),
        new("risk", l => Term.Of(l.Lead.Risk)),
        new("assignee", l => l.Lead.Assignee, "Assigned to", Width: 18),
        new("snoozedUntil", l => l.Lead.Work?.SnoozedUntil),
        new("asOf", l => l.Tenant.AsOf, Width: 12),
        new("rulesVersion", l => l.Tenant.RulesVersion),
        new("updatedAt", l => l.Lead.UpdatedAt, "Updated (UTC)", Width: 20),
        new("respondBy", l => l.Tenant.RespondBy(l.Lead), Width: 12),
        new("recommendedAction", l => l.RecommendedAction, Width: 60),
        new("services", l => ServicesOf(l), "Recommended services", Width: 60),
    ];

    public async Task WriteAsync(ITableWriter table, ModelState state, LeadFilter filter, Sort sort)
    {
        var leads = state.Leads(filter, sort, null, int.MaxValue - 1).Rows;
        await table.StartAsync(Columns, () => new(leads.Count));
        foreach (var page in leads.Chunk(PageSize))
        {
            var recommended = await actions([.. page.Select(l => l.Row)]);
            for (var i = 0; i < page.Length; i++)
                await table.WriteLineAsync(Columns, new Line(page[i].Row, page[i].AccountName, recommended[i], state.Tenant));
        }
    }

    private static string? ServicesOf(Line line)
    {
        var services = LeadJson.ServicesOf(line.Lead, line.Tenant);
        return services.Count == 0 ? null
            : string.Join("; ", services.Select(s => s.Skus.Count == 0 ? s.Name : $"{s.Name} ({string.Join(", ", s.Skus)})"));
    }

    private readonly record struct Line(LeadRow Lead, string Account, string? RecommendedAction, TenantView Tenant);
}
