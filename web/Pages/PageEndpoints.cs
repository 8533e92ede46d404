using System.Globalization;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;
using OneLead.Web.ReadModel;

namespace OneLead.Web.Pages;

/// <summary>What the dashboard's pages ask for beside the lists.</summary>
internal static class PageEndpoints
{
    public static IServiceCollection AddPages(this IServiceCollection services) => services
        .AddSingleton(s => new ChangeLog(new Lazy<IEnumerable<IChangeListener>>(s.GetServices<IChangeListener>), s.GetRequiredService<TimeProvider>()))
        .AddSingleton<IModelListener>(s => s.GetRequiredService<ChangeLog>())
        .AddSingleton<DayHistory>()
        .AddSingleton<IModelListener>(s => s.GetRequiredService<DayHistory>())
        .AddHostedService(s => s.GetRequiredService<DayHistory>());

    public static void MapPages(this RouteGroupBuilder api)
    {
        var pages = api.MapGroup("").WithTags("Pages");
        pages.MapGet("/action-required", Action).WithListParameters(null, ("territory", "One or more territories")).WithSummary("What cannot wait: expired items, ending contracts and support, unused credits, untouched leads");
        pages.MapGet("/revenue-focus", Revenue).WithListParameters(null, ("territory", "One or more territories"), ("minAmount", "Default: 100000"), ("minProbability", "0 to 1. Default: 0.7"), ("within", "Days. Default: 90"))
            .WithSummary("Open opportunities: the large and likely, by stage, closing soon, the best of each account");
        pages.MapGet("/recommendations", Recommend).WithListParameters(null, ("territory", "One or more territories"), ("category", "A category of services"), ("text", "Part of a service's, an account's or a product's name"))
            .WithSummary("Services to offer, and where cover is missing");
        pages.MapGet("/analytics", Analyse).WithListParameters(null, ("territory", "One or more territories"), ("bucket", "Points a bucket of scores, 5 or 10. Default: 10")).WithSummary("How the queue does, each metric with its definition");
        pages.MapGet("/changes", Changes).WithListParameters(null, ("since", "A time. Default: an hour ago")).WithSummary("What moved its band, the newest first");
        pages.MapGet("/search", Search).WithListParameters(null, ("text", "What to look for")).WithSummary("Accounts, leads, items and territories, the best of each");
    }

    private static Ok<ActionRequiredJson> Action(HttpRequest request, LiveModel live, IOptions<WebOptions> options, TimeProvider clock) => TypedResults.Ok(new ActionRequired(
        live.Required, QueryParameters.Texts(request.Query, "territory"), options.Value.Currency, clock.GetUtcNow(), QueryParameters.Limit(request.Query)).Json());

    private static Ok<RevenueFocusJson> Revenue(HttpRequest request, LiveModel live, IOptions<WebOptions> options)
    {
        var query = request.Query;
        return TypedResults.Ok(new RevenueFocus(
            live.Required, QueryParameters.Texts(query, "territory"), options.Value.Currency, Number(query, "minAmount", 100_000, 1e15m), Number(query, "minProbability", 0.7m, 1),
            (int)Number(query, "within", 90, 3_650), QueryParameters.Limit(query)).Json());
    }

    private static Ok<RecommendationsJson> Recommend(HttpRequest request, LiveModel live, IOptions<WebOptions> options)
    {
        var query = request.Query;
        return TypedResults.Ok(new Recommendations(
            live.Required.State(), QueryParameters.Texts(query, "territory"), QueryParameters.Text(query, "category"), QueryParameters.Text(query, "text")?.Trim(), options.Value.Currency,
            QueryParameters.Limit(query)).Json());
    }

    private static Ok<AnalyticsJson> Analyse(HttpRequest request, LiveModel live, DayHistory days, TimeProvider clock) => TypedResults.Ok(new Analytics(
        live.Required.State(), QueryParameters.Texts(request.Query, "territory"), days.Days, clock.GetUtcNow(),
        QueryParameters.Text(request.Query, "bucket") switch { null or "10" => 10, "5" => 5, _ => throw QueryParameters.Bad("bucket", "5 or 10") }).Json());

    private static Ok<TopJson<ChangeJson>> Changes(HttpRequest request, LiveModel live, ChangeLog log, TimeProvider clock)
    {
        var (query, tenant) = (request.Query, live.Required.Tenant);
        var since = QueryParameters.Instant(query, "since") ?? clock.GetUtcNow().AddHours(-1);
        return TypedResults.Ok(TopJson<ChangeJson>.Of([.. log.Since(since).Select(c => c.Json(tenant))], QueryParameters.Limit(query)));
    }

    private static async Task<Ok<SearchJson>> Search(HttpRequest request, LiveModel live, IIngest ingest) =>
        TypedResults.Ok(QueryParameters.Text(request.Query, "text")?.Trim() is { Length: > 0 } text ? await new Finder(live.Required, ingest).Find(text) : new SearchJson([], [], [], []));

    private static decimal Number(IQueryCollection query, string name, decimal otherwise, decimal most) =>
        QueryParameters.Text(query, name) is not { } text ? otherwise
        : decimal.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) && number <= most ? number
        : throw QueryParameters.Bad(name, string.Create(CultureInfo.InvariantCulture, $"a number from 0 to {most:0.##}"));
}
