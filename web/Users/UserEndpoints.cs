using System.Collections.Immutable;
using Microsoft.AspNetCore.Http.HttpResults;
using OneLead.Web.Access;
using OneLead.Web.Middleware;

namespace OneLead.Web.Users;

/// <summary>The users of the tenant, for administrators, and the names of those who work leads, for everybody.</summary>
internal static class UserEndpoints
{
    private const int LongestName = 200, MostNames = 100;
    private static readonly TimeSpan LinkLasts = TimeSpan.FromDays(3);

    public static void MapUsers(this RouteGroupBuilder api)
    {
        api.MapGet("/people", ListPeople).WithTags("Users").Needs(Permission.Read)
            .WithSummary("Lists the people to whom leads can be assigned");
        var users = api.MapGroup("/users").WithTags("Users").Needs(Permission.ManageUsers).HoldSecrets();
        users.MapGet("", List).WithSummary("Lists the users");
        users.MapPost("", AddAsync).ProducesProblem(409).ProducesProblem(422)
            .WithSummary("Adds a user with a password, or with a one-time link to set one");
        users.MapPut("/{id}", ChangeAsync).ProducesProblem(404).ProducesProblem(409).ProducesProblem(422)
            .WithSummary("Changes a user; their sessions end if the role or the state changes");
        users.MapPost("/{id}/link", RenewLinkAsync).ProducesProblem(404)
            .WithSummary("Makes a one-time link to set another password; a lost second factor is turned off");
        users.MapDelete("/{id}", RemoveAsync).ProducesProblem(404).ProducesProblem(409)
            .WithSummary("Removes a user; what they did keeps their name");
    }

    private static PeopleJson ListPeople(HttpContext http, Directories directories) => new(
    [
        .. directories.Of(http.Caller().Tenant).Users
            .Where(static u => !u.IsDisabled && u.Role.Permissions().Contains(Permission.WorkLeads))
            .Select(static u => new PersonJson(u.Id, u.Name, u.DisplayName, u.Role))
            .OrderBy(static p => p.DisplayName, StringComparer.CurrentCultureIgnoreCase),
    ]);

    private static UsersJson List(HttpContext http, Directories directories, TimeProvider clock) => new(
    [
        .. directories.Of(http.Caller().Tenant).Users.OrderBy(static u => u.Name, StringComparer.OrdinalIgnoreCase)
            .Select(u => UserJson.Of(u, clock.GetUtcNow())),
    ]);

    private static async Task<Results<Ok<InvitedUserJson>, ProblemHttpResult>> AddAsync(
        UserRequest body, HttpContext http, Passwords passwords, Directories directories, TimeProvider clock)
    {
        if (NameProblem(body.Name ?? "") is { } problem)
            return Refusal.Invalid.Problem(problem);
        if (body.Role is not { } role)
            return Refusal.Invalid.Problem($"'role' must be one of {string.Join(", ", Wire.All<Role>())}.");
        if (ListProblem(body) is { } list)
            return list;
        if (!directories.HasUsers && role != Role.Administrator)
            return Refusal.Conflict.Problem("The first user must be an administrator, who can add the others.");
        var user = New(body.Name!, body.DisplayName, role, clock);
        (user.Territories, user.KnownAs) = (Texts(body.Territories), Texts(body.KnownAs));
        using var users = passwords.Of(http.Caller().Tenant);
        if (!string.IsNullOrEmpty(body.Password))
            return SessionEndpoints.Failed(await users.CreateAsync(user, body.Password)) is { } refused
                ? refused
                : TypedResults.Ok(new InvitedUserJson(UserJson.Of(user, clock.GetUtcNow()), null, null));
        var token = Secrets.New();
        user.Link = new(Secrets.Hash(token), clock.GetUtcNow() + LinkLasts);
        return SessionEndpoints.Failed(await users.CreateAsync(user)) is { } failed
            ? failed
            : TypedResults.Ok(Invited(user, token, http, clock));
    }

