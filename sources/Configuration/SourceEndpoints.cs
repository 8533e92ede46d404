using Microsoft.AspNetCore.Http.HttpResults;
using OneLead.Sources.Cdc;
using OneLead.Sources.Http;
using OneLead.Views;

namespace OneLead.Sources.Configuration;

/// <summary>A configured source, without secrets or connection strings.</summary>
/// <param name="Format">The webhook format, or <c>postgres</c>.</param>
/// <param name="Cdc">The state of a followed database; null for webhooks, and when no server follows it.</param>
/// <param name="Problem">What this node lacks to use it; null if it lacks nothing.</param>
public sealed record SourceJson(string Name, string Format, string? Mapping, CdcStatus? Cdc, string? Problem);

/// <summary>/sources: lists the configured sources.</summary>
internal static class SourceEndpoints
{
    public static void MapSourceList(this RouteGroupBuilder api) =>
        api.MapGet("/sources", ListAsync).WithTags("Sources").Needs(Permission.ReadOperations)
            .WithSummary("Lists the configured sources, with the state of followed databases");

    private static async Task<Ok<PageJson<SourceJson>>> ListAsync(SourceList sources, CdcService cdc)
    {
        var known = sources.All.Select(s => new SourceJson(s.Name, s.Format.Name, s.Mapping, null, s.Problem))
            .Concat(sources.Databases.Select(d => new SourceJson(d.Name, PostgresSource.Format, d.Mapping, null, null)))
            .Concat(sources.Unusable.Select(u => new SourceJson(u.Name, u.Format, u.Mapping, null, u.Problem)))
            .OrderBy(s => s.Name, StringComparer.Ordinal);
        var items = await Task.WhenAll(known.Select(
            async s => s.Format == PostgresSource.Format ? s with { Cdc = await cdc.GetStatusAsync(s.Name) } : s));
        return TypedResults.Ok(new PageJson<SourceJson>([.. items], null, items.Length));
    }
}
