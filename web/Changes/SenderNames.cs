using System.Collections.Frozen;

namespace OneLead.Web.Changes;

/// <summary>The senders as people call them.</summary>
internal static class SenderNames
{
    private static readonly FrozenDictionary<string, string> Known = new Dictionary<string, string>
    {
        ["api"] = "API",
        ["crm-warehouse"] = "CRM warehouse",
        ["dynamics"] = "Dynamics 365",
        ["hubspot"] = "HubSpot",
        ["onelead-star"] = "Warehouse tables",
        ["pipedrive"] = "Pipedrive",
        ["reconciliation"] = "Reconciliation",
        ["sales-analytics"] = "Sales analytics tables",
        ["salesforce"] = "Salesforce",
        ["sample"] = "Sample data",
        ["workbook"] = "Imported workbook",
    }.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    /// <param name="source">The source in the journal. A source that an installation named itself keeps its name.</param>
    /// <param name="file">The imported file, whose name comes first.</param>
    public static string? Of(string? source, string? file) => file ?? (source is null ? null : Known.GetValueOrDefault(source, source));
}
