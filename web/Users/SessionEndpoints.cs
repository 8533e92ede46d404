using System.Security.Claims;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Identity;
using OneLead.Events;
using OneLead.Web.Access;
using OneLead.Web.Audit;
using OneLead.Web.Middleware;
using OneLead.Web.Tenants;

namespace OneLead.Web.Users;

/// <summary>Signing in and out, and what people change about their own sign-in.</summary>
internal static class SessionEndpoints
{
    private const string Issuer = "OneLead", Object = "user";

    internal static readonly string SignInFailed =
        $"The name, the password or the code is wrong, or the name is locked. {Passwords.MaxFailures} failures lock a name for "
        + $"{Passwords.LockedFor.TotalMinutes:0} minutes.";

    private const int RecoveryCodes = 10, LongestSecret = 1_000;

    public static void MapSession(this RouteGroupBuilder api)
    {
        var session = api.MapGroup("/session").WithTags("Sign-in").HoldSecrets();
        session.MapGet("", Get).AllowAnonymous().WithSummary("Returns who has signed in");
        var open = session.MapGroup("").AllowAnonymous().RequireRateLimiting(AccessSetup.SignInLimit)
            .ProducesProblem(401).ProducesProblem(422).ProducesProblem(429);
        open.MapPost("", SignInAsync).Audits(AuditAction.SignIn, Object)
            .WithSummary("Signs in with a name, a password and, where it is set up, a code");
        open.MapPost("/link", UseLinkAsync).Audits(AuditAction.PasswordSet, Object)
            .WithSummary("Sets a password with a one-time link, and signs in");
        open.MapPost("/first-user", MakeFirstUserAsync).Audits(AuditAction.UserAdded, Object).ProducesProblem(409)
            .WithSummary("Makes the first administrator with the link that the server printed, and signs in");
        session.MapDelete("", SignOutAsync).Audits(AuditAction.SignOut, Object).RequireAuthorization(AccessSetup.OwnSignIn)
            .WithSummary("Signs out");
        var own = session.MapGroup("").RequireAuthorization(AccessSetup.OwnSignIn).RequireRateLimiting(AccessSetup.SignInLimit)
            .ProducesProblem(401).ProducesProblem(422).ProducesProblem(429);
        own.MapPost("/password", ChangePasswordAsync).Audits(AuditAction.PasswordChanged, Object)
            .WithSummary("Changes the caller's password; their other sessions end");
        own.MapPost("/second-factor", PrepareSecondFactorAsync).Audits(AuditAction.SecondFactorPrepared, Object)
            .WithSummary("Returns a new secret for an authenticator app");
        own.MapPut("/second-factor", AddSecondFactorAsync).Audits(AuditAction.SecondFactorOn, Object)
            .WithSummary("Turns the second factor on, with a code of the app");
        own.MapDelete("/second-factor", RemoveSecondFactorAsync).Audits(AuditAction.SecondFactorOff, Object)
            .WithSummary("Turns the second factor off, with a code and the password");
    }

    private static SessionJson Get(HttpContext http, Directories directories, IAntiforgery antiforgery) => Session(
        http, (http.User as CallerPrincipal)?.Caller, directories, antiforgery);

    private static async Task<Results<Ok<SessionJson>, ProblemHttpResult>> SignInAsync(
        SignInRequest body, HttpContext http, Passwords passwords, Directories directories, IAntiforgery antiforgery, AuditLog audit,
        TimeProvider clock)
    {
        if (Missing(("name", body.Name), ("password", body.Password)) is { } missing)
            return missing;
        var (user, refusal) = await passwords.CheckAsync(Keys.DefaultTenant, body.Name!, body.Password!, body.Code);
        if (user is null && refusal == Refusal.SignInRefused)
        {
            var known = directories.Of(Keys.DefaultTenant).FindByName(body.Name!);
            await audit.RefuseSignInAsync(http, known is null ? null : (known.Id, known.Name), known?.IsLocked(clock.GetUtcNow()) == true);
        }
        if (user is null)
            return refusal == Refusal.CodeRequired
                ? refusal.Problem("Enter the code of your authenticator app, or a recovery code.")
                : refusal.Problem(SignInFailed);
        return TypedResults.Ok(await StartAsync(http, user, directories, antiforgery));
    }

