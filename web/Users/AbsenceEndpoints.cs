using Microsoft.AspNetCore.Http.HttpResults;
using OneLead.Events;
using OneLead.Web.Access;

namespace OneLead.Web.Users;

/// <summary>Days on which a person does not work leads.</summary>
/// <param name="Until">The last day; null: the end is open.</param>
/// <param name="Deputy">The id of the user who gets the person's new leads meanwhile; null: nobody does.</param>
public sealed record AbsenceJson(DateOnly From, DateOnly? Until, string? Deputy)
{
    internal static AbsenceJson Of(Absence absence) => new(absence.From, absence.Until, absence.Deputy);
}

/// <summary>The body of PUT session/absence and PUT users/{id}/absence.</summary>
/// <param name="Until">The last day; null: the end is open.</param>
/// <param name="Deputy">The id of another user who works leads; null: nobody gets the person's new leads.</param>
public sealed record AbsenceRequest(DateOnly? From, DateOnly? Until, string? Deputy);

/// <summary>Absences: entered by the person, or by an administrator.</summary>
internal static class AbsenceEndpoints
{
    private const string Object = "user";

    public static void MapAbsences(this RouteGroupBuilder api)
    {
        var own = api.MapGroup("/session/absence").WithTags("Sign-in").Needs(Permission.WorkLeads).ProducesProblem(403);
        own.MapPut("", (AbsenceRequest body, HttpContext http, Directories directories) => PutAsync(null, body, http, directories))
            .Audits(AuditAction.AbsenceSet, Object).ProducesProblem(422)
            .WithSummary("Enters the caller's absence, and who gets their new leads meanwhile");
        own.MapDelete("", (HttpContext http, Directories directories) => StoreAsync(null, null, http, directories))
            .Audits(AuditAction.AbsenceEnded, Object).WithSummary("Removes the caller's absence");
        var users = api.MapGroup("/users/{id}/absence").WithTags("Users").Needs(Permission.ManageUsers).ProducesProblem(404);
        users.MapPut("", PutAsync).Audits(AuditAction.AbsenceSet, Object).ProducesProblem(422)
            .WithSummary("Enters a user's absence, and who gets their new leads meanwhile");
        users.MapDelete("", (string id, HttpContext http, Directories directories) => StoreAsync(id, null, http, directories))
            .Audits(AuditAction.AbsenceEnded, Object).WithSummary("Removes a user's absence");
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> PutAsync(
        string? id, AbsenceRequest body, HttpContext http, Directories directories)
    {
        if (body.From is not { } from || body.Until < from)
            return Refusal.Invalid.Problem("'from' must be a day, yyyy-MM-dd, and 'until' the same day, a later one or null.");
        if (body.Deputy is { } deputy && (deputy == (id ?? http.Caller().Id)
            || directories.Of(http.Caller().Tenant).Find(deputy) is not { WorksLeads: true }))
            return Refusal.Invalid.Problem("'deputy' must be the id of another user who works leads, or null.");
        return await StoreAsync(id, new(from, body.Until, body.Deputy), http, directories);
    }

    /// <param name="id">Of the user; null: the caller.</param>
    private static async Task<Results<NoContent, ProblemHttpResult>> StoreAsync(
        string? id, Absence? absence, HttpContext http, Directories directories)
    {
        var caller = http.Caller();
        if (id is null && caller.Kind != CallerKind.Person)
            return Refusal.NotAllowed.Problem("Only people are absent. Sign in.");
        var isKnown = await directories.ChangeAsync(
            caller.Tenant,
            known =>
            {
                if (known.Find(id ?? caller.Id) is not { } user)
                    return (known, false);
                http.Audit().Of(user.Id, user.Name).Changed(Shown(user.Absence, http), Shown(absence, http));
                return (known.With(user with { Absence = absence }), true);
            }, http.RequestAborted);
        return isKnown ? TypedResults.NoContent() : Refusal.NotFound.Problem($"There is no user '{id}'.");
    }

    private static EventData? Shown(Absence? absence, HttpContext http) =>
        absence is null ? null : http.AuditFields(AbsenceJson.Of(absence));
}
