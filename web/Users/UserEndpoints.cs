using Microsoft.AspNetCore.Http.HttpResults;
using OneLead.Events;
using OneLead.Web.Access;
using OneLead.Web.Middleware;
using OneLead.Web.Tenants;

namespace OneLead.Web.Users;

/// <summary>The users of the tenant, for administrators, and the names of those who work leads, for everybody.</summary>
internal static class UserEndpoints
{
    private const string Object = "user";

    private static readonly TimeSpan LinkLasts = TimeSpan.FromDays(3);

    public static void MapUsers(this RouteGroupBuilder api)
    {
        api.MapGet("/people", ListPeople).WithTags("Users").Needs(Permission.Read)
            .WithSummary("Lists the people to whom leads can be assigned");
        var users = api.MapGroup("/users").WithTags("Users").Needs(Permission.ManageUsers).HoldSecrets();
        users.MapGet("", List).WithSummary("Lists the users");
        users.MapPost("", AddAsync).Audits(AuditAction.UserAdded, Object).ProducesProblem(409).ProducesProblem(422)
            .WithSummary("Adds a user with a password, or with a one-time link to set one");
        users.MapPut("/second-factor", RequireSecondFactorAsync).Audits(AuditAction.SecondFactorRequired, "second_factor")
            .ProducesProblem(422)
            .WithSummary("Sets the roles whose people need a second factor");
        users.MapPut("/{id}", ChangeAsync).Audits(AuditAction.UserChanged, Object)
            .ProducesProblem(404).ProducesProblem(409).ProducesProblem(422)
            .WithSummary("Changes a user; their sessions end if the role or the state changes");
        users.MapPost("/{id}/link", RenewLinkAsync).Audits(AuditAction.UserLinkMade, Object).ProducesProblem(404)
            .WithSummary("Makes a one-time link to set another password; a lost second factor is turned off");
        users.MapDelete("/{id}/sessions", EndSessionsAsync).Audits(AuditAction.SessionsEnded, Object).ProducesProblem(404)
            .WithSummary("Ends all sessions of a user");
        users.MapDelete("/{id}", RemoveAsync).Audits(AuditAction.UserRemoved, Object).ProducesProblem(404).ProducesProblem(409)
            .WithSummary("Removes a user; what they did keeps their name");
    }

    private static PeopleJson ListPeople(HttpContext http, Directories directories) => new(
    [
        .. directories.Of(http.Caller().Tenant).Users
            .Where(static u => u.WorksLeads)
            .Select(static u => new PersonJson(u.Id, u.Name, u.DisplayName, u.Role))
            .OrderBy(static p => p.DisplayName, StringComparer.CurrentCultureIgnoreCase),
    ]);

