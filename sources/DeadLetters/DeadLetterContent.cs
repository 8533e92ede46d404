using System.Text.Json;
using OneLead.Sources.Mapping;
using OneLead.Sources.Webhooks;
using OneLead.Storage;

namespace OneLead.Sources.DeadLetters;

/// <summary>What a dead letter holds: a record as <see cref="RecordJson"/> has it, or <c>{"event": {…}}</c>, an event in our own schema that was not valid.</summary>
internal static class DeadLetterContent
{
    private const string Event = "event";

    public static byte[] OfEvent(JsonElement json)
    {
        using var content = new MemoryStream();
        using (var writer = new Utf8JsonWriter(content))
        {
            writer.WriteStartObject();
            writer.WritePropertyName(Event);
            writer.WriteRawValue(json.GetRawText());
            writer.WriteEndObject();
        }
        return content.ToArray();
    }

    /// <summary>Makes events of a letter with its source's mapping as it is now.</summary>
    public static MappingResult Map(DeadLetter letter, SourceMapping? mapping)
    {
        var (name, sourceId, content) = (letter.Letter.Source, letter.Letter.SourceId, letter.Letter.Content);
        try
        {
            using var document = JsonDocument.Parse(content);
            if (document.RootElement.ValueKind == JsonValueKind.Object && document.RootElement.TryGetProperty(Event, out var json))
            {
                var (change, reason) = NativeEvents.Read(json, name, sourceId, letter.ReceivedAt);
                return change is null ? new([], reason) : new([change], null);
            }
            return MappingResult.Of(mapping, RecordJson.Read(content));
        }
        catch (JsonException e)
        {
            return new([], e.Message);
        }
    }

    /// <summary>Why a corrected content cannot stand for the letter's; null when it can. Whose change it is cannot be corrected: it is what a replay is known by.</summary>
    public static string? Problem(ReadOnlySpan<byte> corrected, NewDeadLetter letter)
    {
        try
        {
            var reader = new Utf8JsonReader(corrected);
            using var document = JsonDocument.ParseValue(ref reader);
            if (document.RootElement.ValueKind == JsonValueKind.Object && document.RootElement.TryGetProperty(Event, out _))
                return null;
            var record = RecordJson.Read(corrected);
            return record.Source == letter.Source && record.SourceId == letter.SourceId ? null : "'source' and 'sourceId' must stay as they are.";
        }
        catch (JsonException e)
        {
            return e.Message;
        }
    }
}
