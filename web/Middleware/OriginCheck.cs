using Microsoft.AspNetCore.HostFiltering;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Primitives;

namespace OneLead.Web.Middleware;

/// <summary>Refuses unknown hosts, and commands and hub connections from pages of other origins.</summary>
internal static class OriginCheck
{
    /// <summary>Turns off the framework's check of hosts, which answers in HTML.</summary>
    public static IServiceCollection AddHostCheck(this IServiceCollection services) =>
        services.Configure<HostFilteringOptions>(options => options.AllowedHosts = ["*"]);

    /// <summary>
    /// Accepts local hosts and those in <c>AllowedHosts</c>: a page that rebinds its DNS name to this address is refused.
    /// </summary>
    public static void UseHostCheck(this WebApplication app)
    {
        var allowed = AllowedHosts(app.Configuration);
        var isAny = allowed.Contains("*");
        app.Use((context, next) => isAny || !context.Request.Host.HasValue || HostString.MatchesAny(context.Request.Host.Host, allowed)
            ? next(context)
            : Refusal.BadRequest.Problem(
                $"The host '{context.Request.Host.Host}' is not one of this server's. Add it to AllowedHosts.").ExecuteAsync(context));
    }

    public static void UseOriginCheck(this WebApplication app)
    {
        var allowed = app.Services.GetRequiredService<IOptions<WebOptions>>().Value.AllowedOrigins.ToHashSet(
            StringComparer.OrdinalIgnoreCase);
        app.Use(async (context, next) =>
        {
            if (!NeedsCheck(context.Request) || IsAllowed(context.Request, allowed))
                await next(context);
            else
                await Refusal.ForeignOrigin.Problem("Pages of other origins may not send commands or open the hub.").ExecuteAsync(context);
        });
    }

    // CORS does not apply to WebSockets: without this check any page could open the hub in its visitor's browser.
    private static bool NeedsCheck(HttpRequest request) =>
        request.Path.StartsWithSegments("/live")
        || !(HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method) || HttpMethods.IsOptions(request.Method));

    // Programs send no Origin; browsers always do on requests that are checked here.
    private static bool IsAllowed(HttpRequest request, HashSet<string> allowed) =>
        request.Headers.Origin is not { Count: > 0 } origin
        || string.Equals(origin.ToString(), $"{request.Scheme}://{request.Host}", StringComparison.OrdinalIgnoreCase)
        || allowed.Contains(origin.ToString());

    private static List<StringSegment> AllowedHosts(IConfiguration configuration) =>
        configuration["AllowedHosts"] is { Length: > 0 } hosts
            ?
            [
                .. hosts.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
                    .Select(h => new StringSegment(h)),
            ]
            : ["localhost", "127.0.0.1", "[::1]"];
}
