using System.Text.Json;

namespace OneLead.Sources.Http;

/// <summary>What a route lets its caller do. Every route names one, or says that it needs none.</summary>
public enum Permission
{
    /// <summary>Read what the caller sees: leads, accounts, items, totals, exports.</summary>
    Read,

    /// <summary>Change the status and the owner of leads, snooze them, add notes.</summary>
    WorkLeads,

    /// <summary>Send events of the kinds that the role writes: opportunities, or contracts and service credits.</summary>
    WriteRecords,

    /// <summary>Read imports, sources, dead letters, name matching and the state of the installation.</summary>
    ReadOperations,

    /// <summary>Import, correct dead letters, merge accounts, begin days, send events of all kinds.</summary>
    Operate,

    /// <summary>Change the rules by which leads get their owners, and hand over the leads of others.</summary>
    ManageAssignment,

    /// <summary>Manage users, keys and sign-in.</summary>
    ManageUsers,

    /// <summary>Scrape /metrics.</summary>
    ReadMetrics,

    /// <summary>Read who did what.</summary>
    ReadAudit,
}

/// <summary>Names the permission of routes.</summary>
public static class PermissionRoutes
{
    /// <summary>The name of the policy that a permission stands for.</summary>
    public static string Policy(this Permission permission) => JsonNamingPolicy.SnakeCaseLower.ConvertName(permission.ToString());

    public static TBuilder Needs<TBuilder>(this TBuilder routes, Permission permission) where TBuilder : IEndpointConventionBuilder =>
        routes.RequireAuthorization(permission.Policy());
}
