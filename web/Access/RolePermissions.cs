using System.Collections.Frozen;
using OneLead.Events;

namespace OneLead.Web.Access;

/// <summary>What each role may do.</summary>
internal static class RolePermissions
{
    public static readonly FrozenSet<Permission> Everything = Enum.GetValues<Permission>().ToFrozenSet();

    private static readonly FrozenSet<Permission> Sales =
        new[] { Permission.Read, Permission.WorkLeads, Permission.WriteRecords }.ToFrozenSet();

    private static readonly FrozenDictionary<Role, FrozenSet<Permission>> Of = new Dictionary<Role, FrozenSet<Permission>>
    {
        [Role.SalesExecutive] = Sales,
        [Role.AccountManager] = Sales,
        [Role.TerritoryManager] = Sales,
        [Role.ServiceConsultant] = new[] { Permission.Read, Permission.WriteRecords }.ToFrozenSet(),
        [Role.Analyst] = new[] { Permission.Read }.ToFrozenSet(),
        [Role.Administrator] = Everything,
    }.ToFrozenDictionary();

    public static FrozenSet<Permission> Permissions(this Role role) => Of[role];

    /// <summary>True if the role writes entities of the kind by itself. <see cref="Permission.Operate"/> writes all.</summary>
    public static bool Writes(this Role role, EventKind kind) => role switch
    {
        Role.Administrator => kind is EventKind.Opportunity or EventKind.Contract or EventKind.ServiceCredit,
        Role.ServiceConsultant => kind is EventKind.Contract or EventKind.ServiceCredit,
        Role.Analyst => false,
        _ => kind == EventKind.Opportunity,
    };
}
