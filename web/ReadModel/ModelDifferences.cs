using OneLead.Views;

namespace OneLead.Web.ReadModel;

/// <summary>Names what a model shows differently from what accounts state, and from its own accounts' sums.</summary>
internal static class ModelDifferences
{
    /// <summary>Compares an account with its whole state; null if the model shows it as it is.</summary>
    public static string? Of(TenantModel model, AccountDelta whole)
    {
        var (id, shown) = (whole.AccountId, model.Account(whole.AccountId));
        if (shown is null != whole.Row is null)
            return shown is null ? "it is not listed" : "it is listed, but has no records";
        if (shown is not null && !AreEqual(shown, whole.Row!))
            return $"its row is {Text(shown)} instead of {Text(whole.Row!)}";
        return Of("lead", model.LeadsOf(id), whole.Changed, static l => l.Id, AreEqual)
            ?? Of("entity", model.EntitiesOf(id), whole.Entities, static e => (e.Kind, e.Id), static (a, b) => a == b);
    }

    /// <summary>Compares territories and portfolio with the sums of the accounts, and returns those that differ.</summary>
    public static IEnumerable<RollUpDifference> OfRollUps(ModelState state)
    {
        var (sums, total) = (new Dictionary<string, Contribution>(StringComparer.Ordinal), default(Contribution));
        foreach (var account in state.Accounts)
        {
            var territory = Keys.TerritoryGrainKey(account.Row.Territory);
            sums[territory] = sums.GetValueOrDefault(territory) + account.Row.Totals;
            total += account.Row.Totals;
        }
        var differences = new List<RollUpDifference>();
        foreach (var territory in sums.Keys.Union(state.Territories.Keys).Order(StringComparer.Ordinal))
        {
            var shown = state.Territories.TryGetValue(territory, out var row) ? row.Totals : default;
            if (shown != sums.GetValueOrDefault(territory))
                differences.Add(new(territory, shown - sums.GetValueOrDefault(territory)));
        }
        if (state.Portfolio.Totals != total)
            differences.Add(new(null, state.Portfolio.Totals - total));
        return differences;
    }

    private static string? Of<TRow, TKey>(
        string what, IEnumerable<TRow> shown, IEnumerable<TRow> stated, Func<TRow, TKey> key, Func<TRow, TRow, bool> areEqual)
        where TKey : notnull
    {
        var rest = stated.ToDictionary(key);
        foreach (var row in shown)
        {
            if (!rest.Remove(key(row), out var other))
                return $"it shows the {what} {key(row)}, which it does not have";
            if (!areEqual(row, other))
                return $"its {what} {key(row)} differs";
        }
        return rest.Count > 0 ? $"the {what} {rest.Keys.First()} is missing" : null;
    }

    private static bool AreEqual(AccountRow a, AccountRow b) =>
        a.Aliases.AsSpan().SequenceEqual(b.Aliases.AsSpan()) && a with { Aliases = [] } == b with { Aliases = [] };

    // The journal does not tell since when a lead has its priority.
    private static bool AreEqual(LeadRow a, LeadRow b) => a with { PrioritySince = null } == b with { PrioritySince = null };

    private static string Text(AccountRow row) =>
        $"'{row.Name}' in {row.Territory ?? "no territory"} with {row.Totals.Items} items, {row.Totals.Leads.Total} leads and "
        + $"{row.Totals.OpenOpportunities} open opportunities";
}

/// <summary>A roll-up that is not the sum of its accounts.</summary>
/// <param name="Territory">The key of the territory; null is the portfolio.</param>
/// <param name="Excess">What it shows in excess of the sum.</param>
internal readonly record struct RollUpDifference(string? Territory, Contribution Excess)
{
    public override string ToString() =>
        $"{(Territory is null ? "the portfolio" : $"territory {Territory}")}: {Excess.Accounts} accounts, {Excess.Items} items, "
        + $"{Excess.Leads.Total} leads and {Excess.OpenOpportunities} open opportunities more than its accounts have";
}
