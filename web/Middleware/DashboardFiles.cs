using OneLead.Web.Observability;

namespace OneLead.Web.Middleware;

/// <summary>Serves the dashboard's files, and its one page for every address that is not a file.</summary>
internal static class DashboardFiles
{
    private const string Root = "/app/";
    private const string Page = "/app/index.html";

    // Addresses for programs answer 404, 405 or 415, never the page.
    private static readonly string[] NoPages = ["/api", "/openapi", "/live", "/sign-in", "/app/assets", OrleansDashboard.Path];

    // Not a fallback endpoint: that would replace 405 and 415 where only the method or the content type is wrong.
    // Not MapStaticAssets: in an unpublished build it answers compressed requests with an empty body.
    public static void UseDashboard(this WebApplication app)
    {
        var files = app.Environment.WebRootFileProvider;
        app.Use((context, next) =>
        {
            var request = context.Request;
            if (context.GetEndpoint() is null && (HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method)))
            {
                if (request.Path == "/")
                {
                    context.Response.Redirect(request.PathBase + Root);
                    return Task.CompletedTask;
                }
                if (!NoPages.Any(p => request.Path.StartsWithSegments(p)) && !files.GetFileInfo(request.Path).Exists)
                    request.Path = Page;
            }
            return next(context);
        });
        app.UseStaticFiles(new StaticFileOptions { OnPrepareResponse = c => SetCacheControl(c.Context) });
    }

    // Names of built assets contain a hash of their content; everything else is revalidated.
    private static void SetCacheControl(HttpContext context) => context.Response.Headers.CacheControl =
        context.Request.Path.StartsWithSegments("/app/assets") ? "public, max-age=31536000, immutable" : "no-cache";
}
