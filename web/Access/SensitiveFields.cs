using System.Collections.Frozen;
using OneLead.Events;

namespace OneLead.Web.Access;

/// <summary>The fields that are masked for those who need not see them.</summary>
internal static class SensitiveFields
{
    private static readonly FrozenSet<string>
        Account = FrozenSet.Create(StringComparer.OrdinalIgnoreCase, "annualRevenue"),
        Contact = FrozenSet.Create(StringComparer.OrdinalIgnoreCase, "name", "firstName", "lastName", "email", "phone");

    public static FrozenSet<string> Of(EventKind kind) => kind switch
    {
        EventKind.Account => Account,
        EventKind.Contact => Contact,
        _ => [],
    };
}