    private static async Task<Results<Ok<SessionJson>, ProblemHttpResult>> UseLinkAsync(
        PasswordLinkRequest body, HttpContext http, Passwords passwords, Directories directories, IAntiforgery antiforgery,
        TimeProvider clock)
    {
        if (Missing(("token", body.Token), ("password", body.Password)) is { } missing)
            return missing;
        var hash = Secrets.Hash(body.Token!);
        using var users = passwords.Of(Keys.DefaultTenant);
        var known = directories.Of(Keys.DefaultTenant).Users.FirstOrDefault(u => Secrets.Same(u.Link?.Hash, hash));
        if (known is not { IsDisabled: false, Link.ExpiresAt: var until } || until <= clock.GetUtcNow()
            || await users.FindByIdAsync(known.Id) is not { } user)
            return Refusal.SignInRefused.Problem("The link has been used or has expired. Ask an administrator for another one.");
        (user.Link, user.PasswordHash, user.LockedUntil, user.FailedSignIns) = (null, null, null, 0);
        if (Failed(await users.AddPasswordAsync(user, body.Password!)) is { } failed)
            return failed;
        return TypedResults.Ok(await StartAsync(http, user, directories, antiforgery));
    }

    private static async Task<Results<Ok<SessionJson>, ProblemHttpResult>> MakeFirstUserAsync(
        FirstUserRequest body, HttpContext http, Passwords passwords, Directories directories, FirstUserLink link,
        IAntiforgery antiforgery, TimeProvider clock)
    {
        if (Missing(("token", body.Token), ("name", body.Name), ("password", body.Password)) is { } missing)
            return missing;
        if (UserTexts.NameProblem(body.Name!) is { } problem)
            return Refusal.Invalid.Problem(problem);
        if (!link.TryTake(body.Token))
            return Refusal.SignInRefused.Problem("The link has been used, or the server has been started again. It prints a new one.");
        if (directories.HasUsers)
            return Refusal.Conflict.Problem("There are users already. Ask an administrator for an account.");
        var user = UserEndpoints.New(body.Name!, body.DisplayName, Role.Administrator, clock);
        using var users = passwords.Of(Keys.DefaultTenant);
        if (Failed(await users.CreateAsync(user, body.Password!)) is { } failed)
        {
            link.GiveBack(body.Token!);
            return failed;
        }
        return TypedResults.Ok(await StartAsync(http, user, directories, antiforgery));
    }

    // Also ends what a copy of the cookie could do, and the open dashboards of the session.
    private static async Task<NoContent> SignOutAsync(HttpContext http, Directories directories, TimeProvider clock)
    {
        var caller = http.Caller();
        http.Audit().Of(caller.Id, caller.Name);
        if (caller.Session is { } session)
            await directories.EndSessionAsync(caller.Tenant, caller.Id, session.Id, clock.GetUtcNow(), http.RequestAborted);
        await http.SignOutAsync(CallerAuthentication.Session);
        return TypedResults.NoContent();
    }

    private static async Task<Results<Ok<SessionJson>, ProblemHttpResult>> ChangePasswordAsync(
        PasswordRequest body, HttpContext http, Passwords passwords, Directories directories, IAntiforgery antiforgery)
    {
        if (Missing(("current", body.Current), ("password", body.Password)) is { } missing)
            return missing;
        using var users = passwords.Of(Keys.DefaultTenant);
        var (user, problem) = await OwnAsync(http, users, passwords, body.Current!);
        if (user is null)
            return problem!;
        if (Failed(await users.ChangePasswordAsync(user, body.Current!, body.Password!)) is { } failed)
            return failed;
        return TypedResults.Ok(await ContinueAsync(http, user, directories, antiforgery));
    }

