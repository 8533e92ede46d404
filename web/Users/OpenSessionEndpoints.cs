using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Http.HttpResults;
using OneLead.Events;
using OneLead.Web.Access;
using OneLead.Web.Middleware;

namespace OneLead.Web.Users;

/// <summary>The open sessions of the caller: list them, end one, end the others.</summary>
internal static class OpenSessionEndpoints
{
    public static void MapOpenSessions(this RouteGroupBuilder api)
    {
        var sessions = api.MapGroup("/sessions").WithTags("Sign-in").Needs(Permission.Read).HoldSecrets();
        sessions.MapGet("", ListAsync).WithSummary("Lists the caller's open sessions, the last used first");
        sessions.MapDelete("", EndOthersAsync).Audits(AuditAction.SessionsEnded, "session").ProducesProblem(403)
            .WithSummary("Ends all sessions of the caller except this one");
        sessions.MapDelete("/{id}", EndAsync).Audits(AuditAction.SessionEnded, "session").ProducesProblem(404)
            .WithSummary("Ends one session of the caller");
    }

    private static async Task<OpenSessionsJson> ListAsync(
        HttpContext http, Directories directories, OpenSessions sessions, TimeProvider clock)
    {
        var caller = http.Caller();
        if (caller.Session is not { } own || directories.Of(caller.Tenant).Find(caller.Id) is not { } user)
            return new([]);
        var known = await sessions.OfAsync(caller.Tenant, user, http.RequestAborted);
        return new(
        [
            new(own.Id, own.Since, clock.GetUtcNow(), BrowserName.Of(own.Agent), own.Address, true),
            .. known.Where(s => s.Id != own.Id).Select(static s => new OpenSessionJson(
                s.Id, s.Since, s.UsedAt, s.Browser, s.Address, false)),
        ]);
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> EndAsync(
        string id, HttpContext http, Directories directories, OpenSessions sessions, TimeProvider clock)
    {
        var caller = http.Caller();
        // Only those that are known: what is ended stays noted until its cookie has expired.
        var isKnown = caller.Session?.Id == id || (directories.Of(caller.Tenant).Find(caller.Id) is { } user
            && (await sessions.OfAsync(caller.Tenant, user, http.RequestAborted)).Any(s => s.Id == id));
        if (!isKnown)
            return Refusal.NotFound.Problem($"There is no session '{id}'.");
        await directories.EndSessionAsync(caller.Tenant, caller.Id, id, clock.GetUtcNow(), http.RequestAborted);
        return TypedResults.NoContent();
    }

    // By another stamp, which also ends sessions that are not listed.
    private static async Task<Results<Ok<SessionJson>, ProblemHttpResult>> EndOthersAsync(
        HttpContext http, Directories directories, IAntiforgery antiforgery) =>
        http.Caller() is { Kind: CallerKind.Person } caller
        && await directories.EndSessionsAsync(caller.Tenant, caller.Id, http.RequestAborted) is { } user
            ? TypedResults.Ok(await SessionEndpoints.ContinueAsync(http, user, directories, antiforgery))
            : Refusal.NotAllowed.Problem("Only people who have signed in have sessions.");
}
