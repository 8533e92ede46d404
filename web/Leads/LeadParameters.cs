using System.Collections.Frozen;
using OneLead.Web.ReadModel;

namespace OneLead.Web.Leads;

/// <summary>The query parameters that filter leads, for lists, exports and hub topics.</summary>
internal static class LeadParameters
{
    public static LeadFilter Filter(IQueryCollection query, DateOnly today) => new(
        QueryParameters.Enums<LeadType>(query, "type"), QueryParameters.Enums<Priority>(query, "priority"), Statuses(query),
        QueryParameters.Texts(query, "territory"), QueryParameters.Text(query, "account"),
        QueryParameters.Texts(query, "family", StringComparer.OrdinalIgnoreCase), QueryParameters.Text(query, "text"),
        QueryParameters.Score(query, "minScore"), QueryParameters.Text(query, "assignee"), QueryParameters.Flag(query, "snoozed"), today);

    public static readonly (string, string)[] Filters =
    [
        ("type", "renewal, renewal_due, hardware_refresh, service_attach; several joined by commas"),
        ("priority", "low, medium, high, critical"),
        ("status", "new, contacted, qualified, converted, rejected; open (Default: open), all"), ("territory", "One or more territories"),
        ("account", "An account id"), ("family", "Product families"),
        ("text", "Part of an account name, serial, product, family or territory"), ("minScore", "0 to 100"),
        ("assignee", "A name; none for unassigned leads"), ("snoozed", "true: only snoozed leads; false: all others"),
    ];

    public static RouteHandlerBuilder WithLeadFilters(this RouteHandlerBuilder route) => route.ProducesProblem(400).WithListParameters(
        "score, value, priority, account, territory, updatedAt, type, status, product",
        [.. Filters, ("format", "Of an export: csv (default) or xlsx")]);

    // Null means the open statuses.
    private static FrozenSet<LeadStatus>? Statuses(IQueryCollection query) => QueryParameters.Text(query, "status") switch
    {
        null or "open" => null,
        "all" => Enum.GetValues<LeadStatus>().ToFrozenSet(),
        _ => QueryParameters.Enums<LeadStatus>(query, "status"),
    };
}