    private static UsersJson List(HttpContext http, Directories directories, TimeProvider clock)
    {
        var directory = directories.Of(http.Caller().Tenant);
        return new(
        [
            .. directory.Users.OrderBy(static u => u.Name, StringComparer.OrdinalIgnoreCase)
                .Select(u => UserJson.Of(u, clock.GetUtcNow())),
        ], directory.SecondFactorRoles);
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> RequireSecondFactorAsync(
        SecondFactorRolesRequest body, HttpContext http, Directories directories)
    {
        if (body.Roles is not { } roles)
            return Refusal.Invalid.Problem("'roles' is required; it may be empty.");
        await directories.ChangeAsync(
            http.Caller().Tenant, known => (known with { SecondFactorRoles = [.. roles.Distinct().Order()] }, true), http.RequestAborted);
        return TypedResults.NoContent();
    }

    private static async Task<Results<Ok<InvitedUserJson>, ProblemHttpResult>> AddAsync(
        UserRequest body, HttpContext http, Passwords passwords, Directories directories, TimeProvider clock)
    {
        if ((UserTexts.Refuse(body.Name, body.Role) ?? RefuseTexts(body)) is { } refusal)
            return refusal;
        if (!directories.HasUsers && body.Role != Role.Administrator)
            return Refusal.Conflict.Problem("The first user must be an administrator, who can add the others.");
        var user = New(body.Name!, body.DisplayName, body.Role!.Value, clock);
        (user.Territories, user.KnownAs) = (UserTexts.Trimmed(body.Territories), UserTexts.Trimmed(body.KnownAs));
        using var users = passwords.Of(http.Caller().Tenant);
        if (!string.IsNullOrEmpty(body.Password))
        {
            if (SessionEndpoints.Failed(await users.CreateAsync(user, body.Password)) is { } refused)
                return refused;
            http.Audit().Of(user.Id, user.Name).Changed(null, Shown(user, http, clock));
            return TypedResults.Ok(new InvitedUserJson(UserJson.Of(user, clock.GetUtcNow()), null, null));
        }
        var token = Secrets.New();
        user.Link = new(Secrets.Hash(token), clock.GetUtcNow() + LinkLasts);
        if (SessionEndpoints.Failed(await users.CreateAsync(user)) is { } failed)
            return failed;
        http.Audit().Of(user.Id, user.Name).Changed(null, Shown(user, http, clock));
        return TypedResults.Ok(Invited(user, token, http, clock));
    }

    private static async Task<Results<Ok<UserJson>, ProblemHttpResult>> ChangeAsync(
        string id, UserRequest body, HttpContext http, Directories directories, TimeProvider clock)
    {
        if (RefuseTexts(body) is { } invalid)
            return invalid;
        EventData? before = null;
        var (outcome, changed) = await directories.ChangeAsync(http.Caller().Tenant, known =>
        {
            if (known.Find(id) is not { } user)
                return (known, (Outcome: (Refusal?)Refusal.NotFound, User: (User?)null));
            before = Shown(user, http, clock);
            var next = user with
            {
                Role = body.Role ?? user.Role,
                IsDisabled = body.Disabled ?? user.IsDisabled,
                DisplayName = string.IsNullOrWhiteSpace(body.DisplayName) ? user.DisplayName : body.DisplayName.Trim(),
                Territories = body.Territories is null ? user.Territories : UserTexts.Trimmed(body.Territories),
                KnownAs = body.KnownAs is null ? user.KnownAs : UserTexts.Trimmed(body.KnownAs),
            };
            if (next.Role != user.Role || next.IsDisabled != user.IsDisabled)
                next.Stamp = Secrets.New();
            var directory = known.With(next);
            return directory.KeepsAdministrator(known)
                ? (directory, (null, directory.Find(id)))
                : (known, (Refusal.Conflict, null));
        }, http.RequestAborted);
        if (outcome is { } refusal)
            return Refused(refusal, id);
        http.Audit().Of(id, changed!.Name).Changed(before, Shown(changed, http, clock));
        return TypedResults.Ok(UserJson.Of(changed, clock.GetUtcNow()));
    }

    private static async Task<Results<Ok<InvitedUserJson>, ProblemHttpResult>> RenewLinkAsync(
        string id, HttpContext http, Directories directories, TimeProvider clock)
    {
        var token = Secrets.New();
        var user = await directories.ChangeAsync(http.Caller().Tenant, known =>
        {
            if (known.Find(id) is not { } user)
                return (known, (User?)null);
            var next = user with
            {
                PasswordHash = null,
                Stamp = Secrets.New(),
                TotpKey = null,
                HasSecondFactor = false,
                RecoveryCodes = [],
                Link = new(Secrets.Hash(token), clock.GetUtcNow() + LinkLasts),
            };
            return (known.With(next), next);
        }, http.RequestAborted);
        if (user is null)
            return Refused(Refusal.NotFound, id);
        http.Audit().Of(id, user.Name).With(("expiresAt", FieldValue.Of(user.Link!.ExpiresAt)));
        return TypedResults.Ok(Invited(user, token, http, clock));
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> EndSessionsAsync(
        string id, HttpContext http, Directories directories) =>
        await directories.EndSessionsAsync(http.Caller().Tenant, id, http.RequestAborted) is null
            ? Refused(Refusal.NotFound, id)
            : TypedResults.NoContent();

    private static async Task<Results<NoContent, ProblemHttpResult>> RemoveAsync(
        string id, HttpContext http, Directories directories, OpenSessions sessions, TimeProvider clock)
    {
        var outcome = await directories.ChangeAsync(http.Caller().Tenant, known =>
        {
            if (known.Find(id) is not { } user)
                return (known, (Refusal?)Refusal.NotFound);
            http.Audit().Of(id, user.Name).Changed(Shown(user, http, clock), null);
            var directory = known.Without(user);
            return directory.KeepsAdministrator(known) ? (directory, null) : (known, Refusal.Conflict);
        }, http.RequestAborted);
        if (outcome is { } refusal)
            return Refused(refusal, id);
        await sessions.ForgetAsync(http.Caller().Tenant, id, http.RequestAborted);
        return TypedResults.NoContent();
    }

    private static EventData Shown(User user, HttpContext http, TimeProvider clock) =>
        http.AuditFields(UserJson.Of(user, clock.GetUtcNow()));

    internal static User New(string name, string? displayName, Role role, TimeProvider clock) => new()
    {
        Id = Secrets.NewId(), Name = name.Trim(), Role = role, CreatedAt = clock.GetUtcNow(),
        DisplayName = string.IsNullOrWhiteSpace(displayName) ? name.Trim() : displayName.Trim(),
    };

    private static ProblemHttpResult? RefuseTexts(UserRequest body) => body.DisplayName is { Length: > UserTexts.LongestName }
        ? Refusal.Invalid.Problem($"'displayName' has at most {UserTexts.LongestName} characters.")
        : UserTexts.Refuse(body.Territories, body.KnownAs);

    private static InvitedUserJson Invited(User user, string token, HttpContext http, TimeProvider clock) => new(
        UserJson.Of(user, clock.GetUtcNow()),
        http.RequestServices.GetRequiredService<OwnTenant>().UrlOf(http.Request, $"/app/welcome#{token}"), user.Link!.ExpiresAt);

    private static ProblemHttpResult Refused(Refusal refusal, string id) => refusal.Problem(
        refusal == Refusal.NotFound
            ? $"There is no user '{id}'."
            : "This is the last administrator who can sign in. Make somebody else an administrator first.");
}
