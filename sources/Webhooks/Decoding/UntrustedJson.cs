using System.Text.Json;
using System.Text.Unicode;

namespace OneLead.Sources.Webhooks.Decoding;

/// <summary>Reads JSON of unknown shape: a member that is absent or has another type reads as null.</summary>
internal static class UntrustedJson
{
    private const int MaxDepth = 32;

    public static JsonDocument Parse(ReadOnlyMemory<byte> utf8)
    {
        if (!Utf8.IsValid(utf8.Span))
            throw new MalformedDeliveryException("The body is not UTF-8.");
        try
        {
            return JsonDocument.Parse(utf8, new JsonDocumentOptions { MaxDepth = MaxDepth });
        }
        catch (JsonException e)
        {
            throw new MalformedDeliveryException($"The body is not JSON: line {e.LineNumber + 1}, byte {e.BytePositionInLine}.");
        }
    }

    public static JsonElement? Member(this JsonElement json, string name) =>
        json.ValueKind == JsonValueKind.Object && json.TryGetProperty(name, out var value) ? value : null;

    public static JsonElement? Object(this JsonElement json, string name) =>
        json.Member(name) is { ValueKind: JsonValueKind.Object } value ? value : null;

    public static IEnumerable<JsonElement> Array(this JsonElement json, string name) =>
        json.Member(name) is { ValueKind: JsonValueKind.Array } value ? value.EnumerateArray() : [];

    /// <summary>A text, or a number in its original spelling. An empty text is null.</summary>
    public static string? Text(this JsonElement json, string name) => json.Member(name)?.Text();

    public static string? Text(this JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => value.GetString() is { Length: > 0 } text ? text : null,
        JsonValueKind.Number => value.GetRawText(),
        _ => null,
    };

    public static bool? Flag(this JsonElement json, string name) => json.Member(name)?.ValueKind switch
    {
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        _ => null,
    };

    /// <exception cref="MalformedDeliveryException">It is missing.</exception>
    public static string Required(this JsonElement json, string name) =>
        json.Text(name) ?? throw new MalformedDeliveryException($"'{name}' is missing.");
}
