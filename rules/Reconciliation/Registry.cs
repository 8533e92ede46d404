using System.Collections.Immutable;

namespace OneLead.Rules;

/// <summary>
/// What is known of an account key. A key with several names (a customer id that was renamed) has a row for each.
/// </summary>
/// <param name="Key">See <see cref="Keys"/>: <c>territory:…</c>, <c>name:…</c> or <c>customer:…</c>.</param>
/// <param name="Territory">The territory of its records; null when they name none.</param>
/// <param name="Name">The name as spelled; null for territory keys and where no record has one.</param>
/// <param name="CustomerId">The source's customer id, where records carry one.</param>
/// <param name="Opportunities">How many opportunities bear this key and name.</param>
public sealed record NamedKey(string Key, string? Territory, string? Name, string? CustomerId, int Opportunities);

/// <summary>Another spelling, and the name to take for it. It is followed one step.</summary>
/// <param name="Territory">Where it holds; null everywhere. One of the territory goes before one for all.</param>
public sealed record NameAlias(string? Territory, string Name, string Canonical);

/// <summary>To which account a key belongs now, and by which rule.</summary>
public sealed record KeyLink(string To, string Rule);

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
public sealed record Standing(
    ImmutableDictionary<string, string> TerritoryNames, AliasList Aliases, ImmutableDictionary<string, string> ByHand, ImmutableDictionary<string, KeyLink> Links,
    ImmutableDictionary<string, string> Merged)
{
    public static Standing Empty { get; } = new(
        ImmutableDictionary<string, string>.Empty, AliasList.Empty, ImmutableDictionary<string, string>.Empty, ImmutableDictionary<string, KeyLink>.Empty,
        ImmutableDictionary<string, string>.Empty);
}

/// <summary>What sources and people merged.</summary>
public static class Merges
{
    /// <summary>Follows each merge to its end; of a circle the ordinally first key is the end.</summary>
    /// <param name="into">Key → the key that it was merged into.</param>
    /// <returns>Key → end, without the ends themselves.</returns>
    public static ImmutableDictionary<string, string> Resolve(IReadOnlyDictionary<string, string> into) =>
        into.Keys.Select(key => (Key: key, End: Chain.End(key, into))).Where(m => m.Key != m.End).ToImmutableDictionary(m => m.Key, m => m.End, StringComparer.Ordinal);
}

internal static class Chain
{
    /// <summary>Follows a key from one to the next until there is none or it leads to itself; of a circle the ordinally first counts.</summary>
    public static string End(string key, IReadOnlyDictionary<string, string> next)
    {
        var path = new List<string> { key };
        while (next.TryGetValue(path[^1], out var to) && to != path[^1])
        {
            if (path.IndexOf(to) is var start and >= 0)
                return path.Skip(start).Min(StringComparer.Ordinal)!;
            path.Add(to);
        }
        return path[^1];
    }
}

/// <summary>The keys of one territory, or those without one (null). Accounts form within a partition; only a person links across.</summary>
/// <param name="Similar">Similar names found before, kept by the caller so that a new name is compared once; null: compare anew.</param>
public sealed record Partition(string? Territory, ImmutableArray<NamedKey> Keys, SimilarNames? Similar = null)
{
    /// <summary>The partitions of some keys; a key whose row names no territory is in the one that the key itself names, if any.</summary>
    public static ImmutableArray<Partition> Split(IEnumerable<NamedKey> keys) =>
        [.. keys.GroupBy(k => k.Territory ?? OneLead.Keys.TerritoryOf(k.Key), StringComparer.Ordinal).OrderBy(g => g.Key, StringComparer.Ordinal).Select(g => new Partition(g.Key, [.. g]))];
}
