using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Threading.RateLimiting;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Authorization.Policy;
using OneLead.Sources.Events;
using OneLead.Web.Tenants;
using OneLead.Web.Users;

namespace OneLead.Web.Access;

/// <summary>Authentication, the permissions of routes, and what protects sessions in browsers.</summary>
internal static class AccessSetup
{
    public const string AntiforgeryHeader = "X-OneLead-Antiforgery", SignInLimit = "sign-in";

    /// <summary>The policy of routes about the caller's own sign-in, which need no permission.</summary>
    public const string OwnSignIn = "own_sign_in";

    /// <summary>The policy of routes about the installation, which are for commands of this machine's user alone.</summary>
    public const string Shell = "shell";

    /// <summary>All sessions end after the first, idle ones after the second.</summary>
    public static readonly TimeSpan LongestSession = TimeSpan.FromDays(7), IdleSession = TimeSpan.FromHours(12);

    // An office may share an address, and names are locked by themselves.
    private const int SignInsAMinute = 60;

    public static IServiceCollection AddAccess(this IServiceCollection services, SignInProviders providers)
    {
        services.AddSingleton<LocalKey>().AddSingleton<IEventAccess, EventAccess>();
        services.AddSingleton(providers);
        var authentication = services.AddAuthentication(CallerAuthentication.Callers)
            .AddScheme<AuthenticationSchemeOptions, CallerAuthentication>(CallerAuthentication.Callers, null)
            .AddCookie(CallerAuthentication.Session, Configure);
        providers.AddTo(authentication);
        var authorization = services.AddAuthorizationBuilder();
        foreach (var permission in Enum.GetValues<Permission>())
            authorization.AddPolicy(permission.Policy(), p => p.RequireAssertion(
                c => c.User is CallerPrincipal { Caller: var caller } && caller.May(permission)));
        authorization.AddPolicy(OwnSignIn, static p => p.RequireAssertion(static c => c.User is CallerPrincipal));
        authorization.AddPolicy(Shell, static p => p.RequireAssertion(
            static c => c.User is CallerPrincipal { Caller.Kind: CallerKind.Shell }));
        // A route that states nothing is refused. Where there is no route, the answer is 404, 405 or 415.
        authorization.SetFallbackPolicy(new AuthorizationPolicyBuilder().RequireAssertion(
            static c => c.Resource is HttpContext http && http.GetEndpoint() is not RouteEndpoint).Build());
        services.AddSingleton<IAuthorizationMiddlewareResultHandler, AccessProblems>();
        services.AddAntiforgery(static o =>
        {
            o.HeaderName = AntiforgeryHeader;
            (o.Cookie.Name, o.Cookie.HttpOnly, o.Cookie.SameSite) = ("onelead-antiforgery", true, SameSiteMode.Strict);
            o.Cookie.Path = "/";
            o.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
            o.SuppressXFrameOptionsHeader = true;
        });
        return services.AddRateLimiter(static limiter =>
        {
            limiter.AddPolicy(SignInLimit, static http => RateLimitPartition.GetFixedWindowLimiter(
                NetworkOf(http.Connection.RemoteIpAddress),
                static _ => new FixedWindowRateLimiterOptions { PermitLimit = SignInsAMinute, Window = TimeSpan.FromMinutes(1) }));
            limiter.OnRejected = static async (rejected, _) => await Refusal.Overloaded.Problem(
                "There were too many attempts from this address.", rejected.HttpContext.Response, TimeSpan.FromMinutes(1))
                .ExecuteAsync(rejected.HttpContext);
        });
    }

    // Whoever has an IPv6 address has 2^64 of them.
    internal static string NetworkOf(IPAddress? address) => address is not { AddressFamily: AddressFamily.InterNetworkV6 }
        || address.IsIPv4MappedToIPv6 ? address?.ToString() ?? "" : Convert.ToHexString(address.GetAddressBytes().AsSpan(0, 8));

    public static void UseAccess(this WebApplication app)
    {
        app.UseAuthentication();
        app.UseRateLimiter();
        app.UseAuthorization();
        app.UseBrowserProof(app.Services.GetRequiredService<IAntiforgery>());
    }

    // A page of another origin can make a browser send the cookie, but cannot read the token.
    private static void UseBrowserProof(this WebApplication app, IAntiforgery antiforgery) => app.Use(async (context, next) =>
    {
        if (context.User is CallerPrincipal { Caller.Kind: CallerKind.Person } && !IsSafe(context.Request)
            && context.GetEndpoint()?.Metadata.GetMetadata<IAllowAnonymous>() is null
            && context.Request.Path.StartsWithSegments("/api") && !await antiforgery.IsRequestValidAsync(context))
        {
            await Refusal.ForeignOrigin.Problem(
                $"Send the antiforgery token of GET /api/v1/session in the header {AntiforgeryHeader}.").ExecuteAsync(context);
            return;
        }
        await next(context);
    });

    private static bool IsSafe(HttpRequest request) =>
        HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method) || HttpMethods.IsOptions(request.Method);

    private static void Configure(CookieAuthenticationOptions options)
    {
        (options.Cookie.Name, options.Cookie.HttpOnly, options.Cookie.SameSite) = ("onelead-session", true, SameSiteMode.Lax);
        options.Cookie.Path = "/";
        options.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
        (options.ExpireTimeSpan, options.SlidingExpiration) = (IdleSession, true);
        options.Events.OnSigningIn = static c =>
        {
            var now = c.HttpContext.RequestServices.GetRequiredService<TimeProvider>().GetUtcNow();
            c.Properties.Items[CallerAuthentication.Since] = now.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
            return Task.CompletedTask;
        };
        options.Events.OnSignedIn = static c =>
        {
            TenantRouting.Remember(c.HttpContext, c.HttpContext.RequestServices.GetRequiredService<OwnTenant>().Name);
            if (CallerAuthentication.Find(c.HttpContext, c.Principal!, c.Properties) is { } caller)
                _ = c.HttpContext.RequestServices.GetRequiredService<OpenSessions>().NoteAsync(caller);
            return Task.CompletedTask;
        };
    }

    /// <summary>Answers 401 and 403 as problems.</summary>
    private sealed class AccessProblems : IAuthorizationMiddlewareResultHandler
    {
        public async Task HandleAsync(
            RequestDelegate next, HttpContext context, AuthorizationPolicy policy, PolicyAuthorizationResult authorizeResult)
        {
            if (authorizeResult.Succeeded)
            {
                await next(context);
                return;
            }
            if (context.User is CallerPrincipal { Caller.MustAddSecondFactor: true })
            {
                await Refusal.SecondFactorRequired.Problem(
                    "Your role needs a second factor, and you have none. Set one up on the page of the dashboard, or with POST and PUT "
                    + "/api/v1/session/second-factor.").ExecuteAsync(context);
                return;
            }
            if (context.User is CallerPrincipal { Caller: var caller })
            {
                await Refusal.NotAllowed.Problem($"The role {Wire.Name(caller.Role)} may not do this.").ExecuteAsync(context);
                return;
            }
            context.Response.Headers.WWWAuthenticate = "Bearer";
            await Refusal.SignInRequired.Problem("Sign in, or send an API key: Authorization: Bearer KEY.").ExecuteAsync(context);
        }
    }
}