    private static async Task<Results<Ok<UserJson>, ProblemHttpResult>> ChangeAsync(
        string id, UserRequest body, HttpContext http, Directories directories, TimeProvider clock)
    {
        if (ListProblem(body) is { } list)
            return list;
        var (outcome, changed) = await directories.ChangeAsync(http.Caller().Tenant, known =>
        {
            if (known.Find(id) is not { } user)
                return (known, (Outcome: (Refusal?)Refusal.NotFound, User: (User?)null));
            var next = user with
            {
                Role = body.Role ?? user.Role,
                IsDisabled = body.Disabled ?? user.IsDisabled,
                DisplayName = string.IsNullOrWhiteSpace(body.DisplayName) ? user.DisplayName : body.DisplayName.Trim(),
                Territories = body.Territories is null ? user.Territories : Texts(body.Territories),
                KnownAs = body.KnownAs is null ? user.KnownAs : Texts(body.KnownAs),
            };
            if (next.Role != user.Role || next.IsDisabled != user.IsDisabled)
                next.Stamp = Secrets.New();
            var directory = known.With(next);
            return directory.KeepsAdministrator(known)
                ? (directory, (null, directory.Find(id)))
                : (known, (Refusal.Conflict, null));
        }, http.RequestAborted);
        return outcome is { } refusal ? Refused(refusal, id) : TypedResults.Ok(UserJson.Of(changed!, clock.GetUtcNow()));
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
        return user is null ? Refused(Refusal.NotFound, id) : TypedResults.Ok(Invited(user, token, http, clock));
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> RemoveAsync(string id, HttpContext http, Directories directories)
    {
        var outcome = await directories.ChangeAsync(http.Caller().Tenant, known =>
        {
            if (known.Find(id) is not { } user)
                return (known, (Refusal?)Refusal.NotFound);
            var directory = known.Without(user);
            return directory.KeepsAdministrator(known) ? (directory, null) : (known, Refusal.Conflict);
        }, http.RequestAborted);
        return outcome is { } refusal ? Refused(refusal, id) : TypedResults.NoContent();
    }

    internal static User New(string name, string? displayName, Role role, TimeProvider clock) => new()
    {
        Id = Secrets.NewId(), Name = name.Trim(), Role = role, CreatedAt = clock.GetUtcNow(),
        DisplayName = string.IsNullOrWhiteSpace(displayName) ? name.Trim() : displayName.Trim(),
    };

    /// <summary>Why a text cannot be the name of a user; null if it can.</summary>
    internal static string? NameProblem(string name) =>
        name.Trim() is not { Length: > 1 and <= LongestName } trimmed ? $"'name' must have 2 to {LongestName} characters."
        : trimmed.All(static c => char.IsAsciiLetterOrDigit(c) || c is '.' or '_' or '-' or '+' or '@') ? null
        : "'name' must be an e-mail address, or hold letters, digits, '.', '_', '-' and '+' only.";

    internal static ImmutableArray<string> Texts(IReadOnlyList<string>? texts) =>
        [.. (texts ?? []).Select(static t => t.Trim()).Where(static t => t.Length > 0).Distinct(StringComparer.Ordinal)];

    internal static ProblemHttpResult? TextsProblem(string name, IReadOnlyList<string>? texts) =>
        texts is null || (texts.Count <= MostNames && texts.All(static t => t is { Length: <= LongestName }))
            ? null
            : Refusal.Invalid.Problem($"'{name}' holds at most {MostNames} texts of at most {LongestName} characters.");

    private static ProblemHttpResult? ListProblem(UserRequest body) =>
        body.DisplayName is { Length: > LongestName } ? Refusal.Invalid.Problem($"'displayName' has at most {LongestName} characters.")
        : TextsProblem("territories", body.Territories) ?? TextsProblem("knownAs", body.KnownAs);

    private static InvitedUserJson Invited(User user, string token, HttpContext http, TimeProvider clock) => new(
        UserJson.Of(user, clock.GetUtcNow()),
        $"{http.Request.Scheme}://{http.Request.Host}{http.Request.PathBase}/app/welcome#{token}", user.Link!.ExpiresAt);

    private static ProblemHttpResult Refused(Refusal refusal, string id) => refusal.Problem(
        refusal == Refusal.NotFound
            ? $"There is no user '{id}'."
            : "This is the last administrator who can sign in. Make somebody else an administrator first.");
}
