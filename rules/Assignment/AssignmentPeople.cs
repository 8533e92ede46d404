using System.Collections.Frozen;
using System.Collections.Immutable;

namespace OneLead.Rules;

/// <summary>Somebody who works leads.</summary>
/// <param name="Id">The id of the user.</param>
/// <param name="Name">The name that leads carry.</param>
/// <param name="KnownAs">The names under which sources know an account manager.</param>
/// <param name="IsAbsent">True if absent on the day.</param>
/// <param name="Deputy">The id of the user who gets the leads meanwhile; null: nobody does.</param>
public sealed record AssignmentPerson(string Id, string Name, ImmutableArray<string> KnownAs, bool IsAbsent, string? Deputy);

/// <summary>The people who work leads, on a day.</summary>
public sealed class AssignmentPeople
{
    private readonly FrozenDictionary<string, AssignmentPerson> _byId;
    private readonly ILookup<string, AssignmentPerson> _byName;

    public AssignmentPeople(IEnumerable<AssignmentPerson> people)
    {
        _byId = people.ToFrozenDictionary(static p => p.Id, StringComparer.Ordinal);
        _byName = _byId.Values.SelectMany(static p => p.KnownAs.Select(n => (Name: n.Trim(), Person: p))).Distinct()
            .ToLookup(static n => n.Name, static n => n.Person, StringComparer.OrdinalIgnoreCase);
    }

    public IReadOnlyList<AssignmentPerson> All => _byId.Values;

    public AssignmentPerson? Find(string? id) => id is null ? null : _byId.GetValueOrDefault(id);

    /// <summary>The people whom sources know by a name.</summary>
    public IReadOnlyList<AssignmentPerson> KnownAs(string name) => [.. _byName[name.Trim()].DistinctBy(static p => p.Id)];
}
