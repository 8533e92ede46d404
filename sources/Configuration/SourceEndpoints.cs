using System.Collections.Immutable;
using Microsoft.AspNetCore.Http.HttpResults;
using OneLead.Sources.Cdc;
using OneLead.Sources.Http;
using OneLead.Views;

namespace OneLead.Sources.Configuration;

/// <summary>A configured source, without secrets or connection strings.</summary>
/// <param name="Format">The webhook format, or <c>postgres</c>.</param>
/// <param name="Cdc">The state of a followed database; null for webhooks, and when no server follows it.</param>
public sealed record SourceJson(string Name, string Format, string? Mapping, CdcStatus? Cdc);

/// <summary>/sources: lists the configured sources.</summary>
internal static class SourceEndpoints
{
    public static void MapSourceList(this RouteGroupBuilder api) =>
        api.MapGet("/sources", ListAsync).WithTags("Sources").WithSummary("Lists the configured sources, with the state of followed databases");

    private static async Task<Ok<PageJson<SourceJson>>> ListAsync(SourceList sources, CdcService cdc)
    {
        var databases = await Task.WhenAll(sources.Databases.Select(
            async d => new SourceJson(d.Name, PostgresSource.Format, d.Mapping, await cdc.GetStatusAsync(d.Name))));
        ImmutableArray<SourceJson> items =
        [
            .. sources.All.Select(s => new SourceJson(s.Name, s.Format.Name, s.Mapping, null))
                .Concat(databases)
                .OrderBy(s => s.Name, StringComparer.Ordinal),
        ];
        return TypedResults.Ok(new PageJson<SourceJson>(items, null, items.Length));
    }
}
