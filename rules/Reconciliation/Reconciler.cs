using System.Collections.Immutable;

namespace OneLead.Rules;

/// <summary>
/// Decides which keys are one account. A pure function of the keys, the manual links and merges, and the current links,
/// which only decide which key of an account is its root.
/// </summary>
public static class Reconciler
{
    // A manual link can lead to a partition whose nameless records follow another manual link, and so on. Real chains are short.
    private const int MostRounds = 8;

    /// <summary>Decides one partition. Manual links to other partitions use the current roots there.</summary>
    public static ReconciliationResult Decide(Partition partition, ReconciliationState standing, NameRules rules) =>
        Decide(partition, standing, rules, RootAsItStands(standing));

    /// <summary>
    /// Decides several partitions together: all of them, or those with changes. Manual links between them follow the new roots.
    /// </summary>
    public static ReconciliationResult Decide(IReadOnlyCollection<Partition> partitions, ReconciliationState standing, NameRules rules)
    {
        var results = partitions.Select(p => (Partition: p, Reconciled: Decide(p, standing, rules))).ToList();
        var roots = new Dictionary<string, string>(StringComparer.Ordinal);
        var asItStands = RootAsItStands(standing);
        var isSettled = standing.ByHand.IsEmpty || !Note();
        for (var round = 0; !isSettled && round < MostRounds; round++)
        {
            for (var i = 0; i < results.Count; i++)
            {
                if (results[i].Partition.Keys.Any(k => standing.ByHand.ContainsKey(k.Key)))
                    results[i] = (
                        results[i].Partition,
                        Decide(
                            results[i].Partition, standing, rules, key => roots.TryGetValue(key, out var root) ? root : asItStands(key)));
            }
            isSettled = !Note();
        }
        return new(
            [.. results.SelectMany(r => r.Reconciled.Assignments).OrderBy(a => a.Key, StringComparer.Ordinal)],
            [.. results.SelectMany(r => r.Reconciled.Decisions).OrderBy(a => a.Key, StringComparer.Ordinal)],
            results.SelectMany(r => r.Reconciled.Names).ToImmutableDictionary(StringComparer.Ordinal),
            new(() => [.. results.SelectMany(r => r.Reconciled.Review)]));

        // Returns true if the last round changed a root.
        bool Note()
        {
            var isChanged = false;
            foreach (var assignment in results.SelectMany(r => r.Reconciled.Assignments))
            {
                isChanged |= !roots.TryGetValue(assignment.Key, out var root) || root != assignment.To;
                roots[assignment.Key] = assignment.To;
            }
            return isChanged;
        }
    }

    private static Func<string, string> RootAsItStands(ReconciliationState standing) =>
        key => standing.Links.TryGetValue(key, out var link) ? link.To : key;

    private static ReconciliationResult Decide(
        Partition partition, ReconciliationState standing, NameRules rules, Func<string, string> rootElsewhere)
    {
        var grouping = new AccountGrouping(partition, standing, rules, rootElsewhere);
        var explanations = new AssignmentExplainer(grouping);
        var followers = Followers(grouping.Members, standing.Links);
        var roots = grouping.Accounts.ToDictionary(a => a, a => a.Root(followers));
        var assignments = grouping.Members.Select(m => explanations.Explain(m, roots[m.Group])).ToImmutableArray();
        return new(
            assignments,
            [.. assignments.Where(a => Differs(a, standing.Links))],
            grouping.Accounts.Where(a => !a.IsElsewhere).ToImmutableDictionary(a => roots[a], a => a.DisplayName, StringComparer.Ordinal),
            new(() => ReviewCases.Of(grouping, explanations, partition.Territory, rules)));
    }

    private static bool Differs(Assignment wanted, ImmutableDictionary<string, KeyLink> links) =>
        links.TryGetValue(wanted.Key, out var link)
        ? link.To != wanted.To || (link.Rule != wanted.Rule && wanted.To != wanted.Key)
        : wanted.To != wanted.Key;

    // The opportunities of the keys that currently link to each root.
    private static Dictionary<string, int> Followers(List<AccountMember> members, ImmutableDictionary<string, KeyLink> links)
    {
        var followers = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var member in members)
        {
            if (links.TryGetValue(member.Key, out var link))
                followers[link.To] = followers.GetValueOrDefault(link.To) + member.Opportunities;
        }
        foreach (var member in members)
        {
            if (!followers.ContainsKey(member.Key))
                continue;
            if (!links.TryGetValue(member.Key, out var link))
                followers[member.Key] += member.Opportunities;
            else if (link.To != member.Key)
                followers.Remove(member.Key);
        }
        return followers;
    }
}
