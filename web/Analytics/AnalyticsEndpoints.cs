using Microsoft.AspNetCore.Http.HttpResults;
using OneLead.Web.ReadModel;

namespace OneLead.Web.Analytics;

/// <summary>The page "Analytics".</summary>
internal static class AnalyticsEndpoints
{
    public static IServiceCollection AddAnalytics(this IServiceCollection services) => services
        .AddSingleton<DayHistory>()
        .AddSingleton<IModelListener>(s => s.GetRequiredService<DayHistory>())
        .AddHostedService(s => s.GetRequiredService<DayHistory>());

    public static void MapAnalytics(this RouteGroupBuilder api) => api.MapGet("/analytics", Get).WithTags("Pages").Needs(Permission.Read)
        .WithListParameters(null, ("territory", "One or more territories"), ("bucket", "Points per score bucket, 5 or 10. Default: 10"))
        .WithSummary("Returns metrics of the lead queue, each with its definition");

    private static Ok<AnalyticsJson> Get(HttpRequest request, VisibleModel model, DayHistory days, TimeProvider clock)
    {
        var state = model.State();
        return TypedResults.Ok(new AnalyticsReport(
            state, QueryParameters.Texts(request.Query, "territory"), model.Visibility.SeesAllAccounts ? days.Until(state) : null,
            clock.GetUtcNow(), BucketOf(request)).Json());
    }

    private static int BucketOf(HttpRequest request) => QueryParameters.Text(request.Query, "bucket") switch
    {
        null or "10" => 10,
        "5" => 5,
        _ => throw QueryParameters.Bad("bucket", "5 or 10"),
    };
}
