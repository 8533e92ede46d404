using System.Text;
using OneLead.Values;

namespace OneLead.Events;

/// <summary>Builds and reads audit rows.</summary>
public static class AuditRows
{
    private const string Source = "audit";
    private const int MaxFields = 100, MaxText = 400;

    /// <summary>The field of an action, of the object's kind, and of its name as it was shown.</summary>
    public const string Action = "action", Object = "object", Name = "name";

    /// <summary>The fields with the values before and after, as JSON objects. Each holds the fields that changed, and no secret.</summary>
    public const string Before = "before", After = "after";

    /// <param name="kind">The kind of the object: user, key, import …</param>
    /// <param name="id">The object's id within its kind; empty for the installation as a whole.</param>
    /// <param name="rowId">Names the row: a repeat is not added again.</param>
    public static ChangeEvent Of(
        Author author, AuditAction action, string kind, string id, string? name, EventData before, EventData after, string rowId,
        DateTimeOffset at)
    {
        var fields = new List<EventField> { new(Action, FieldValue.Of(Wire.Name(action))), new(Object, FieldValue.Of(kind)) };
        if (name is not null)
            fields.Add(new(Name, FieldValue.Of(name)));
        if (before.Fields.Length > 0)
            fields.Add(new(Before, Json(before)));
        if (after.Fields.Length > 0)
            fields.Add(new(After, Json(after)));
        return new ChangeEvent(
            Keys.Audit, EventKind.Audit, $"{kind}:{id}", EventSchema.Version, Source, rowId, at, EventData.Of(fields))
        { Author = author };
    }

    /// <summary>The fields of <see cref="Before"/> or <see cref="After"/>.</summary>
    /// <param name="row">The data of the row, decrypted.</param>
    public static EventData Values(EventData row, string field) =>
        row[field] is { Type: FieldType.Json, Text: { } json } ? EventData.Parse(Encoding.UTF8.GetBytes(json)) : EventData.Empty;

    private static FieldValue Json(EventData data) => FieldValue.Json(Encoding.UTF8.GetString(
        EventData.Of(data.Fields.Take(MaxFields).Select(static f => f with { Value = Shortened(f.Value) })).ToJson()));

    // A record of a source may have megabytes.
    private static FieldValue Shortened(FieldValue value) =>
        value.Text is { Length: > MaxText } text ? FieldValue.Of(string.Concat(UnpairedSurrogates.Replace(text[..MaxText]), "…")) : value;
}
