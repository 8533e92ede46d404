using System.Collections.Immutable;
using Microsoft.AspNetCore.Http.HttpResults;
using OneLead.Sources.Cdc;
using OneLead.Sources.Http;

namespace OneLead.Sources.Configuration;

/// <summary>A configured source. It shows no secret and no connection.</summary>
/// <param name="Format">Of its webhooks, or <c>postgres</c>.</param>
/// <param name="Cdc">How it goes with a database that is followed; null for webhooks, and where nothing is followed.</param>
public sealed record SourceJson(string Name, string Format, string? Mapping, CdcStatus? Cdc);

/// <summary>The sources as the server has them.</summary>
internal static class SourceEndpoints
{
    public static void MapSourceList(this RouteGroupBuilder api) =>
        api.MapGroup("/sources").WithTags("Sources").MapGet("", List).WithSummary("The configured sources, and how it goes with databases that are followed");

    private static Ok<PageJson<SourceJson>> List(SourceList sources, CdcService cdc)
    {
        ImmutableArray<SourceJson> items =
        [
            .. sources.All.Select(s => new SourceJson(s.Name, s.Format.Name, s.Mapping, null))
                .Concat(sources.Databases.Select(d => new SourceJson(d.Name, PostgresSource.Format, d.Mapping, cdc.Status(d.Name))))
                .OrderBy(s => s.Name, StringComparer.Ordinal),
        ];
        return TypedResults.Ok(new PageJson<SourceJson>(items, null, items.Length));
    }
}
