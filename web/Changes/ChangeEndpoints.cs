using Microsoft.AspNetCore.Http.HttpResults;
using OneLead.Sources.Imports;
using OneLead.Web.Api;
using OneLead.Web.ReadModel;

namespace OneLead.Web.Changes;

/// <summary>Recent changes of priority and of account risk.</summary>
internal static class ChangeEndpoints
{
    public static IServiceCollection AddChanges(this IServiceCollection services) => services
        .AddSingleton(s => ActivatorUtilities.CreateInstance<ChangeLog>(
            s, new Lazy<IEnumerable<IChangeListener>>(s.GetServices<IChangeListener>)))
        .AddSingleton<IModelListener>(s => s.GetRequiredService<ChangeLog>())
        .AddHostedService(s => s.GetRequiredService<ChangeLog>());

    public static void MapChanges(this RouteGroupBuilder api) => api.MapGet("/changes", List).WithTags("Pages").Needs(Permission.Read)
        .WithListParameters(null, ("since", "A time. Default: an hour ago"))
        .WithSummary("Lists leads whose priority changed and accounts whose risk changed, the newest first");

    private static Ok<TopJson<ChangeJson>> List(
        HttpRequest request, VisibleModel model, ChangeLog log, ImportJobs imports, TimeProvider clock)
    {
        var query = request.Query;
        var since = QueryParameters.Instant(query, "since") ?? clock.GetUtcNow().AddHours(-1);
        return TypedResults.Ok(
            TopJson<ChangeJson>.Of([.. log.Since(since, model).Select(c => c.Json(model, imports))], QueryParameters.Limit(query)));
    }
}
