using System.Collections.Immutable;

namespace OneLead.Rules;

/// <summary>What has been said about names and keys: by the tenant's data, by hand, and by earlier decisions.</summary>
/// <param name="TerritoryNames">The territory mapping: territory → the name of the account that its nameless records belong to.</param>
/// <param name="ByHand">Key → key by a person; to itself: the key is an account of its own. Holds for this key alone and before every rule.</param>
/// <param name="Links">
/// Key → root as it stands. A key without one is an account of its own; a link to itself says that it has been an account
/// already, and keeps it the root when others join it.
/// </param>
/// <param name="Merged">
/// Key → the key that it was merged into at the source, at the end of the chain (see <see cref="Merges"/>). Unlike a link by
/// hand it takes along whom the rules join to the key.
/// </param>
public sealed record ReconciliationState(
    ImmutableDictionary<string, string> TerritoryNames, AliasList Aliases, ImmutableDictionary<string, string> ByHand, ImmutableDictionary<string, KeyLink> Links,
    ImmutableDictionary<string, string> Merged)
{
    public static ReconciliationState Empty { get; } = new(
        ImmutableDictionary<string, string>.Empty, AliasList.Empty, ImmutableDictionary<string, string>.Empty, ImmutableDictionary<string, KeyLink>.Empty,
        ImmutableDictionary<string, string>.Empty);
}
