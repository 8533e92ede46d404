using System.Globalization;
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
    OpenSessions sessions, LocalKey local, TimeProvider clock)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, loggers, encoder)
{
    public const string Callers = "onelead", Session = "session";

    /// <summary>The property of a session that says when it began, in seconds.</summary>
    public const string Since = "since";

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
            if (directories.AsksForSignIn)
                return AuthenticateResult.Fail("The key is unknown or has expired.");
        }
        if (!directories.AsksForSignIn)
            return Success(Caller.Anybody);
        if (await Context.AuthenticateAsync(Session) is not { Principal: { } session, Properties: { } properties })
            return AuthenticateResult.NoResult();
        if (Find(Context, session, properties) is not { } person)
            return AuthenticateResult.Fail("The session has ended.");
        _ = sessions.NoteAsync(person);
        return Success(person);
    }

    /// <summary>The caller of a session as of now; null if the session has ended.</summary>
    public static Caller? Find(HttpContext http, ClaimsPrincipal session, AuthenticationProperties properties) =>
        session.FindFirstValue(Caller.TenantClaim) is { } tenant && session.FindFirstValue(ClaimTypes.NameIdentifier) is { } id
        && session.FindFirstValue(Caller.StampClaim) is { } stamp && session.FindFirstValue(Caller.SessionClaim) is { } sid
        && properties.Items.TryGetValue(Since, out var since) && long.TryParse(since, CultureInfo.InvariantCulture, out var at)
            ? http.RequestServices.GetRequiredService<Directories>().Of(tenant).Person(
                id, stamp, new(
                    sid, DateTimeOffset.FromUnixTimeSeconds(at), http.Request.Headers.UserAgent.ToString(), AddressOf(http.Connection),
                    session.HasClaim(static c => c.Type == Caller.ProviderClaim)),
                http.RequestServices.GetRequiredService<TimeProvider>().GetUtcNow())
            : null;

    private static string? AddressOf(ConnectionInfo connection) => connection.RemoteIpAddress is { IsIPv4MappedToIPv6: true } mapped
        ? mapped.MapToIPv4().ToString()
        : connection.RemoteIpAddress?.ToString();

    private static AuthenticateResult Success(Caller caller) =>
        AuthenticateResult.Success(new AuthenticationTicket(caller.Principal(), Callers));
}
