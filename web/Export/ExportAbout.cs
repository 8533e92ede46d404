using System.Globalization;
using OneLead.Views;
using OneLead.Web.SystemInfo;

namespace OneLead.Web.Export;

/// <summary>What a table holds and where it comes from: the About sheet of a workbook.</summary>
/// <param name="Name">What is exported: leads, accounts, an entity kind.</param>
/// <param name="AsOf">The day of its scores; null before any has begun.</param>
/// <param name="Filter">The filters by name; empty for all rows.</param>
/// <param name="Sort">How the rows are sorted; null if in no particular order.</param>
/// <param name="Source">The version and address that wrote it.</param>
internal sealed record ExportAbout(
    string Name, DateOnly? AsOf, string RulesVersion, IReadOnlyList<(string Name, string Value)> Filter, string? Sort, string Source,
    DateTimeOffset At)
{
    /// <param name="filters">The request's parameters that filter. Others, such as keys, are never written.</param>
    public static ExportAbout Of(
        string name, HttpRequest request, TenantView tenant, IEnumerable<string> filters, Sort? sort, DateTimeOffset now,
        params (string Name, string Value)[] defaults) => new(
        name, tenant.AsOf == default ? null : tenant.AsOf, tenant.RulesVersion,
        [
            .. filters.Select(f => (Name: f, Value: string.Join(", ", request.Query[f].Where(v => !string.IsNullOrEmpty(v)))))
                .Select(f => f.Value.Length > 0 ? f : defaults.FirstOrDefault(d => d.Name == f.Name, f))
                .Where(f => f.Value.Length > 0),
        ],
        sort is { } by ? $"{Words.Of(by.Name)}, {(by.IsDescending ? "descending" : "ascending")}" : null,
        $"OneLead {SystemEndpoints.Version} at {request.Scheme}://{request.Host}{request.Path}",
        now);

    /// <summary>The file's name without its extension.</summary>
    public string FileName => string.Create(CultureInfo.InvariantCulture, $"{Name}-{At:yyyy-MM-dd}");

    /// <summary>The rows of the sheet.</summary>
    /// <param name="rows">The number of rows written.</param>
    public IEnumerable<(string Label, object? Value)> Lines(int rows) =>
    [
        ("Content", Words.Of(Name)),
        ("Rows", rows),
        .. Filter.Count == 0
            ? [("Filter", "None: all rows")]
            : Filter.Select(f => ("Filter: " + Words.Of(f.Name).ToLowerInvariant(), (object?)f.Value)),
        ("Sorted by", Sort ?? "No particular order"),
        ("As of", AsOf),
        ("Rules version", RulesVersion),
        ("Source", Source),
        ("Written at (UTC)", At),
    ];
}
