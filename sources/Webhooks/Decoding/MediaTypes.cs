using Microsoft.Net.Http.Headers;

namespace OneLead.Sources.Webhooks.Decoding;

internal static class MediaTypes
{
    /// <summary><c>application/json</c>, or anything that ends in <c>+json</c>.</summary>
    public static bool IsJson(string? contentType) =>
        MediaTypeHeaderValue.TryParse(contentType, out var type)
        && (type.MediaType.Equals("application/json", StringComparison.OrdinalIgnoreCase) || type.Suffix.Equals("json", StringComparison.OrdinalIgnoreCase));
}
