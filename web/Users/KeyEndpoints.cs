using System.Collections.Immutable;
using Microsoft.AspNetCore.Http.HttpResults;
using OneLead.Events;
using OneLead.Web.Access;
using OneLead.Web.Middleware;
using OneLead.Web.Tenants;

namespace OneLead.Web.Users;

/// <summary>The keys of programs.</summary>
internal static class KeyEndpoints
{
    private const string Prefix = "ol_", Object = "key";

    public static void MapKeys(this RouteGroupBuilder api)
    {
        var keys = api.MapGroup("/keys").WithTags("Users").Needs(Permission.ManageUsers).HoldSecrets();
        keys.MapGet("", List).WithSummary("Lists the keys of programs");
        keys.MapPost("", AddAsync).Audits(AuditAction.KeyAdded, Object)
            .ProducesProblem(409).ProducesProblem(422).WithSummary("Adds a key, and returns its secret once");
        keys.MapPost("/{id}/rotate", RotateAsync).Audits(AuditAction.KeyRotated, Object).ProducesProblem(404)
            .WithSummary("Replaces a key's secret; the former one is not valid any more");
        keys.MapDelete("/{id}", RemoveAsync).Audits(AuditAction.KeyRemoved, Object).ProducesProblem(404).WithSummary("Removes a key");
    }

    private static KeysJson List(HttpContext http, Directories directories, TimeProvider clock) => new(
    [
        .. directories.Of(http.Caller().Tenant).Keys.OrderBy(static k => k.Name, StringComparer.OrdinalIgnoreCase)
            .Select(k => KeyJson.Of(k, clock.GetUtcNow())),
    ]);

    private static async Task<Results<Ok<NewKeyJson>, ProblemHttpResult>> AddAsync(
        KeyRequest body, HttpContext http, Directories directories, TimeProvider clock)
    {
        var now = clock.GetUtcNow();
        if (UserTexts.Refuse(body.Name, body.Role) is { } refusal)
            return refusal;
        if (body.ExpiresAt <= now)
            return Refusal.Invalid.Problem("'expiresAt' must be a time to come.");
        if (UserTexts.Refuse(body.Territories, body.KnownAs) is { } invalid)
            return invalid;
        var role = body.Role!.Value;
        var scopes = ImmutableArray.CreateBuilder<Permission>();
        foreach (var name in body.Scopes ?? [])
        {
            if (Enum.GetValues<Permission>().Where(p => p.Policy() == name).ToList() is not [var scope])
                return Refusal.Invalid.Problem(
                    $"'{name}' is no scope. Scopes are {string.Join(", ", Enum.GetValues<Permission>().Select(static p => p.Policy()))}.");
            if (!role.Permissions().Contains(scope))
                return Refusal.Invalid.Problem($"The role {Wire.Name(role)} does not include {name}.");
            scopes.Add(scope);
        }
        var secret = NewSecret(http);
        var key = new ApiKey(
            Secrets.NewId(), body.Name!.Trim(), role, UserTexts.Trimmed(body.Territories), UserTexts.Trimmed(body.KnownAs),
            scopes.ToImmutable(), Secrets.Hash(secret), now, body.ExpiresAt);
        http.Audit().Of(key.Id, key.Name).Changed(null, Shown(key, http, clock));
        var isNew = await directories.ChangeAsync(
            http.Caller().Tenant,
            known => known.Keys.Any(k => string.Equals(k.Name, key.Name, StringComparison.OrdinalIgnoreCase))
                ? (known, false)
                : (known with { Keys = known.Keys.Add(key) }, true),
            http.RequestAborted);
        return isNew ? TypedResults.Ok(new NewKeyJson(KeyJson.Of(key, now), secret))
            : Refusal.Conflict.Problem($"There is already a key '{key.Name}'.");
    }

    private static async Task<Results<Ok<NewKeyJson>, ProblemHttpResult>> RotateAsync(
        string id, HttpContext http, Directories directories, TimeProvider clock)
    {
        var secret = NewSecret(http);
        var rotated = await directories.ChangeAsync(http.Caller().Tenant, known =>
        {
            if (known.Keys.FirstOrDefault(k => k.Id == id) is not { } key)
                return (known, (ApiKey?)null);
            var next = key with { Hash = Secrets.Hash(secret), CreatedAt = clock.GetUtcNow() };
            http.Audit().Of(id, key.Name).Changed(Shown(key, http, clock), Shown(next, http, clock));
            return (known with { Keys = known.Keys.Replace(key, next) }, next);
        }, http.RequestAborted);
        return rotated is null ? NoKey(id) : TypedResults.Ok(new NewKeyJson(KeyJson.Of(rotated, clock.GetUtcNow()), secret));
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> RemoveAsync(
        string id, HttpContext http, Directories directories, TimeProvider clock) =>
        await directories.ChangeAsync(
            http.Caller().Tenant,
            known =>
            {
                if (known.Keys.FirstOrDefault(k => k.Id == id) is not { } key)
                    return (known, false);
                http.Audit().Of(id, key.Name).Changed(Shown(key, http, clock), null);
                return (known with { Keys = known.Keys.Remove(key) }, true);
            },
            http.RequestAborted)
            ? TypedResults.NoContent()
            : NoKey(id);

    private static EventData Shown(ApiKey key, HttpContext http, TimeProvider clock) =>
        http.AuditFields(KeyJson.Of(key, clock.GetUtcNow()));

    private static ProblemHttpResult NoKey(string id) => Refusal.NotFound.Problem($"There is no key '{id}'.");

    private static string NewSecret(HttpContext http) =>
        TenantRouting.KeyOf(http.RequestServices.GetRequiredService<OwnTenant>().Name, Prefix + Secrets.New());
}
