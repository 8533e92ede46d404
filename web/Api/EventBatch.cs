using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Unicode;
using OneLead.Events;

namespace OneLead.Web.Api;

/// <summary>A batch as read from the wire: events, or what is wrong with them, or why it is no batch at all.</summary>
internal sealed record EventBatch(ImmutableArray<ChangeEvent> Events, IReadOnlyList<EventProblemJson> Problems, string? Malformed)
{
    public const int MaxEvents = 1_000;

    private static readonly EventBatch Empty = new([], [], null);

    // Errors of a hopeless batch are cut: the sender needs a few to understand, not a thousand.
    private const int MaxProblems = 100;

    public static EventBatch Read(ReadOnlyMemory<byte> utf8, DateTimeOffset receivedAt)
    {
        if (!Utf8.IsValid(utf8.Span))
            return Empty with { Malformed = "The body is not UTF-8." };
        JsonDocument document;
        try
        {
            document = JsonDocument.Parse(utf8, new JsonDocumentOptions { MaxDepth = 32 });
        }
        catch (JsonException e)
        {
            return Empty with { Malformed = $"The body is not JSON: line {e.LineNumber + 1}, byte {e.BytePositionInLine}." };
        }
        using (document)
        {
            var root = document.RootElement;
            if (root.ValueKind == JsonValueKind.Object && root.TryGetProperty("events", out var inner))
                root = inner;
            JsonElement[] elements = root.ValueKind switch { JsonValueKind.Array => [.. root.EnumerateArray()], JsonValueKind.Object => [root], _ => [] };
            if (elements.Length == 0)
                return Empty with { Malformed = "The body must be an event, an array of events, or {\"events\": […]}." };
            if (elements.Length > MaxEvents)
                return Empty with { Malformed = $"A batch holds at most {MaxEvents} events; this one has {elements.Length}." };
            return Read(elements, receivedAt);
        }
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
