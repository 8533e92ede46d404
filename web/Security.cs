using Microsoft.Extensions.Options;

namespace OneLead.Web;

/// <summary>What browsers must not do with us: headers on every answer, and no commands or hub for foreign pages.</summary>
internal static class Security
{
    private const string Policy =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; manifest-src 'self'; worker-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

    public static void UseSecurity(this WebApplication app)
    {
        var allowed = app.Services.GetRequiredService<IOptions<WebOptions>>().Value.AllowedOrigins.ToHashSet(StringComparer.OrdinalIgnoreCase);
        app.Use((context, next) =>
        {
            var headers = context.Response.Headers;
            headers.ContentSecurityPolicy = Policy;
            headers.XContentTypeOptions = "nosniff";
            headers.XFrameOptions = "DENY";
            headers["Referrer-Policy"] = "no-referrer";
            headers["Cross-Origin-Opener-Policy"] = "same-origin";
            headers["Cross-Origin-Resource-Policy"] = "same-origin";
            headers["Permissions-Policy"] = "camera=(), geolocation=(), microphone=()";
            return next(context);
        });
        app.Use(async (context, next) =>
        {
            if (!ChangesOrListens(context.Request) || IsOurs(context.Request, allowed))
                await next(context);
            else
                await Refusal.ForeignOrigin.Problem("Pages of other origins may not do this here.").ExecuteAsync(context);
        });
    }

    // WebSockets know no CORS: without this check any page could open the hub of whoever reads it.
    private static bool ChangesOrListens(HttpRequest request) =>
        request.Path.StartsWithSegments("/live") || !(HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method) || HttpMethods.IsOptions(request.Method));

    // Programs send no Origin; browsers always do on what is checked here.
    private static bool IsOurs(HttpRequest request, HashSet<string> allowed) =>
        request.Headers.Origin is not { Count: > 0 } origin
        || string.Equals(origin.ToString(), $"{request.Scheme}://{request.Host}", StringComparison.OrdinalIgnoreCase)
        || allowed.Contains(origin.ToString());
}
