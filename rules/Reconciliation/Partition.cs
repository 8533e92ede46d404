using System.Collections.Immutable;

namespace OneLead.Rules;

/// <summary>
/// The keys of a territory, or those without one (null). Rules form accounts within a partition; only manual links cross
/// partitions.
/// </summary>
/// <param name="Similar">The similar names from earlier reconciliations, so that only new names are compared; null to compare
/// all names.</param>
public sealed record Partition(string? Territory, ImmutableArray<NamedKey> Keys, SimilarNames? Similar = null)
{
    /// <summary>Splits keys into partitions, by the territory of the row, else by the territory in the key.</summary>
    public static ImmutableArray<Partition> Split(IEnumerable<NamedKey> keys) =>
        [
            .. keys.GroupBy(
                k => k.Territory ?? OneLead.Keys.TerritoryOf(k.Key),
                StringComparer.Ordinal).OrderBy(g => g.Key, StringComparer.Ordinal).Select(g => new Partition(g.Key, [.. g])),
        ];
}
