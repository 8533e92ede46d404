using System.Collections.Frozen;
using System.Collections.Immutable;
using OneLead.Web.ReadModel;

namespace OneLead.Web.Leads;

/// <summary>The query parameters that filter leads, for lists, exports and hub topics.</summary>
internal static class LeadParameters
{
    private const string Me = "me";

    /// <param name="names">The names of the caller; null where callers share what they see.</param>
    public static LeadFilter Filter(IQueryCollection query, DateOnly today, ImmutableArray<string>? names) => new(
        QueryParameters.Enums<LeadType>(query, "type"), QueryParameters.Enums<Priority>(query, "priority"), Statuses(query),
        QueryParameters.Texts(query, "territory"), QueryParameters.Text(query, "account"),
        QueryParameters.Texts(query, "family", StringComparer.OrdinalIgnoreCase), QueryParameters.Text(query, "text"),
        QueryParameters.Score(query, "minScore"), Assignees(query, names), QueryParameters.Flag(query, "snoozed"), today);

    public static readonly (string, string)[] Filters =
    [
        ("type", "renewal, renewal_due, hardware_refresh, service_attach; several joined by commas"),
        ("priority", "low, medium, high, critical"),
        ("status", "new, contacted, qualified, converted, rejected; open (Default: open), all"), ("territory", "One or more territories"),
        ("account", "An account id"), ("family", "Product families"),
        ("text", "Part of an account name, serial, product, family or territory"), ("minScore", "0 to 100"),
        ("assignee", "A name, may be repeated; none for unassigned leads; me for the caller's"),
        ("snoozed", "true: only snoozed leads; false: all others"),
    ];

    public static RouteHandlerBuilder WithLeadFilters(this RouteHandlerBuilder route) => route.ProducesProblem(400).WithListParameters(
        "score, value, priority, account, territory, updatedAt, type, status, product",
        [.. Filters, ("format", "Of an export: csv (default) or xlsx")]);

    // Not split at commas, which names may hold.
    private static FrozenSet<string>? Assignees(IQueryCollection query, ImmutableArray<string>? names)
    {
        List<string> assignees = [.. query["assignee"].OfType<string>().Where(static a => a.Length > 0)];
        if (assignees.Remove(Me))
            assignees.AddRange(names is { IsEmpty: false } own ? own : throw QueryParameters.Bad(
                "assignee", names is null ? "a name here: 'me' is known in requests only" : "a name: nobody has signed in"));
        return assignees.Count == 0 ? null : assignees.ToFrozenSet(StringComparer.OrdinalIgnoreCase);
    }

    // Null means the open statuses.
    private static FrozenSet<LeadStatus>? Statuses(IQueryCollection query) => QueryParameters.Text(query, "status") switch
    {
        null or "open" => null,
        "all" => Enum.GetValues<LeadStatus>().ToFrozenSet(),
        _ => QueryParameters.Enums<LeadStatus>(query, "status"),
    };
}
