using System.Collections.Frozen;
using OneLead.Events;

namespace OneLead.Web.Access;

/// <summary>
/// The fields that are masked for roles that need not see them. Sources add fields of their own to contacts, so all fields of a contact
/// are masked except those that describe no person.
/// </summary>
internal static class SensitiveFields
{
    private static readonly FrozenSet<string> OpenOfContact = FrozenSet.Create(
        StringComparer.OrdinalIgnoreCase, "title", "department", "role", "primary", "status", "lastContact", "account", "territory", "id",
        "updatedAt");

    /// <summary>True if entities of the kind have such fields.</summary>
    public static bool AreIn(EventKind kind) =>
        kind is EventKind.Contact or EventKind.Account or EventKind.Activity or EventKind.Engagement;

    public static bool Contains(EventKind kind, string field) => kind switch
    {
        EventKind.Contact => !OpenOfContact.Contains(field),
        EventKind.Account => field.StartsWith("annualRevenue", StringComparison.OrdinalIgnoreCase),
        EventKind.Activity or EventKind.Engagement => field.Equals("contact", StringComparison.OrdinalIgnoreCase),
        _ => false,
    };
}