    private static async Task<Results<Ok<SecondFactorJson>, ProblemHttpResult>> PrepareSecondFactorAsync(
        CurrentPasswordRequest body, HttpContext http, Passwords passwords)
    {
        if (Missing(("current", body.Current)) is { } missing)
            return missing;
        using var users = passwords.Of(Keys.DefaultTenant);
        var (user, problem) = await OwnAsync(http, users, passwords, body.Current!);
        if (user is null)
            return problem!;
        if (user.HasSecondFactor)
            return Refusal.Conflict.Problem("The second factor is on. Turn it off before you set up another app.");
        // Not ResetAuthenticatorKeyAsync, which would end the session before the app is set up.
        user.TotpKey = users.GenerateNewAuthenticatorKey();
        if (Failed(await users.UpdateAsync(user)) is { } failed)
            return failed;
        var url = UrlEncoder.Default;
        return TypedResults.Ok(new SecondFactorJson(user.TotpKey,
            $"otpauth://totp/{url.Encode(Issuer)}:{url.Encode(user.Name)}?secret={user.TotpKey}&issuer={url.Encode(Issuer)}&digits=6"));
    }

    private static async Task<Results<Ok<RecoveryCodesJson>, ProblemHttpResult>> AddSecondFactorAsync(
        CodeRequest body, HttpContext http, Passwords passwords)
    {
        if (Missing(("code", body.Code)) is { } missing)
            return missing;
        using var users = passwords.Of(Keys.DefaultTenant);
        var (user, problem) = await OwnAsync(http, users, passwords);
        if (user is null)
            return problem!;
        if (user.TotpKey is null || user.HasSecondFactor)
            return Refusal.Conflict.Problem(user.HasSecondFactor ? "The second factor is on already." : "Ask for a secret first.");
        if (!await passwords.IsCodeAsync(Keys.DefaultTenant, user, body.Code!) || await users.FindByIdAsync(user.Id) is not { } current)
            return Refusal.Invalid.Problem("The code is wrong. Check the time of the phone, and take the next code.");
        // Stored with the codes. The stamp stays, because another one would end this session under its open page.
        current.HasSecondFactor = true;
        var codes = await users.GenerateNewTwoFactorRecoveryCodesAsync(current, RecoveryCodes);
        return TypedResults.Ok(new RecoveryCodesJson([.. codes ?? []]));
    }

    private static async Task<Results<Ok<SessionJson>, ProblemHttpResult>> RemoveSecondFactorAsync(
        [Microsoft.AspNetCore.Mvc.FromBody] RemoveCodeRequest body, HttpContext http, Passwords passwords, Directories directories,
        IAntiforgery antiforgery)
    {
        if (Missing(("code", body.Code), ("current", body.Current)) is { } missing)
            return missing;
        using var users = passwords.Of(Keys.DefaultTenant);
        var (user, problem) = await OwnAsync(http, users, passwords, body.Current!);
        if (user is null)
            return problem!;
        if (!user.HasSecondFactor)
            return Refusal.Conflict.Problem("The second factor is off already.");
        if (!await passwords.IsCodeAsync(Keys.DefaultTenant, user, body.Code!) || await users.FindByIdAsync(user.Id) is not { } current)
            return Refusal.Invalid.Problem("The code is wrong.");
        (current.TotpKey, current.RecoveryCodes) = (null, []);
        if (Failed(await users.SetTwoFactorEnabledAsync(current, false)) is { } failed)
            return failed;
        return TypedResults.Ok(await ContinueAsync(http, current, directories, antiforgery));
    }

    // The caller's own user. Programs and commands have none.
    private static async Task<(User? User, ProblemHttpResult? Problem)> OwnAsync(
        HttpContext http, UserManager<User> users, Passwords passwords, string? password = null)
    {
        if (http.Caller() is not { Kind: CallerKind.Person } caller || await users.FindByIdAsync(caller.Id) is not { } user)
            return (null, Refusal.NotAllowed.Problem("Only people who have signed in have a password and a second factor."));
        http.Audit().Of(user.Id, user.Name);
        return password is null || await passwords.IsPasswordAsync(caller.Tenant, user, password)
            ? (user, null)
            : (null, Refusal.Invalid.Problem("The current password is wrong, or your name is locked after too many failures."));
    }

