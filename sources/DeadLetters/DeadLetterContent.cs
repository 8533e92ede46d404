using System.Text.Json;
using System.Text.Unicode;
using OneLead.Sources.Mapping;
using OneLead.Sources.Webhooks;
using OneLead.Storage;
using OneLead.Values;

namespace OneLead.Sources.DeadLetters;

/// <summary>
/// The content of a dead letter: a record as written by <see cref="RecordJson"/>, or <c>{"event": {…}}</c> for an invalid
/// event in OneLead's own schema.
/// </summary>
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
            writer.WriteRawValue(UnpairedSurrogates.ReplaceInJson(json.GetRawText()));
            writer.WriteEndObject();
        }
        return content.ToArray();
    }

    /// <summary>The content as it can be shown: earlier versions kept unpaired surrogates in it.</summary>
    public static byte[] Readable(NewDeadLetter letter) => UnpairedSurrogates.ReplaceInJson(letter.Content);

    /// <summary>Maps a letter with the current mapping of its source.</summary>
    public static MappingResult Map(DeadLetter letter, SourceMapping? mapping)
    {
        var (name, sourceId, content) = (letter.Letter.Source, letter.Letter.SourceId, Readable(letter.Letter));
        try
        {
            using var document = JsonDocument.Parse(content);
            if (!IsEvent(document.RootElement, out var json))
                return MappingResult.Of(mapping, RecordJson.Read(content));
            var (change, reason) = NativeEventReader.Read(json, name, sourceId, letter.ReceivedAt);
            return change is null ? new([], reason) : new([change], null);
        }
        catch (JsonException e)
        {
            return new([], e.Message);
        }
    }

    /// <summary>
    /// The error in a corrected content; null if it is valid. The source id must not change, because it deduplicates replays.
    /// </summary>
    public static string? ErrorIn(ReadOnlyMemory<byte> corrected, NewDeadLetter letter)
    {
        try
        {
            if (!Utf8.IsValid(corrected.Span))
                return "The content is not UTF-8.";
            if (UnpairedSurrogates.AreInJson(corrected.Span))
                return $"The content {UnpairedSurrogates.Reason}.";
            using var document = JsonDocument.Parse(corrected);
            if (IsEvent(document.RootElement, out _))
                return null;
            var record = RecordJson.Read(corrected.Span);
            return record.Source == letter.Source && record.SourceId == letter.SourceId ? null : "'source' and 'sourceId' must not change.";
        }
        catch (JsonException e)
        {
            return e.Message;
        }
    }

    private static bool IsEvent(JsonElement root, out JsonElement json)
    {
        json = default;
        return root.ValueKind == JsonValueKind.Object && root.TryGetProperty(Event, out json);
    }
}
