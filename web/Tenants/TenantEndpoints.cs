using Microsoft.AspNetCore.Http.HttpResults;
using Npgsql;
using OneLead.Events;
using OneLead.Web.Access;

namespace OneLead.Web.Tenants;

/// <summary>An organisation beside the default one.</summary>
/// <param name="State">On the node that answers.</param>
/// <param name="Problem">Why it is not served; null without a problem.</param>
public sealed record TenantJson(string Name, DateTimeOffset CreatedAt, string State, string? Problem);

/// <summary>The organisations beside the default one, by name.</summary>
public sealed record TenantsJson(IReadOnlyList<TenantJson> Items);

/// <summary>The body of POST tenants.</summary>
public sealed record TenantRequest(string? Name);

/// <summary>The organisations of the installation, for commands of this machine's user.</summary>
internal static class TenantEndpoints
{
    private const string Object = "tenant";

    public static void MapTenants(this RouteGroupBuilder api)
    {
        var tenants = api.MapGroup("/tenants").WithTags("Organisations").RequireAuthorization(AccessSetup.Shell);
        tenants.MapGet("", List).WithSummary("Lists the organisations beside the default one");
        tenants.MapPost("", AddAsync).Audits(AuditAction.TenantAdded, Object).ProducesProblem(409).ProducesProblem(422)
            .WithSummary("Adds an organisation, with a store, a key and users of its own");
        tenants.MapDelete("/{id}", RemoveAsync).Audits(AuditAction.TenantRemoved, Object).ProducesProblem(404).ProducesProblem(409)
            .WithSummary("Removes an organisation with all its data and its key");
    }

    private static TenantsJson List(TenantList list, TenantHosts hosts) =>
        new([.. list.All.OrderBy(static t => t.Name, StringComparer.Ordinal).Select(t => Json(t, hosts))]);

    private static async Task<Results<Ok<TenantJson>, ProblemHttpResult>> AddAsync(
        TenantRequest body, HttpContext http, TenantList list, TenantHosts hosts, IConfiguration configuration)
    {
        if (body.Name is not { } name || !Tenant.IsName(name))
            return Refusal.Invalid.Problem($"'name' must be {Tenant.NameRule}, and not {Keys.DefaultTenant}.");
        if (list.Find(name) is null
            && await TenantStore.ProblemAsync(new(name, 0, default), configuration, http.RequestAborted) is { } problem)
            return Refusal.Conflict.Problem(problem);
        if (await list.AddAsync(name, http.RequestAborted) is not { } added)
            return Refusal.Conflict.Problem($"There is already an organisation '{name}'.");
        http.Audit().Of(name, name);
        return TypedResults.Ok(Json(added, hosts));
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> RemoveAsync(string id, HttpContext http, TenantHosts hosts)
    {
        try
        {
            if (!await hosts.RemoveAsync(id, http.RequestAborted))
                return Refusal.NotFound.Problem($"There is no organisation '{id}'.");
        }
        catch (Exception e) when (e is TimeoutException or IOException or UnauthorizedAccessException or NpgsqlException)
        {
            return Refusal.Conflict.Problem($"The organisation is not served any more, but not everything is deleted: {e.Message}");
        }
        http.Audit().Of(id, id);
        return TypedResults.NoContent();
    }

    private static TenantJson Json(Tenant tenant, TenantHosts hosts)
    {
        var host = hosts.Find(tenant.Name);
        var state = tenant.IsLeaving ? ServingState.Leaving : host?.State ?? ServingState.Starting;
        return new(tenant.Name, tenant.CreatedAt, Wire.Name(state), state == ServingState.Failed ? host?.Problem : null);
    }
}