    /// <summary>Replaces the session of the caller, who goes on.</summary>
    internal static Task<SessionJson> ContinueAsync(HttpContext http, User user, Directories directories, IAntiforgery antiforgery) =>
        StartAsync(http, user, directories, antiforgery, http.Caller().Session!.IsOfProvider);

    private static async Task<SessionJson> StartAsync(
        HttpContext http, User user, Directories directories, IAntiforgery antiforgery, bool isOfProvider = false)
    {
        http.Audit().Of(user.Id, user.Name);
        await http.SignInAsync(CallerAuthentication.Session, SessionOf(user, isOfProvider));
        var now = http.RequestServices.GetRequiredService<TimeProvider>().GetUtcNow();
        // As the next request finds it. Null if the user has changed again meanwhile.
        var caller = directories.Of(Keys.DefaultTenant).Person(user.Id, user.Stamp, new("", now, "", null, isOfProvider), now);
        // The token below is for the person who has just signed in.
        if (caller is not null)
            http.User = caller.Principal();
        return Session(http, caller, directories, antiforgery);
    }

    /// <summary>What the cookie of a session holds.</summary>
    internal static ClaimsPrincipal SessionOf(User user, bool isOfProvider)
    {
        var identity = new ClaimsIdentity(
            [
                new(ClaimTypes.NameIdentifier, user.Id), new(Caller.TenantClaim, Keys.DefaultTenant),
                new(Caller.StampClaim, user.Stamp), new(Caller.SessionClaim, Secrets.NewId()),
            ],
            CallerAuthentication.Session);
        if (isOfProvider)
            identity.AddClaim(new(Caller.ProviderClaim, ""));
        return new(identity);
    }

    private static SessionJson Session(HttpContext http, Caller? caller, Directories directories, IAntiforgery antiforgery)
    {
        var services = http.RequestServices;
        var own = services.GetRequiredService<OwnTenant>();
        var user = caller is { Kind: CallerKind.Person } ? directories.Of(caller.Tenant).Find(caller.Id) : null;
        return new(
            directories.AsksForSignIn, own.Name, directories.HasOrganisations,
            user is null ? null : new(
                user.Id, user.Name, user.DisplayName, user.Role, [.. caller!.Permissions.Select(static p => p.Policy()).Order()],
                caller.Visibility.SeesAllAccounts, caller.Visibility.SeesSensitive,
                caller.Visibility.SeesAllKinds ? null : [.. Enum.GetValues<EventKind>().Where(caller.Visibility.Sees)],
                user.PasswordHash is not null, user.HasSecondFactor, caller.MustAddSecondFactor, user.RecoveryCodes.Length,
                caller.Names, user.Absence is { } absence ? AbsenceJson.Of(absence) : null),
            user is null ? null : antiforgery.GetAndStoreTokens(http).RequestToken,
            [
                .. services.GetRequiredService<SignInProviders>().All.Select(
                    p => new SignInProviderJson(p.Name, p.Title ?? p.Name, own.PathOf(http.Request, $"/sign-in/{p.Name}"))),
            ],
            user is null ? [] : RoleJson.All);
    }

    private static ProblemHttpResult? Missing(params (string Name, string? Value)[] fields)
    {
        foreach (var (name, value) in fields)
        {
            if (string.IsNullOrWhiteSpace(value))
                return Refusal.Invalid.Problem($"'{name}' is required.");
            if (value.Length > LongestSecret)
                return Refusal.Invalid.Problem($"'{name}' is longer than {LongestSecret} characters.");
        }
        return null;
    }

    internal static ProblemHttpResult? Failed(IdentityResult result) =>
        result.Succeeded ? null : Refusal.Invalid.Problem(string.Join(' ', result.Errors.Select(static e => e.Description)));
}
