namespace OneLead.Rules;

/// <summary>Places a territory's nameless records after its accounts are known.</summary>
internal sealed class TerritoryPlacement(
    string? territory, ReconciliationState standing, NameRules rules, SimilarNames similar, List<AccountGroup> accounts)
{
    /// <param name="nameless">The territory's keys without a name.</param>
    /// <param name="ties">Receives the accounts with equally many opportunities.</param>
    public void Place(List<AccountMember> nameless, List<(AccountGroup Chosen, AccountGroup Other)> ties)
    {
        var named = accounts.FindAll(a => a.Named.Any());
        var mapping = territory is not null && standing.TerritoryNames.TryGetValue(territory, out var name)
            && !string.IsNullOrWhiteSpace(name)
            ? Map(name, named)
            : null;
        // The mapping names the account even if there are no records to place.
        mapping?.Account?.MappedName = mapping.Name;
        if (nameless.Count == 0)
            return;
        var (account, placement) = mapping is not null
            ? (mapping.Account, (LinkRules.TerritoryMapping, mapping.Name, mapping.Matched, mapping.Similarity))
            : MostOpportunities(named, ties);
        if (account is null)
        {
            account = new AccountGroup(territory) { MappedName = mapping?.Name };
            accounts.Add(account);
        }
        foreach (var member in nameless)
        {
            member.Placement = placement;
            account.Add(member, account.Nameless);
        }
    }

    private sealed record Mapping(string Name, AccountGroup? Account, string? Matched, int? Similarity);

    private Mapping Map(string name, List<AccountGroup> named)
    {
        var own = AccountNames.Normalise(name, rules);
        var display = standing.Aliases.Canonical(territory, own) ?? name.Trim();
        var wanted = AccountNames.Normalise(display, rules);
        var byName = named.SelectMany(
            a => a.Named.SelectMany(m => m.Spellings),
            (a, s) => (Account: a, Spelling: s)).ToLookup(x => x.Spelling.Normalised, StringComparer.Ordinal);
        // Manually linked keys are not among the similar names, so only their exact name is compared.
        var best = similar.Matching(wanted).Append(new(wanted, 100)).Distinct().Where(m => byName.Contains(m.Name))
            .OrderByDescending(m => m.Similarity)
            .SelectMany(m => Ranked(byName[m.Name].Select(x => x.Account).Distinct()).Select(a => (Account: a, Match: m)))
            .FirstOrDefault();
        return best.Account is null
            ? new(display, null, null, null)
            : new(
                display, best.Account,
                byName[best.Match.Name].Where(x => x.Account == best.Account).Select(x => x.Spelling).BestKnown(s => s.Name),
                best.Match.Similarity);
    }

    // Without opportunities there is no reason to prefer one of several accounts.
    private static (AccountGroup?, (string, string?, string?, int?)?) MostOpportunities(
        List<AccountGroup> named, List<(AccountGroup Chosen, AccountGroup Other)> ties)
    {
        var ranked = Ranked(named).ToList();
        if (ranked.Count == 0 || (ranked.Count > 1 && ranked[0].Opportunities == 0))
            return (null, null);
        ties.AddRange(ranked.Skip(1).TakeWhile(a => a.Opportunities == ranked[0].Opportunities).Select(a => (ranked[0], a)));
        return (ranked[0], (LinkRules.MostOpportunities, null, ranked[0].Spelled, null));
    }

    private static IEnumerable<AccountGroup> Ranked(IEnumerable<AccountGroup> accounts) =>
        accounts.OrderByDescending(a => a.Opportunities).ThenBy(a => a.Spelled, StringComparer.Ordinal).ThenBy(
            a => a.Named.Select(m => m.Key).Min(StringComparer.Ordinal), StringComparer.Ordinal);
}
