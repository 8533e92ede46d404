using Microsoft.AspNetCore.Http.HttpResults;

namespace OneLead.Web.Tenants;

/// <summary>
/// Finds the organisation of a request and hands it to that organisation's host. The address says it (/t/NAME/…), else the header
/// X-OneLead-Tenant, the API key or the cookie of the last sign-in. None of them lets anybody in: each host asks for a sign-in of its own.
/// </summary>
internal static class TenantRouting
{
    public const string Header = "X-OneLead-Tenant", Cookie = "onelead-tenant";

    private const string Prefix = "/t/", Bearer = "Bearer ", SessionPath = "/api/v1/session", Dashboard = "/app";

    private static readonly TimeSpan CookieLasts = TimeSpan.FromDays(365), RetryAfter = TimeSpan.FromSeconds(2);

    public static string PathOf(string name) => Prefix + name;

    /// <summary>Puts the name into an API key, so that whoever sends the key need not say it.</summary>
    public static string KeyOf(string? name, string secret) => name is null ? secret : $"{name}.{secret}";

    public static void UseTenants(this WebApplication app)
    {
        var (list, hosts) = (app.Services.GetRequiredService<TenantList>(), app.Services.GetRequiredService<TenantHosts>());
        app.Use((context, next) => RouteAsync(context, next, list, hosts));
    }

    /// <summary>Has the browser ask for this organisation from now on.</summary>
    public static void Remember(HttpContext http, string? name)
    {
        var options = new CookieOptions
        {
            Path = "/", HttpOnly = true, SameSite = SameSiteMode.Lax, Secure = http.Request.IsHttps, MaxAge = CookieLasts,
        };
        if (name is not null)
            http.Response.Cookies.Append(Cookie, name, options);
        else if (http.Request.Cookies.ContainsKey(Cookie))
            http.Response.Cookies.Delete(Cookie, options);
    }

    private static async Task RouteAsync(HttpContext context, RequestDelegate next, TenantList list, TenantHosts hosts)
    {
        var request = context.Request;
        var (name, isStated) = (TakeFromPath(request), true);
        if (name is { } inPath && IsPage(request))
        {
            context.Response.Headers.CacheControl = "no-store";
            // The rest of the page's addresses do not name it. What is behind the # stays.
            if (inPath == Keys.DefaultTenant || list.Find(inPath) is not null)
                Remember(context, inPath == Keys.DefaultTenant ? null : inPath);
            context.Response.Redirect(
                string.Concat(request.PathBase.Value.AsSpan(0, request.PathBase.Value!.Length - PathOf(inPath).Length), request.Path)
                + request.QueryString);
            return;
        }
        name ??= request.Headers[Header].ToString() is { Length: > 0 } stated ? stated : null;
        if (name is null && FromKey(request) is { } ofKey)
        {
            name = ofKey;
            if (ofKey != Keys.DefaultTenant && list.Find(ofKey) is null)
            {
                await Refusal.SignInRequired.Problem("The key is unknown or has expired.").ExecuteAsync(context);
                return;
            }
        }
        if (name is null)
            (name, isStated) = (request.Cookies[Cookie], false);
        if (name is null or Keys.DefaultTenant || (!isStated && list.Find(name) is null))
        {
            await next(context);
            return;
        }
        if (list.Find(name) is null)
            await Unknown(request).ExecuteAsync(context);
        else if (hosts.Find(name) is not { } host || !await host.TryHandleAsync(context))
            await Refusal.Starting.Problem("The organisation is not served yet.", context.Response, RetryAfter).ExecuteAsync(context);
    }

    // The page says the same as of a wrong name.
    private static ProblemHttpResult Unknown(HttpRequest request) => request.Path == SessionPath && HttpMethods.IsPost(request.Method)
        ? Refusal.SignInRefused.Problem(Users.SessionEndpoints.SignInFailed)
        : Refusal.NotFound.Problem("There is no such organisation.");

    private static string? TakeFromPath(HttpRequest request)
    {
        if (request.Path.Value is not { } path || !path.StartsWith(Prefix, StringComparison.Ordinal))
            return null;
        var end = path.IndexOf('/', Prefix.Length);
        var name = end < 0 ? path[Prefix.Length..] : path[Prefix.Length..end];
        request.PathBase = request.PathBase.Add(PathOf(name));
        request.Path = end < 0 ? "/" : path[end..];
        return name;
    }

    private static bool IsPage(HttpRequest request) => HttpMethods.IsGet(request.Method)
        && (request.Path == "/" || request.Path.StartsWithSegments(Dashboard, StringComparison.Ordinal));

    private static string? FromKey(HttpRequest request)
    {
        var authorization = request.Headers.Authorization.ToString();
        if (!authorization.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase))
            return null;
        var key = authorization.AsSpan(Bearer.Length).Trim();
        return key.IndexOf('.') is > 0 and var dot ? key[..dot].ToString() : Keys.DefaultTenant;
    }
}
