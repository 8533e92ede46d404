using System.Security.Claims;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;
using OneLead.Web.Users;

namespace OneLead.Web.Access;

/// <summary>
/// Finds out who sends a request: a program by its key, a command by the key of this machine, a person by the session's cookie. While
/// there are no users, everybody may do everything.
/// </summary>
internal sealed class CallerAuthentication(
    IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory loggers, UrlEncoder encoder, Directories directories,
    LocalKey local, TimeProvider clock)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, loggers, encoder)
{
    public const string Callers = "onelead", Session = "session";

    private const string Bearer = "Bearer ";

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        var authorization = Request.Headers.Authorization.ToString();
        if (authorization.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase))
        {
            var key = authorization[Bearer.Length..].Trim();
            if (local.Is(key))
                return Success(Caller.Shell);
            if (directories.Of(Keys.DefaultTenant).Program(Secrets.Hash(key), clock.GetUtcNow()) is { } program)
                return Success(program);
            if (directories.HasUsers)
                return AuthenticateResult.Fail("The key is unknown or has expired.");
        }
        if (!directories.HasUsers)
            return Success(Caller.Anybody);
        if ((await Context.AuthenticateAsync(Session)).Principal is not { } session)
            return AuthenticateResult.NoResult();
        return Find(session) is { } person ? Success(person) : AuthenticateResult.Fail("The session has ended.");
    }

    private Caller? Find(ClaimsPrincipal session) =>
        session.FindFirstValue(Caller.TenantClaim) is { } tenant && session.FindFirstValue(ClaimTypes.NameIdentifier) is { } id
        && session.FindFirstValue(Caller.StampClaim) is { } stamp && session.FindFirstValue(Caller.SessionClaim) is { } sid
            ? directories.Of(tenant).Person(id, stamp, sid)
            : null;

    private static AuthenticateResult Success(Caller caller) =>
        AuthenticateResult.Success(new AuthenticationTicket(caller.Principal(), Callers));
}
