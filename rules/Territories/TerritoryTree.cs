using System.Collections.Frozen;
using System.Collections.Immutable;
using OneLead.Views;

namespace OneLead.Rules;

/// <summary>Which territory is below which.</summary>
public sealed class TerritoryTree
{
    private readonly FrozenDictionary<string, string> _above;
    private readonly ILookup<string, string> _below;

    public TerritoryTree(ImmutableArray<TerritoryParent> parents)
    {
        // A node of a former version sends none.
        Parents = parents.IsDefault ? [] : parents;
        var valid = Parents.Where(static p => !p.IsInCircle).ToList();
        _above = valid.ToFrozenDictionary(static p => p.Territory, static p => p.Parent, StringComparer.Ordinal);
        _below = valid.ToLookup(static p => p.Parent, static p => p.Territory, StringComparer.Ordinal);
    }

    public static TerritoryTree Empty { get; } = new([]);

    public ImmutableArray<TerritoryParent> Parents { get; }

    /// <summary>
    /// The stated parents, by territory. Those of territories that would be below themselves do not count, whatever came first.
    /// </summary>
    public static ImmutableArray<TerritoryParent> Of(IReadOnlyDictionary<string, string> stated) =>
    [
        .. stated.OrderBy(static s => s.Key, StringComparer.Ordinal)
            .Select(s => new TerritoryParent(s.Key, s.Value, IsInCircle(s.Key, stated))),
    ];

    /// <summary>Territories with all that are below them.</summary>
    public IReadOnlySet<string> WithBelow(IEnumerable<string> territories)
    {
        var all = new HashSet<string>(StringComparer.Ordinal);
        var next = new Stack<string>(territories);
        while (next.TryPop(out var territory))
        {
            if (!all.Add(territory))
                continue;
            foreach (var child in _below[territory])
                next.Push(child);
        }
        return all;
    }

    /// <summary>The territories above one, the nearest first.</summary>
    public ImmutableArray<string> Above(string territory)
    {
        var above = ImmutableArray.CreateBuilder<string>();
        while (_above.TryGetValue(territory, out var parent))
        {
            above.Add(parent);
            territory = parent;
        }
        return above.DrainToImmutable();
    }

    private static bool IsInCircle(string territory, IReadOnlyDictionary<string, string> stated)
    {
        var passed = new HashSet<string>(StringComparer.Ordinal);
        for (var at = territory; stated.TryGetValue(at, out var parent) && passed.Add(at); at = parent)
        {
            if (parent == territory)
                return true;
        }
        return false;
    }
}
