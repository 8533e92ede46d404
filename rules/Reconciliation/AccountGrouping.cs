using System.Collections.Immutable;

namespace OneLead.Rules;

/// <summary>
/// Groups the keys of a partition into accounts: first by name and customer id, then manual links, then keys without a name.
/// </summary>
internal sealed class AccountGrouping
{
    private readonly Partition _partition;
    // Manual links, plus keys that were merged into a manually linked key.
    private readonly ImmutableDictionary<string, string> _byHand;
    private readonly Dictionary<string, AccountMember> _byKey;

    public AccountGrouping(Partition partition, ReconciliationState standing, NameRules rules, Func<string, string> rootElsewhere)
    {
        _partition = partition;
        _byHand = standing.ByHand.AddRange(
            standing.Merged.Where(m => standing.ByHand.ContainsKey(m.Value) && !standing.ByHand.ContainsKey(m.Key)));
        Members =
        [
            .. partition.Keys.GroupBy(k => k.Key, StringComparer.Ordinal).OrderBy(g => g.Key, StringComparer.Ordinal)
                .Select(g => AccountMember.Of(g, partition.Territory, standing.Aliases, rules)),
        ];
        _byKey = Members.ToDictionary(m => m.Key, StringComparer.Ordinal);
        foreach (var member in Members)
        {
            member.IsByHand = _byHand.ContainsKey(member.Key);
            member.MergedInto = member.IsByHand ? null : standing.Merged.GetValueOrDefault(member.Key);
        }

        var automatic = Members.FindAll(m => !m.IsByHand && !m.IsTerritory);
        var names = automatic.SelectMany(m => m.Spellings).Select(s => s.Normalised).ToHashSet(StringComparer.Ordinal);
        // Similar names are compared within a territory only.
        var similar = partition.Similar ?? new SimilarNames(rules);
        Pairs = partition.Territory is null ? [] : similar.Among(names);
        Join(automatic);
        var unplaced = PlaceByHand(rootElsewhere);
        new TerritoryPlacement(partition.Territory, standing, rules, similar, Accounts)
            .Place(Members.FindAll(m => m.IsTerritory && !m.IsByHand), Ties);
        foreach (var (member, sink) in unplaced)
            sink.Group.Add(member, member.IsTerritory ? sink.Group.Nameless : sink.Group.LinkedByHand);
    }

    public List<AccountMember> Members { get; }
    public List<AccountGroup> Accounts { get; } = [];
    public List<SimilarPair> Pairs { get; }

    /// <summary>Accounts with equally many opportunities: the chosen one and another.</summary>
    public List<(AccountGroup Chosen, AccountGroup Other)> Ties { get; } = [];

    // Connected components do not depend on the order in which keys arrived.
    private void Join(List<AccountMember> automatic)
    {
        var sets = new DisjointSets(automatic.Count);
        var byName = new Dictionary<string, int>(StringComparer.Ordinal);
        var byCustomer = new Dictionary<string, int>(StringComparer.Ordinal);
        var byKey = automatic.Select((m, i) => (m.Key, i)).ToDictionary(m => m.Key, m => m.i, StringComparer.Ordinal);
        for (var i = 0; i < automatic.Count; i++)
        {
            foreach (var spelling in automatic[i].Spellings)
            {
                Unite(byName, spelling.Normalised, i);
                if (spelling.WithoutUmlauts is { } spelled)
                    Unite(byName, spelled, i);
            }
            foreach (var id in automatic[i].CustomerIds)
                Unite(byCustomer, id, i);
            if (automatic[i].MergedInto is { } into && byKey.TryGetValue(into, out var winner))
                sets.Unite(winner, i);
        }
        foreach (var pair in Pairs)
        {
            if (pair.IsSame)
                sets.Unite(byName[pair.First], byName[pair.Second]);
        }
        var accounts = new Dictionary<int, AccountGroup>();
        for (var i = 0; i < automatic.Count; i++)
        {
            var set = sets.Find(i);
            if (!accounts.TryGetValue(set, out var account))
                accounts[set] = account = NewAccount();
            account.Add(automatic[i], account.Core);
        }

        void Unite(Dictionary<string, int> seen, string text, int i)
        {
            if (!seen.TryAdd(text, i))
                sets.Unite(seen[text], i);
        }
    }

    // Places separated keys first, because others may be linked to them. Keys linked to a nameless key wait until it is placed.
    private List<(AccountMember Member, AccountMember Sink)> PlaceByHand(Func<string, string> rootElsewhere)
    {
        var linked = new List<(AccountMember Member, string Sink)>();
        foreach (var member in Members.Where(m => m.IsByHand))
        {
            var sink = LinkChain.End(member.Key, _byHand);
            if (sink != member.Key)
                linked.Add((member, sink));
            else
                AddOwn(member);
        }
        var unplaced = new List<(AccountMember, AccountMember)>();
        var elsewhere = new Dictionary<string, AccountGroup>(StringComparer.Ordinal);
        foreach (var (member, sink) in linked)
        {
            var root = _byKey.ContainsKey(sink) ? sink : rootElsewhere(sink);
            _byKey.TryGetValue(root, out var here);
            if (here is { IsByHand: false, Group: null })
            {
                unplaced.Add((member, here));
                continue;
            }
            var account = here?.Group;
            // The root elsewhere is a key of this partition that has itself been linked to another account, so it is outdated.
            if (here is not null && account is null)
                root = sink;
            if (account is null && !elsewhere.TryGetValue(root, out account))
                elsewhere[root] = account = NewAccount(root);
            account.Add(member, member.IsTerritory ? account.Nameless : account.LinkedByHand);
        }
        return unplaced;
    }

    private void AddOwn(AccountMember member)
    {
        var account = NewAccount();
        account.Add(member, member.IsTerritory ? account.Nameless : account.Core);
    }

    private AccountGroup NewAccount(string? rootElsewhere = null)
    {
        var account = new AccountGroup(_partition.Territory, rootElsewhere);
        Accounts.Add(account);
        return account;
    }
}
