using System.Collections.Immutable;
using Microsoft.AspNetCore.Http.HttpResults;
using OneLead.Sources.Cdc;
using OneLead.Sources.Webhooks.Configuration;
using OneLead.Web.Api;
using OneLead.Web.Cdc;

namespace OneLead.Web.SourceStatus;

/// <summary>The sources as the server has them.</summary>
internal static class SourceEndpoints
{
    public static void MapSources(this RouteGroupBuilder api) => api.MapGroup("/sources").WithTags("Sources").MapGet("", List)
        .WithSummary("Lists the configured sources, with the state of databases that are followed");

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
