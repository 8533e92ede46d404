using System.Collections.Immutable;

namespace OneLead.Rules;

/// <summary>The input of a reconciliation besides the keys: mappings and aliases, manual decisions, and the current links.</summary>
/// <param name="TerritoryNames">The territory mapping: territory → name of the account of its nameless records.</param>
/// <param name="ByHand">
/// Manual links: key → key; to itself to separate the key. They apply to this key only and have precedence over all rules.
/// </param>
/// <param name="Links">
/// Key → current root. A key without a link is its own account. A link to itself marks an existing account, which stays the
/// root when other keys join it.
/// </param>
/// <param name="Merged">
/// Key → the key at the end of its chain of merges (see <see cref="Merges"/>). Unlike a manual link, a merge also moves the
/// keys that the rules join to the key.
/// </param>
public sealed record ReconciliationState(
    ImmutableDictionary<string, string> TerritoryNames, AliasList Aliases, ImmutableDictionary<string, string> ByHand,
    ImmutableDictionary<string, KeyLink> Links,
    ImmutableDictionary<string, string> Merged)
{
    public static ReconciliationState Empty { get; } = new(
        ImmutableDictionary<string, string>.Empty, AliasList.Empty, ImmutableDictionary<string, string>.Empty, ImmutableDictionary<string,
        KeyLink>.Empty,
        ImmutableDictionary<string, string>.Empty);
}
