using Microsoft.AspNetCore.HostFiltering;
using Microsoft.Extensions.Options;

namespace OneLead.Web.Middleware;

/// <summary>Refuses unknown hosts, and commands and hub connections from pages of other origins.</summary>
internal static class OriginCheck
{
    /// <summary>
    /// Accepts local hosts and those in <c>AllowedHosts</c>: a page that rebinds its DNS name to this address is refused.
    /// </summary>
    public static IServiceCollection AddAllowedHosts(this IServiceCollection services, IConfiguration configuration) => services
        .Configure<HostFilteringOptions>(options => options.AllowedHosts = AllowedHosts(configuration))
        .AddHostFiltering(_ => { });

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

    private static List<string> AllowedHosts(IConfiguration configuration) =>
        configuration["AllowedHosts"] is { Length: > 0 } hosts
            ? [.. hosts.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)]
            : ["localhost", "127.0.0.1", "[::1]"];
}
