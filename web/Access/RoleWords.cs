using System.Collections.Immutable;

namespace OneLead.Web.Access;

/// <summary>What roles and permissions are, in words.</summary>
internal static class RoleWords
{
    /// <summary>All roles, as they are offered.</summary>
    public static readonly ImmutableArray<Role> All =
    [
        Role.SalesExecutive, Role.AccountManager, Role.TerritoryManager, Role.ServiceConsultant, Role.Analyst, Role.Administrator,
    ];

    public static string Name(this Role role) => role switch
    {
        Role.SalesExecutive => "Sales executive",
        Role.AccountManager => "Account manager",
        Role.TerritoryManager => "Territory manager",
        Role.ServiceConsultant => "Service consultant",
        Role.Analyst => "Analyst",
        _ => "Administrator",
    };

    public static string Sees(this Role role)
    {
        var sees = role switch
        {
            Role.SalesExecutive or Role.Analyst => "Sees all accounts.",
            Role.AccountManager => "Sees only the accounts that name them as account manager.",
            Role.TerritoryManager => "Sees only the accounts of their territories and of those below them.",
            Role.ServiceConsultant => "Sees items, products, contracts, service credits and services of all accounts, and no "
                + "opportunities, projects, tickets or contacts.",
            _ => "Sees everything.",
        };
        return Visibility.Of(role, [], []).SeesSensitive ? sees : sees + " Sensitive fields are masked.";
    }

    public static string Does(this Role role) => role switch
    {
        Role.SalesExecutive => "Works leads and records opportunities.",
        Role.AccountManager or Role.TerritoryManager => "Works leads and records opportunities of these accounts.",
        Role.ServiceConsultant => "Records contracts and service credits.",
        Role.Analyst => "Changes nothing.",
        _ => "Imports data, merges accounts, decides who gets which leads, and manages users and keys.",
    };

    public static string Text(this Permission permission) => permission switch
    {
        Permission.Read => "Read leads, accounts and exports",
        Permission.WorkLeads => "Change and assign leads",
        Permission.WriteRecords => "Send events of the kinds that the role writes",
        Permission.ReadOperations => "Read imports, sources and the state of the system",
        Permission.Operate => "Import, merge accounts and send all events",
        Permission.ManageAssignment => "Change the rules by which leads are assigned",
        Permission.ManageUsers => "Manage users and keys",
        Permission.ReadMetrics => "Read /metrics",
        Permission.ReadAudit => "Read who did what",
        _ => throw new ArgumentOutOfRangeException(nameof(permission), permission, null),
    };
}
