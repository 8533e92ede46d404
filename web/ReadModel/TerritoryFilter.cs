using System.Collections.Frozen;

namespace OneLead.Web.ReadModel;

/// <summary>Filters by the territory of the account. <c>-</c> stands for accounts without a territory.</summary>
internal static class TerritoryFilter
{
    private static readonly string None = Keys.TerritoryGrainKey(null);

    /// <summary>True if the territory is one of those that are wanted; null wants all.</summary>
    public static bool Wants(this FrozenSet<string>? wanted, string? territory) => wanted is null || wanted.Contains(territory ?? None);
}
