using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;
using OneLead.Web.ReadModel;

namespace OneLead.Web.Recommendations;

/// <summary>The page "Services".</summary>
internal static class RecommendationEndpoints
{
    public static void MapRecommendations(this RouteGroupBuilder api) => api.MapGet("/recommendations", Get).WithTags("Pages")
        .Needs(Permission.Read)
        .WithListParameters(
            null, ("territory", "One or more territories"), ("category", "A service category"),
            ("text", "Part of a service, account or product name"))
        .WithSummary("Returns services to offer, and items without support");

    private static Ok<RecommendationsJson> Get(HttpRequest request, VisibleModel model, IOptions<WebOptions> options)
    {
        var query = request.Query;
        return TypedResults.Ok(new RecommendationReport(
            model.State(), QueryParameters.Texts(query, "territory"), QueryParameters.Text(query, "category"),
            QueryParameters.Text(query, "text")?.Trim(), options.Value.Currency, QueryParameters.Limit(query)).Json());
    }
}
