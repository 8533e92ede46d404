using System.Collections.Immutable;

namespace OneLead.Rules;

/// <summary>Who gets a lead, and why.</summary>
/// <param name="Owner">Null: nobody.</param>
/// <param name="Row">The index of the row that decided; null: no row gave it away.</param>
/// <param name="InsteadOf">The absent person whose deputy the owner is; null if the owner is the person of the row.</param>
/// <param name="Reason">In words: the row, and for what nobody gets also what kept people from taking it.</param>
/// <param name="IsShort">True if somebody at capacity was passed over, so that the choice can be another one later.</param>
public sealed record OwnerChoice(AssignmentPerson? Owner, int? Row, AssignmentPerson? InsteadOf, string Reason, bool IsShort);

/// <summary>Chooses the owners of leads by the rows of <see cref="AssignmentRules"/>.</summary>
public static class OwnerRules
{
    /// <summary>
    /// The first row that matches decides, if it has somebody who can take the lead: somebody who is not absent, is below the capacity
    /// and sees the account. Otherwise the next row that matches is asked.
    /// </summary>
    /// <param name="openLeads">The number of open leads of each person, by id; 0 for those who are not in it.</param>
    /// <param name="sees">True if the user with an id sees the lead's account.</param>
    public static OwnerChoice Choose(
        AssignmentRules rules, AssignmentPeople people, IReadOnlyDictionary<string, int> openLeads, in AssignableLead lead,
        Func<string, bool> sees)
    {
        var (candidates, obstacles, isShort) = (new Candidates(people, openLeads, sees), new List<string>(), false);
        for (var i = 0; i < rules.Rows.Length; i++)
        {
            var row = rules.Rows[i];
            if (!row.Matches(in lead))
                continue;
            if (row.To == AssignTo.Nobody)
                return new(null, i, null, Join(obstacles, $"“{row.Name}” leaves it without an owner"), isShort);
            var found = row.To switch
            {
                AssignTo.AccountManager => candidates.Manager(lead.AccountManager),
                AssignTo.InTurn => candidates.InTurn(row.People),
                _ => candidates.One(row.People[0]),
            };
            isShort |= found.IsShort;
            if (found.Owner is { } owner)
                return new(owner, i, found.InsteadOf, found.InsteadOf is { } absent
                    ? $"“{row.Name}”, as the deputy of {absent.Name}, who is absent" : $"“{row.Name}”", isShort);
            obstacles.Add($"“{row.Name}”: {found.Obstacle}");
        }
        return new(null, null, null, obstacles.Count == 0 ? "No row matches it" : string.Join("; ", obstacles), isShort);
    }

    private static string Join(List<string> obstacles, string last) =>
        obstacles.Count == 0 ? last : $"{string.Join("; ", obstacles)}; {last}";

    /// <summary>Who can take the lead by one row, or what keeps them from it.</summary>
    private readonly record struct Found(AssignmentPerson? Owner, AssignmentPerson? InsteadOf, string Obstacle, bool IsShort);

    private sealed class Candidates(AssignmentPeople people, IReadOnlyDictionary<string, int> openLeads, Func<string, bool> sees)
    {
        public Found Manager(string? name)
        {
            if (string.IsNullOrWhiteSpace(name))
                return new(null, null, "the account has no account manager", false);
            return people.KnownAs(name) switch
            {
                [var manager] => One(new(manager.Id, null)),
                [] => new(null, null, $"nobody who works leads is known as {name.Trim()}", false),
                _ => new(null, null, $"several people are known as {name.Trim()}", false),
            };
        }

        public Found One(AssignmentShare share)
        {
            if (people.Find(share.Person) is not { } person)
                return new(null, null, "the person does not work leads any more", false);
            if (!person.IsAbsent)
                return ObstacleOf(person, share.Capacity) is { } own
                    ? new(null, null, own, IsFull(person, share.Capacity))
                    : new(person, null, "", false);
            if (people.Find(person.Deputy) is not { } deputy)
                return new(null, null, $"{person.Name} is absent and has no deputy", false);
            return ObstacleOf(deputy, null) is { } obstacle
                ? new(null, null, $"{person.Name} is absent, and the deputy {obstacle}", false)
                : new(deputy, person, "", false);
        }

        public Found InTurn(ImmutableArray<AssignmentShare> shares)
        {
            var most = shares.Max(static s => s.Capacity) ?? 1;
            var (first, isShort) = (((AssignmentPerson Person, long Open, long Capacity)?)null, false);
            foreach (var share in shares)
            {
                if (people.Find(share.Person) is not { } person)
                    continue;
                isShort |= IsFull(person, share.Capacity);
                if (ObstacleOf(person, share.Capacity) is not null)
                    continue;
                var next = (Person: person, Open: (long)OpenOf(person), Capacity: (long)(share.Capacity ?? most));
                if (first is not { } best || IsBefore(next, best))
                    first = next;
            }
            if (first is { } chosen)
                return new(chosen.Person, null, "", isShort);
            var obstacles = shares.Select(s => people.Find(s.Person) is { } person
                ? ObstacleOf(person, s.Capacity)! : "somebody does not work leads any more");
            return new(null, null, string.Join(", ", obstacles.Distinct()), isShort);
        }

        // By open leads for each place. Multiplied instead of divided, so that equal shares are equal.
        private static bool IsBefore(
            (AssignmentPerson Person, long Open, long Capacity) a, (AssignmentPerson Person, long Open, long Capacity) b)
        {
            var (mine, other) = (a.Open * b.Capacity, b.Open * a.Capacity);
            return mine != other ? mine < other
                : string.Compare(a.Person.Name, b.Person.Name, StringComparison.OrdinalIgnoreCase) is var byName and not 0 ? byName < 0
                : string.CompareOrdinal(a.Person.Id, b.Person.Id) < 0;
        }

        private string? ObstacleOf(AssignmentPerson person, int? capacity) =>
            person.IsAbsent ? $"{person.Name} is absent"
            : IsFull(person, capacity) ? $"{person.Name} has reached the capacity of {capacity}"
            : !sees(person.Id) ? $"{person.Name} does not see the account"
            : null;

        private bool IsFull(AssignmentPerson person, int? capacity) => OpenOf(person) >= capacity;

        private int OpenOf(AssignmentPerson person) => openLeads.GetValueOrDefault(person.Id);
    }
}
