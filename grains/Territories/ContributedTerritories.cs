using System.Collections.Concurrent;
using System.Collections.Immutable;

namespace OneLead.Territories;

/// <summary>
/// The territories that may have an account's contribution although no stored snapshot says so. Outlives the account's
/// activation, so that the next activation tells a territory that the account has left if the former one failed to.
/// </summary>
internal sealed class ContributedTerritories
{
    private readonly ConcurrentDictionary<(string Tenant, string Account), ImmutableHashSet<string>> _territories = new();

    public ImmutableHashSet<string> Of(string tenant, string account) => _territories.GetValueOrDefault((tenant, account), []);

    /// <summary>Notes that a territory is about to be told a contribution.</summary>
    public void Add(string tenant, string account, string territory) =>
        _territories.AddOrUpdate((tenant, account), static (_, added) => [added], static (_, all, added) => all.Add(added), territory);

    /// <summary>Notes that a territory knows that the account has left, or that a stored snapshot names it.</summary>
    public void Remove(string tenant, string account, string territory)
    {
        while (_territories.TryGetValue((tenant, account), out var all))
        {
            var rest = all.Remove(territory);
            if (rest.IsEmpty ? _territories.TryRemove(new((tenant, account), all)) : _territories.TryUpdate((tenant, account), rest, all))
                return;
        }
    }
}
