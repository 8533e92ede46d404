using System.Buffers;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using OneLead.Events;
using OneLead.Sources.Values;
using OneLead.Values;

namespace OneLead.Sources.Mapping;

/// <summary>
/// Writes records as JSON for dead letters, which are shown, corrected and mapped again: <c>{"source", "entity", "id", "change",
/// "occurredAt", "sourceId", "fields": {…}}</c>, and <c>"decimal"</c> for the row of a file. Equal records give equal bytes.
/// </summary>
public static class RecordJson
{
    public static byte[] Write(SourceRecord record)
    {
        var buffer = new ArrayBufferWriter<byte>(512);
        using (var writer = new Utf8JsonWriter(buffer, Options))
        {
            writer.WriteStartObject();
            writer.WriteString("source", UnpairedSurrogates.Replace(record.Source));
            writer.WriteString("entity", UnpairedSurrogates.Replace(record.Entity));
            writer.WriteString("id", UnpairedSurrogates.Replace(record.Id));
            writer.WriteString("change", Wire.Name(record.Change));
            writer.WriteString("occurredAt", record.OccurredAt.UtcDateTime.ToString("O", CultureInfo.InvariantCulture));
            writer.WriteString("sourceId", UnpairedSurrogates.Replace(record.SourceId));
            if (record.Decimal != DecimalMark.Point)
                writer.WriteString("decimal", Wire.Name(record.Decimal));
            writer.WritePropertyName("fields");
            EventData.Of(record.Fields.Fields.Select(Encodable)).Write(writer);
            writer.WriteEndObject();
        }
        return buffer.WrittenSpan.ToArray();
    }

    /// <exception cref="JsonException">It is not such a record; the message names the error.</exception>
    public static SourceRecord Read(ReadOnlySpan<byte> utf8)
    {
        try
        {
            return ReadObject(utf8);
        }
        catch (InvalidOperationException e)
        {
            throw new JsonException("It holds an unpaired surrogate or a value of the wrong type.", e);
        }
    }

    private static SourceRecord ReadObject(ReadOnlySpan<byte> utf8)
    {
        var reader = new Utf8JsonReader(utf8);
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
            throw new JsonException("A record must be a JSON object.");
        string? source = null, entity = null, id = null, change = null, occurredAt = null, sourceId = null;
        EventData? fields = null;
        var mark = DecimalMark.Point;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = reader.GetString();
            reader.Read();
            switch (name)
            {
                case "source": source = reader.GetString(); break;
                case "entity": entity = reader.GetString(); break;
                case "id": id = reader.GetString(); break;
                case "change": change = reader.GetString(); break;
                case "occurredAt": occurredAt = reader.GetString(); break;
                case "sourceId": sourceId = reader.GetString(); break;
                case "decimal": mark = Wire.TryParse<DecimalMark>(reader.GetString(), out var named) ? named : DecimalMark.Unknown; break;
                case "fields": fields = EventData.Read(ref reader, utf8); break;
                default: throw new JsonException($"'{name}' is not a property of a record.");
            }
        }
        if (reader.Read())
            throw new JsonException("Content follows the record.");
        if (!Wire.TryParse<RecordChange>(change, out var changed))
            throw new JsonException($"'change' must be one of {string.Join(", ", Wire.All<RecordChange>())}.");
        const DateTimeStyles utc = DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal;
        if (!DateTimeOffset.TryParse(occurredAt, CultureInfo.InvariantCulture, utc, out var time))
            throw new JsonException("'occurredAt' must be a time in RFC 3339.");
        return new(
            Required(source, "source"), Required(entity, "entity"), id ?? "", changed, time, Required(sourceId, "sourceId"),
            fields ?? throw new JsonException("'fields' is missing."))
        {
            Decimal = mark,
        };
    }

    private static EventField Encodable(EventField field) => new(
        UnpairedSurrogates.Replace(field.Name),
        field.Value.Type switch
        {
            FieldType.Text => FieldValue.Of(UnpairedSurrogates.Replace(field.Value.Text!)),
            FieldType.Json => FieldValue.Json(UnpairedSurrogates.ReplaceInJson(field.Value.Text!)),
            _ => field.Value,
        });

    private static string Required(string? text, string name) => text ?? throw new JsonException($"'{name}' is missing.");

    private static readonly JsonWriterOptions Options =
        new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, Indented = true, NewLine = "\n" };
}
