using System.Collections.Immutable;

namespace OneLead.Rules;

/// <summary>The keys of one territory, or those without one (null). Accounts form within a partition; only a person links across.</summary>
/// <param name="Similar">Similar names found before, kept by the caller so that a new name is compared once; null: compare anew.</param>
public sealed record Partition(string? Territory, ImmutableArray<NamedKey> Keys, SimilarNames? Similar = null)
{
    /// <summary>The partitions of some keys; a key whose row names no territory is in the one that the key itself names, if any.</summary>
    public static ImmutableArray<Partition> Split(IEnumerable<NamedKey> keys) =>
        [.. keys.GroupBy(k => k.Territory ?? OneLead.Keys.TerritoryOf(k.Key), StringComparer.Ordinal).OrderBy(g => g.Key, StringComparer.Ordinal).Select(g => new Partition(g.Key, [.. g]))];
}
