using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.Net.Http.Headers;

namespace OneLead.Web.Middleware;

/// <summary>Refuses JSON bodies in an unknown charset, on which the framework's reader fails with a 500.</summary>
internal static class JsonCharset
{
    public static void UseJsonCharset(this WebApplication app) => app.Use((context, next) =>
        IsBound(context) && Charset(context.Request) is { Length: > 0 } charset && !IsKnown(charset)
            ? Refusal.UnsupportedMedia.Problem($"The charset '{charset}' is unknown. Send UTF-8.").ExecuteAsync(context)
            : next(context));

    // Others read the body themselves.
    private static bool IsBound(HttpContext context) =>
        context.GetEndpoint()?.Metadata.GetMetadata<IAcceptsMetadata>()?.RequestType is { } type
        && type != typeof(JsonElement) && type != typeof(IFormFile);

    private static string? Charset(HttpRequest request) =>
        MediaTypeHeaderValue.TryParse(request.ContentType, out var type) ? HeaderUtilities.RemoveQuotes(type.Charset).Value : null;

    private static bool IsKnown(string charset)
    {
        try
        {
            _ = Encoding.GetEncoding(charset);
            return true;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }
}
