namespace OneLead.Web.Api;

/// <summary>The description of the API at /openapi/v1.json. Lists read their parameters from the query, so they are described here.</summary>
internal static class OpenApi
{
    public static RouteHandlerBuilder WithLeadFilters(this RouteHandlerBuilder route) => route.ProducesProblem(400).WithListParameters(
        "score, value, priority, account, territory, updatedAt, type, status, product",
        ("type", "renewal, hardware_refresh, service_attach; several joined by commas"), ("priority", "low, medium, high, critical"),
        ("status", "new, contacted, qualified, converted, rejected; open (Default: open), all"), ("territory", "One or more territories"), ("account", "An account's id"),
        ("family", "Product families"), ("text", "Part of an account's name, serial, product, family or territory"), ("minScore", "0 to 100"),
        ("assignee", "A name; none for leads that nobody has"),
        ("snoozed", "true: only those that are snoozed; false: only the others"), ("format", "Of an export: csv (default) or xlsx"));
}
