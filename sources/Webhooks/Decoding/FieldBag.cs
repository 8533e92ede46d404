using System.Text.Json;
using OneLead.Events;

namespace OneLead.Sources.Webhooks.Decoding;

/// <summary>Collects the fields of one object; nested objects are flattened.</summary>
internal sealed class FieldBag
{
    public const int MaxFields = 2_000;

    // Deeper levels stay raw JSON.
    private const int MaxDepth = 8;

    private readonly Dictionary<string, FieldValue> _fields = new(StringComparer.Ordinal);

    public EventData Data => EventData.Of(_fields.Select(f => new EventField(f.Key, f.Value)));

    public FieldBag Set(string name, FieldValue value)
    {
        _fields[name] = value;
        return _fields.Count <= MaxFields ? this : throw new MalformedDeliveryException($"An object has more than {MaxFields} fields.");
    }

    public FieldBag Set(string name, JsonElement value)
    {
        Add(name, value, 0);
        return this;
    }

    /// <summary>Sets the fields of an object, each under its own name.</summary>
    public FieldBag SetAll(JsonElement json)
    {
        foreach (var property in json.EnumerateObject())
            Add(property.Name, property.Value, 0);
        return this;
    }

    public static FieldValue Value(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => FieldValue.Of(value.GetString()!),
        // A number that is too large stays text; the mapping decides about it.
        JsonValueKind.Number => value.TryGetDecimal(out var number) && FieldValue.IsInRange(number)
            ? FieldValue.Of(number)
            : FieldValue.Of(value.GetRawText()),
        JsonValueKind.True => FieldValue.Of(true),
        JsonValueKind.False => FieldValue.Of(false),
        JsonValueKind.Array or JsonValueKind.Object => FieldValue.Json(value.GetRawText()),
        _ => FieldValue.Null,
    };

    private void Add(string name, JsonElement value, int depth)
    {
        if (value.ValueKind != JsonValueKind.Object || depth == MaxDepth)
        {
            Set(name, Value(value));
            return;
        }
        foreach (var property in value.EnumerateObject())
            Add($"{name}.{property.Name}", property.Value, depth + 1);
    }
}
