using System.Collections.Frozen;
using OneLead.Sources.Workbooks.Mapping;
using OneLead.Values;

namespace OneLead.Sources.Mapping;

/// <summary>The fields that identify something: their placeholders are missing, and spellings of one id are equal.</summary>
internal static class IdentityFields
{
    private static readonly FrozenSet<string> Ids =
        new[] { "serial", "vendor", "territory", "customerId", "opportunityId", "agreementId",
            "renewalOpportunity", "contact", "parentAccount", "ticket" }
            .ToFrozenSet(StringComparer.Ordinal);

    private static readonly FrozenSet<string> Names = new[] { "accountName", "customerName" }.ToFrozenSet(StringComparer.Ordinal);

    /// <summary>True if the field holds an id, or the name of an account.</summary>
    public static bool IsIdentity(string field) => Ids.Contains(field) || Names.Contains(field);

    /// <summary>True if the field holds an id.</summary>
    public static bool IsId(string field) => Ids.Contains(field);

    /// <summary>Normalises the text of a field; other fields are returned as they are. Null if an id or a name is a placeholder.</summary>
    public static string? Normalise(string field, string text) =>
        field == TablePlan.Id || Ids.Contains(field) ? Identity.Normalise(text)
        : Names.Contains(field) && Identity.IsPlaceholder(text) ? null
        : text;
}
