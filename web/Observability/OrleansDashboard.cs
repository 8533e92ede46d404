using System.Net;
using OneLead.Silo;
using Orleans.Dashboard;

namespace OneLead.Web.Observability;

/// <summary>Orleans' own dashboard at /orleans: the calls to actors by kind, method and node, with times and failures.</summary>
internal static class OrleansDashboard
{
    public const string Path = "/orleans";

    /// <summary>Returns its address, or null if it is off.</summary>
    public static string? PathOf(IConfiguration configuration) =>
        configuration.GetValue<bool>(OneLeadSilo.OrleansDashboardSetting) ? Path + "/" : null;

    // It can read the state of any actor. Without users, only this machine may open it.
    public static void MapOrleansDashboardIfConfigured(this WebApplication app)
    {
        if (PathOf(app.Configuration) is null)
            return;
        app.MapOrleansDashboard(Path).AddEndpointFilter(static (context, next) =>
            context.HttpContext.Connection.RemoteIpAddress is { } address && IPAddress.IsLoopback(address)
                ? next(context)
                : new((object?)Refusal.NotFound.Problem("Orleans' dashboard answers this machine alone."))).Needs(Permission.Operate)
            .ExcludeFromDescription();
    }
}
