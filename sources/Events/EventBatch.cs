using System.Collections.Immutable;
using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.Unicode;
using OneLead.Events;

namespace OneLead.Sources.Events;

/// <summary>A batch as received: its events, or the errors in them, or why it is not a batch at all.</summary>
internal sealed record EventBatch(ImmutableArray<ChangeEvent> Events, IReadOnlyList<EventProblemJson> Problems, string? Malformed)
{
    public const int MaxEvents = 1_000;

    private static readonly EventBatch Empty = new([], [], null);

    // Bounds the answer: a few errors are enough to find the cause.
    private const int MaxProblems = 100;

    public static EventBatch Read(ReadOnlyMemory<byte> utf8, DateTimeOffset receivedAt)
    {
        if (Open(utf8, out var document, out var elements) is { } malformed)
            return Empty with { Malformed = malformed };
        using (document)
            return Read(elements, receivedAt);
    }

    /// <summary>
    /// Opens a body that holds one event, an array, or {"events": […]}. The elements are valid until the document is disposed of.
    /// </summary>
    /// <returns>The error, or null.</returns>
    public static string? Open(ReadOnlyMemory<byte> utf8, out JsonDocument? document, out JsonElement[] elements)
    {
        (document, elements) = (null, []);
        if (!Utf8.IsValid(utf8.Span))
            return "The body is not UTF-8.";
        try
        {
            document = JsonDocument.Parse(utf8, new JsonDocumentOptions { MaxDepth = 32 });
        }
        catch (JsonException e)
        {
            return $"The body is not JSON: line {e.LineNumber + 1}, byte {e.BytePositionInLine}.";
        }
        var root = document.RootElement;
        if (root.ValueKind == JsonValueKind.Object && EventsIn(root) is { } inner)
            root = inner;
        elements = root.ValueKind switch
        {
            JsonValueKind.Array => [.. root.EnumerateArray()],
            JsonValueKind.Object => [root],
            _ => [],
        };
        if (elements.Length is > 0 and <= MaxEvents)
            return null;
        document.Dispose();
        return elements.Length == 0
            ? "The body must be an event, an array of events, or {\"events\": […]}."
            : $"A batch holds at most {MaxEvents} events; this one has {elements.Length}.";
    }

    // Not TryGetProperty, which throws if another name holds an unpaired surrogate.
    private static JsonElement? EventsIn(JsonElement root)
    {
        foreach (var property in root.EnumerateObject())
        {
            if (JsonMarshal.GetRawUtf8PropertyName(property).SequenceEqual("events"u8))
                return property.Value;
        }
        return null;
    }

    private static EventBatch Read(JsonElement[] elements, DateTimeOffset receivedAt)
    {
        var (events, problems) = (ImmutableArray.CreateBuilder<ChangeEvent>(elements.Length), new List<EventProblemJson>());
        for (var i = 0; i < elements.Length && problems.Count < MaxProblems; i++)
        {
            if (new EventReader(elements[i], receivedAt, (field, reason) => problems.Add(new(i, field, reason))).Read() is { } read)
                events.Add(read);
        }
        return new(problems.Count == 0 ? events.ToImmutable() : [], problems, null);
    }
}
