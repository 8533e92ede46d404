using System.Text.Json;
using System.Text.Unicode;

namespace OneLead.Sources.Webhooks.Decoding;

/// <summary>Reads JSON of which nothing is known: what is absent or of another type is null.</summary>
internal static class Json
{
    private const int MaxDepth = 32;

    public static JsonDocument Parse(ReadOnlyMemory<byte> utf8)
    {
        if (!Utf8.IsValid(utf8.Span))
            throw new MalformedException("The body is not UTF-8.");
        try
        {
            return JsonDocument.Parse(utf8, new JsonDocumentOptions { MaxDepth = MaxDepth });
        }
        catch (JsonException e)
        {
            throw new MalformedException($"The body is not JSON: line {e.LineNumber + 1}, byte {e.BytePositionInLine}.");
        }
    }

    public static JsonElement? Member(this JsonElement json, string name) =>
        json.ValueKind == JsonValueKind.Object && json.TryGetProperty(name, out var value) ? value : null;

    public static JsonElement? Object(this JsonElement json, string name) => json.Member(name) is { ValueKind: JsonValueKind.Object } value ? value : null;

    public static IEnumerable<JsonElement> Array(this JsonElement json, string name) => json.Member(name) is { ValueKind: JsonValueKind.Array } value ? value.EnumerateArray() : [];

    /// <summary>A text, or a number as it is written; else null. An empty text is null.</summary>
    public static string? Text(this JsonElement json, string name) => json.Member(name)?.Text();

    public static string? Text(this JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => String(value) is { Length: > 0 } text ? text : null,
        JsonValueKind.Number => value.GetRawText(),
        _ => null,
    };

    public static bool? Flag(this JsonElement json, string name) => json.Member(name)?.ValueKind switch
    {
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        _ => null,
    };

    public static string String(JsonElement value)
    {
        try
        {
            return value.GetString()!;
        }
        catch (InvalidOperationException)
        {
            throw HalfCharacter();
        }
    }

    public static string Name(JsonProperty property)
    {
        try
        {
            return property.Name;
        }
        catch (InvalidOperationException)
        {
            throw HalfCharacter();
        }
    }

    /// <exception cref="MalformedException">It is missing.</exception>
    public static string Required(this JsonElement json, string name) => json.Text(name) ?? throw new MalformedException($"'{name}' is missing.");

    // \ud800 without its other half is JSON and no text.
    private static MalformedException HalfCharacter() => new("A text holds half a character.");
}
