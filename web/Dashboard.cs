using Microsoft.AspNetCore.ResponseCompression;

namespace OneLead.Web;

/// <summary>The dashboard's files, and its one page for every address that is no file.</summary>
internal static class Dashboard
{
    private const string Page = "/app/index.html";

    // Addresses of programs stay what they are: 404, 405 or 415, and never a page.
    private static readonly string[] NoPages = ["/api", "/openapi", "/live", "/app/assets"];

    // Not a fallback endpoint: it would take the place of 405 and 415 where only the method or the content type is wrong.
    // Not MapStaticAssets: it answers compressed requests of an unpublished build with nothing.
    public static void UseDashboard(this WebApplication app)
    {
        var files = app.Environment.WebRootFileProvider;
        app.Use((context, next) =>
        {
            var request = context.Request;
            if (context.GetEndpoint() is null && (HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method))
                && !NoPages.Any(p => request.Path.StartsWithSegments(p)) && !files.GetFileInfo(request.Path).Exists)
                request.Path = Page;
            return next(context);
        });
        app.UseStaticFiles(new StaticFileOptions { OnPrepareResponse = c => Cache(c.Context) });
    }

    // Built assets carry a hash of their content in their names; everything else is asked for again.
    private static void Cache(HttpContext context) => context.Response.Headers.CacheControl =
        context.Request.Path.StartsWithSegments("/app/assets") ? "public, max-age=31536000, immutable" : "no-cache";
}

/// <summary>Compression of what holds no secret beside a caller's text; event streams and workbooks are left alone.</summary>
internal static class Compression
{
    public static void Configure(ResponseCompressionOptions options)
    {
        // No cookie or token is ever in a body here, so what compression would tell of its length tells nothing.
        options.EnableForHttps = true;
        options.MimeTypes = ["application/json", "application/problem+json", "text/html", "text/css", "text/javascript", "application/javascript", "image/svg+xml", "text/csv", "text/plain", "application/manifest+json"];
        options.Providers.Add<BrotliCompressionProvider>();
        options.Providers.Add<GzipCompressionProvider>();
    }
}
