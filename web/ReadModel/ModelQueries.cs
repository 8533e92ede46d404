using OneLead.Views;

namespace OneLead.Web.ReadModel;

/// <summary>Queries over a state of the model, each in one scan.</summary>
internal static class ModelQueries
{
    public static Page<LeadEntry> Leads(this ModelState state, LeadFilter filter, Sort sort, SortKey? after, int limit)
    {
        var key = LeadSorts.All[sort.Name];
        var page = new PageCollector<LeadEntry>(sort, after, limit);
        foreach (ref readonly var lead in state.Leads)
        {
            if (filter.Matches(in lead))
                page.Offer(in lead, key(in lead));
        }
        return page.Finish();
    }

    public static Page<AccountEntry> Accounts(
        this ModelState state, AccountFilter filter, Sort sort, SortKey? after, int limit, string currency)
    {
        var key = AccountSorts.All[sort.Name];
        var page = new PageCollector<AccountEntry>(sort, after, limit);
        foreach (var account in state.Accounts)
        {
            if (filter.Matches(in account))
                page.Offer(in account, key(account.Row, currency));
        }
        return page.Finish();
    }

    /// <summary>A territory's accounts by lead value, then open leads.</summary>
    /// <param name="territory">The key of the territory.</param>
    public static IReadOnlyList<AccountRow> Leaderboard(this ModelState state, string territory, string currency)
    {
        var accounts = new List<AccountRow>();
        foreach (var account in state.Accounts)
        {
            if (Keys.TerritoryGrainKey(account.Row.Territory) == territory)
                accounts.Add(account.Row);
        }
        return
        [
            .. accounts.OrderByDescending(a => a.Totals.In(currency).LeadValue).ThenByDescending(a => a.Totals.Leads.Total)
                .ThenBy(a => a.Id, StringComparer.Ordinal),
        ];
    }

    /// <summary>Open leads by type and priority.</summary>
    public static IEnumerable<(LeadType Type, Priority Priority, int Count)> OpenLeads(this ModelState state)
    {
        var priorities = Enum.GetValues<Priority>();
        var counts = new int[Enum.GetValues<LeadType>().Length * priorities.Length];
        foreach (ref readonly var lead in state.Leads)
        {
            if (lead.IsOpen)
                counts[(int)lead.Type * priorities.Length + (int)lead.Priority]++;
        }
        return counts.Select((count, i) => ((LeadType)(i / priorities.Length), (Priority)(i % priorities.Length), count));
    }
}
