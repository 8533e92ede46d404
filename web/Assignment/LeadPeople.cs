using System.Collections.Frozen;
using OneLead.Rules;
using OneLead.Views;
using OneLead.Web.Access;
using OneLead.Web.Users;

namespace OneLead.Web.Assignment;

/// <summary>The users as owners of leads, on a day. Leads carry names: this says whose they are.</summary>
internal sealed class LeadPeople
{
    private readonly FrozenDictionary<string, User> _byName;
    private readonly FrozenDictionary<string, Visibility> _visibilities;

    public LeadPeople(TenantDirectory directory, DateOnly day)
    {
        (Users, Day) = (directory.Users, day);
        _byName = Index(directory.Users);
        _visibilities = Users.Where(static u => u.WorksLeads)
            .ToFrozenDictionary(static u => u.Id, u => directory.VisibilityOf(u.Id)!, StringComparer.Ordinal);
        People = new(Users.Where(static u => u.WorksLeads).Select(u => new AssignmentPerson(
            u.Id, NameOf(u), u.SourceNames, u.Absence?.Covers(day) == true, u.Absence?.Deputy)));
    }

    public DateOnly Day { get; }

    public IReadOnlyList<User> Users { get; }

    /// <summary>Those who work leads.</summary>
    public AssignmentPeople People { get; }

    /// <summary>The name that leads of a user carry: the one that others see, unless another user has the same.</summary>
    public string NameOf(User user) => OwnerOf(user.DisplayName) == user ? user.DisplayName : user.Name;

    /// <summary>The name that others see of a user; null if there is none.</summary>
    public string? DisplayNameOf(string id) => Find(id)?.DisplayName;

    public User? Find(string? id) => Users.FirstOrDefault(u => u.Id == id);

    /// <summary>The user whose leads carry a name; null if nobody has it, or more than one.</summary>
    public User? OwnerOf(string assignee) => _byName.GetValueOrDefault(assignee);

    /// <summary>True if a user who works leads sees an account.</summary>
    public bool Sees(string user, AccountRow? account) =>
        account is not null && _visibilities.TryGetValue(user, out var visibility) && visibility.Sees(account);

    // A name to sign in with is unique. The others count if no other user has them.
    private static FrozenDictionary<string, User> Index(IReadOnlyList<User> users)
    {
        var names = users.ToDictionary(static u => u.Name, StringComparer.OrdinalIgnoreCase);
        foreach (var same in (IEnumerable<IEnumerable<(string Name, User User)>>)
            [users.Select(static u => (u.DisplayName, u)), users.SelectMany(static u => u.KnownAs.Select(n => (n, u)))])
        {
            foreach (var name in same.DistinctBy(static n => (n.Name.ToUpperInvariant(), n.User.Id))
                .GroupBy(static n => n.Name, StringComparer.OrdinalIgnoreCase))
            {
                if (name.Take(2).ToList() is [var only])
                    names.TryAdd(name.Key, only.User);
            }
        }
        return names.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);
    }
}
