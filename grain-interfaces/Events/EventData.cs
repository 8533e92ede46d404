using System.Collections.Immutable;
using System.Text;
using System.Text.Json;

namespace OneLead.Events;

/// <summary>A named value.</summary>
[GenerateSerializer, Immutable, Alias("event-field")]
public readonly record struct EventField([property: Id(0)] string Name, [property: Id(1)] FieldValue Value);

/// <summary>
/// The fields of one event: unique camelCase names in ordinal order, so equal data has equal bytes. Unknown fields are kept.
/// </summary>
[GenerateSerializer, Immutable, Alias("event-data")]
public sealed record EventData
{
    /// <summary>The reserved field that marks a removal (a tombstone).</summary>
    public const string RemovedField = "_removed";

    /// <summary>
    /// The reserved field with the reason why an entity is stale: its source reported a change without the new values. Null
    /// when the entity is complete again.
    /// </summary>
    public const string StaleField = "_stale";

    /// <summary>The reserved field that is true if the source's latest full export no longer contains the entity.</summary>
    public const string MissingField = "_missing";

    private EventData(ImmutableArray<EventField> fields) => Fields = fields;

    [Id(0)] public ImmutableArray<EventField> Fields { get; init; }

    public static EventData Empty { get; } = new([]);

    /// <summary>Sorts the fields. The last value of a repeated name wins.</summary>
    public static EventData Of(IEnumerable<EventField> fields)
    {
        var byName = new SortedDictionary<string, FieldValue>(StringComparer.Ordinal);
        foreach (var field in fields)
            byName[field.Name] = field.Value;
        return byName.Count == 0 ? Empty : new EventData([.. byName.Select(p => new EventField(p.Key, p.Value))]);
    }

    /// <summary>Sorts the fields. The last value of a repeated name wins.</summary>
    public static EventData Of(params (string Name, FieldValue Value)[] fields) => Of(fields.Select(f => new EventField(f.Name, f.Value)));

    /// <summary>Wraps fields that are already unique and in ordinal order.</summary>
    public static EventData OfSorted(ImmutableArray<EventField> fields) => fields.Length == 0 ? Empty : new EventData(fields);

    /// <summary>The value of a field; <see cref="FieldValue.Null"/> if it is absent.</summary>
    public FieldValue this[string name]
    {
        get
        {
            TryGet(name, out var value);
            return value;
        }
    }

    public bool TryGet(string name, out FieldValue value)
    {
        // By reference: a field is several words, and most are passed over.
        foreach (ref readonly var field in Fields.AsSpan())
        {
            if (field.Name.Length == name.Length && field.Name == name)
            {
                value = field.Value;
                return true;
            }
        }
        value = default;
        return false;
    }

    public EventData With(string name, FieldValue value) => Of(Fields.Append(new EventField(name, value)));

    /// <summary>True if this data marks the removal of its entity.</summary>
    public bool IsRemoval => this[RemovedField].AsFlag() == true;

    public static EventData Removal { get; } = Of((RemovedField, FieldValue.Of(true)));

    public bool Equals(EventData? other) => other is not null && Fields.AsSpan().SequenceEqual(other.Fields.AsSpan());

    public override int GetHashCode() => Fields.Length == 0 ? 0 : HashCode.Combine(Fields.Length, Fields[0]);

    /// <summary>Writes the data as a JSON object in UTF-8, fields in ordinal order.</summary>
    public byte[] ToJson()
    {
        var buffer = new System.Buffers.ArrayBufferWriter<byte>(256);
        using (var writer = new Utf8JsonWriter(buffer, WriterOptions))
            Write(writer);
        return buffer.WrittenSpan.ToArray();
    }

    public void Write(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        foreach (var (name, value) in Fields)
        {
            writer.WritePropertyName(name);
            switch (value.Type)
            {
                case FieldType.Text: writer.WriteStringValue(value.Text); break;
                case FieldType.Number: writer.WriteNumberValue(value.Number); break;
                case FieldType.Flag: writer.WriteBooleanValue(value.Number != 0); break;
                case FieldType.Json: writer.WriteRawValue(value.Text!); break;
                default: writer.WriteNullValue(); break;
            }
        }
        writer.WriteEndObject();
    }

    /// <summary>Reads a JSON object; nested objects and arrays are kept as raw JSON.</summary>
    /// <exception cref="JsonException">The text is not a JSON object, or a number is outside the range of decimal.</exception>
    public static EventData Parse(ReadOnlySpan<byte> utf8)
    {
        var reader = new Utf8JsonReader(utf8);
        if (!reader.Read())
            throw new JsonException("The data is empty.");
        return Read(ref reader, utf8);
    }

    /// <summary>Reads the JSON object at the reader's position and leaves the reader at its end.</summary>
    /// <param name="utf8">The text that the reader reads.</param>
    /// <exception cref="JsonException">The text is not a JSON object, or a number is outside the range of decimal.</exception>
    public static EventData Read(ref Utf8JsonReader reader, ReadOnlySpan<byte> utf8)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
            throw new JsonException("The data must be a JSON object.");
        var fields = ImmutableArray.CreateBuilder<EventField>();
        var sorted = true;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = ReadName(ref reader);
            reader.Read();
            sorted &= fields.Count == 0 || string.CompareOrdinal(fields[^1].Name, name) < 0;
            fields.Add(new EventField(name, ReadValue(ref reader, utf8)));
        }
        return sorted ? fields.Count == 0 ? Empty : new EventData(fields.DrainToImmutable()) : Of(fields);
    }

    // Reuses one string for each known name instead of allocating.
    private static string ReadName(ref Utf8JsonReader reader)
    {
        var length = reader.HasValueSequence ? reader.ValueSequence.Length : reader.ValueSpan.Length;
        if (length > LongestKnownName)
            return reader.GetString()!;
        Span<char> name = stackalloc char[LongestKnownName];
        return EventSchema.KnownName(name[..reader.CopyString(name)]) ?? reader.GetString()!;
    }

    private static FieldValue ReadValue(ref Utf8JsonReader reader, ReadOnlySpan<byte> utf8)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.Null: return FieldValue.Null;
            case JsonTokenType.True: return FieldValue.Of(true);
            case JsonTokenType.False: return FieldValue.Of(false);
            case JsonTokenType.String: return FieldValue.Of(reader.GetString()!);
            case JsonTokenType.Number:
                return reader.TryGetDecimal(out var number) ? FieldValue.Of(number) : throw new JsonException("A number is out of range.");
            default:
                var start = (int)reader.TokenStartIndex;
                reader.Skip();
                return FieldValue.Json(Encoding.UTF8.GetString(utf8[start..(int)reader.BytesConsumed]));
        }
    }

    private const int LongestKnownName = 64;

    private static readonly JsonWriterOptions WriterOptions = new()
    {
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };
}
