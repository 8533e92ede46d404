using OneLead.Web.Api;
using OneLead.Web.ReadModel;

namespace OneLead.Web.Search;

/// <summary>
/// Finds accounts, leads, items and territories by part of a name or serial. Matches at the start come first, then higher values.
/// </summary>
internal sealed class SearchQuery(VisibleModel model, IIngest ingest)
{
    private const int Best = 8;

    private static readonly Sort Order = new("", true);

    public async Task<SearchJson> FindAsync(string text)
    {
        var state = model.State();
        var (leads, items) = LeadsAndItems(state, text);
        if (items.Count == 0 && await FindExactAsync(text) is { } item)
            items = [item];
        return new SearchJson(Accounts(state, text), leads, items, Territories(state, text));
    }

    private static List<FoundAccountJson> Accounts(ModelState state, string text)
    {
        var found = new PageCollector<AccountEntry>(Order, null, Best);
        foreach (var account in state.Accounts)
        {
            var row = account.Row;
            var rank = Math.Max(
                Rank(row.Name, text),
                row.Aliases.Any(a => a.Contains(text, StringComparison.OrdinalIgnoreCase))
                    || row.Id.Contains(text, StringComparison.OrdinalIgnoreCase)
                    ? 1
                    : 0);
            if (rank > 0)
                found.Offer(account, Key(rank, row.Totals.Leads.Total, row.Id));
        }
        return [.. found.Finish().Rows.Select(a => new FoundAccountJson(a.Row.Id, a.Row.Name, a.Row.Territory, a.Row.AtRisk))];
    }

    // The read model knows items only by their leads; an item without leads is found by its whole serial (see FindExactAsync).
    private static (List<FoundLeadJson> Leads, List<FoundItemJson> Items) LeadsAndItems(ModelState state, string text)
    {
        var (leads, items) = (
            new PageCollector<LeadEntry>(Order, null, Best),
            new PageCollector<LeadEntry>(Order, null, Best * Enum.GetValues<LeadType>().Length));
        var anywhere = new LeadText(text);
        foreach (ref readonly var lead in state.Leads)
        {
            if (!anywhere.IsIn(in lead))
                continue;
            var serial = Rank(lead.Row.Serial, text);
            if (lead.IsOpen)
                leads.Offer(in lead, Key(Math.Max(serial, Rank(lead.Row.Product, text)), lead.Score, lead.Id));
            if (serial > 0)
                items.Offer(in lead, Key(serial, 0, lead.Id));
        }
        return (
            [
                .. leads.Finish().Rows.Select(
                    l => new FoundLeadJson(
                        l.Id, l.Type, l.Priority, JsonDecimal.Of(l.Row.Score), l.Row.Product, l.Row.Serial,
                        new(l.Row.AccountId, l.AccountName))),
            ],
            [
                .. items.Finish().Rows.DistinctBy(l => l.Row.Serial).Take(Best).Select(
                    l => new FoundItemJson(
                        Keys.TryParseLead(l.Id)!.Value.Subject, l.Row.Serial, l.Row.Product, new(l.Row.AccountId, l.AccountName))),
            ]);
    }

    private async Task<FoundItemJson?> FindExactAsync(string text)
    {
        var id = text.Contains(':', StringComparison.Ordinal) ? text : Keys.Item(null, text.ToUpperInvariant());
        return await model.FindItemAccountAsync(id, ingest) is { } account
            ? new FoundItemJson(
                id, Keys.DecodePart(id[(id.IndexOf(':', StringComparison.Ordinal) + 1)..]), "",
                new(account, model.Account(account)?.Name ?? account))
            : null;
    }

    private static List<FoundTerritoryJson> Territories(ModelState state, string text) =>
    [
        .. state.Territories.Values.Where(t => t.Totals.Accounts > 0 && Rank(t.Id, text) > 0).OrderByDescending(t => Rank(t.Id, text))
            .ThenByDescending(t => t.Totals.Leads.Total).ThenBy(t => t.Id, StringComparer.Ordinal)
            .Take(Best).Select(t => new FoundTerritoryJson(t.Id, t.Totals.Accounts, t.Totals.Leads.Total)),
    ];

    private static int Rank(string name, string text) =>
        name.StartsWith(text, StringComparison.OrdinalIgnoreCase) ? 2 : name.Contains(text, StringComparison.OrdinalIgnoreCase) ? 1 : 0;

    private static SortKey Key(int rank, long weight, string id) =>
        SortKey.Of(rank * (1L << 60) + Math.Clamp(weight, 0, (1L << 60) - 1), id);
}
