using Microsoft.AspNetCore.ResponseCompression;

namespace OneLead.Web.Middleware;

/// <summary>Compresses text responses. Event streams and workbooks are left as they are.</summary>
internal static class Compression
{
    private static readonly string[] MimeTypes =
    [
        "application/json", "application/problem+json", "text/html", "text/css", "text/javascript", "application/javascript",
        "image/svg+xml", "text/csv", "text/plain", "application/manifest+json",
    ];

    public static IServiceCollection AddCompression(this IServiceCollection services) => services.AddResponseCompression(options =>
    {
        // Safe over HTTPS: an answer that holds a secret is not compressed, so its length reveals none (BREACH).
        options.EnableForHttps = true;
        options.MimeTypes = MimeTypes;
        options.Providers.Add<BrotliCompressionProvider>();
        options.Providers.Add<GzipCompressionProvider>();
    });
}
