using System.Collections.Frozen;

namespace OneLead.Events;

/// <summary>
/// The fields that are encrypted in the store, and masked for roles that need not see them. Sources add fields of their own to contacts,
/// so all fields of a contact are sensitive except those that describe no person.
/// </summary>
public static class SensitiveFields
{
    private static readonly FrozenSet<string> OpenOfContact = FrozenSet.Create(
        StringComparer.OrdinalIgnoreCase, "title", "department", "role", "primary", "status", "lastContact", "account", "territory", "id",
        "updatedAt", EventData.RemovedField, EventData.StaleField, EventData.MissingField);

    /// <summary>True if some field of the kind is sensitive.</summary>
    public static bool AreIn(EventKind kind) =>
        kind is EventKind.Contact or EventKind.Account or EventKind.Activity or EventKind.Engagement or EventKind.Audit;

    public static bool Contains(EventKind kind, string field) => kind switch
    {
        EventKind.Contact => !OpenOfContact.Contains(field),
        EventKind.Account => field.StartsWith("annualRevenue", StringComparison.OrdinalIgnoreCase),
        EventKind.Activity or EventKind.Engagement => field.Equals("contact", StringComparison.OrdinalIgnoreCase),
        // They may hold any field.
        EventKind.Audit => field is AuditRows.Before or AuditRows.After,
        _ => false,
    };

    /// <summary>
    /// The contact whom a sensitive field tells about: the contact itself, or the one that an activity names. Null for a field that is
    /// about no person.
    /// </summary>
    public static string? PersonOf(EventKind kind, string entity, FieldValue value) => kind switch
    {
        EventKind.Contact => entity,
        EventKind.Activity or EventKind.Engagement => value.ToString(),
        _ => null,
    };
}
