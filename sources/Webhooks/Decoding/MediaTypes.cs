using Microsoft.Net.Http.Headers;

namespace OneLead.Sources.Webhooks.Decoding;

internal static class MediaTypes
{
    /// <summary>True for <c>application/json</c> and types that end in <c>+json</c>.</summary>
    public static bool IsJson(string? contentType) =>
        MediaTypeHeaderValue.TryParse(contentType, out var type)
        && (type.MediaType.Equals("application/json", StringComparison.OrdinalIgnoreCase)
            || type.Suffix.Equals("json", StringComparison.OrdinalIgnoreCase));
}
