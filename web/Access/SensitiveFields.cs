using System.Collections.Frozen;
using OneLead.Events;

namespace OneLead.Web.Access;

/// <summary>
/// The fields that are masked for those who need not see them. Sources add fields of their own, so of a contact everything is masked but
/// what is known to describe no person.
/// </summary>
internal static class SensitiveFields
{
    private static readonly FrozenSet<string> OpenOfContact = FrozenSet.Create(
        StringComparer.OrdinalIgnoreCase, "title", "department", "role", "primary", "status", "lastContact", "account", "territory", "id",
        "updatedAt");

    public static bool Contains(EventKind kind, string field) => kind switch
    {
        EventKind.Contact => !OpenOfContact.Contains(field),
        EventKind.Account => field.StartsWith("annualRevenue", StringComparison.OrdinalIgnoreCase),
        EventKind.Activity or EventKind.Engagement => field.Equals("contact", StringComparison.OrdinalIgnoreCase),
        _ => false,
    };
}
