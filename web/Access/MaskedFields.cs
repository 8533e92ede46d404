using OneLead.Events;

namespace OneLead.Web.Access;

/// <summary>Masks the sensitive fields of an entity.</summary>
internal static class MaskedFields
{
    /// <summary>The fields with null for those that are masked, and the names of these.</summary>
    public static (EventData Fields, IReadOnlyList<string> Masked) Of(EventKind kind, EventData fields, Visibility visibility)
    {
        if (visibility.SeesSensitive)
            return (fields, []);
        List<string> masked = [.. fields.Fields.Where(f => !f.Value.IsNull && visibility.Masks(kind, f.Name)).Select(f => f.Name)];
        return masked.Count == 0
            ? (fields, [])
            : (EventData.Of(fields.Fields.Select(f => masked.Contains(f.Name) ? f with { Value = FieldValue.Null } : f)), masked);
    }
}
