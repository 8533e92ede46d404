using Microsoft.AspNetCore.ResponseCompression;

namespace OneLead.Web;

/// <summary>The dashboard's files, and its one page for every address that is no file.</summary>
internal static class Dashboard
{
    // MapStaticAssets answers compressed requests of an unpublished build with nothing; plain files do not.
    public static void UseDashboard(this WebApplication app) => app.UseStaticFiles(new StaticFileOptions { OnPrepareResponse = c => Cache(c.Context) });

    // Unknown addresses of the API are no pages: they are left to be 404, 405 or 415.
    public static void MapDashboard(this WebApplication app) =>
        app.MapFallbackToFile("{*path:regex(^(?!(api|openapi|live|app/assets)(/|$)))}", "app/index.html", new StaticFileOptions { OnPrepareResponse = c => Cache(c.Context) }).ExcludeFromDescription();

    // Built assets carry a hash of their content in their names; everything else is asked for again.
    private static void Cache(HttpContext context) => context.Response.Headers.CacheControl =
        context.Request.Path.StartsWithSegments("/app/assets") || context.Request.Path.StartsWithSegments("/assets") ? "public, max-age=31536000, immutable" : "no-cache";
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
