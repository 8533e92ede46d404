using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;
using OneLead.Web.ReadModel;

namespace OneLead.Web.RevenueFocus;

/// <summary>The page "Revenue focus".</summary>
internal static class RevenueFocusEndpoints
{
    public static void MapRevenueFocus(this RouteGroupBuilder api) => api.MapGet("/revenue-focus", Get).WithTags("Pages")
        .Needs(Permission.Read)
        .WithListParameters(
            null, ("territory", "One or more territories"), ("minAmount", "Default: 100000"), ("minProbability", "0 to 1. Default: 0.7"),
            ("within", "Days. Default: 90"))
        .WithSummary("Returns open opportunities: large and likely ones, by stage, closing soon, and the best of each account");

    private static Ok<RevenueFocusJson> Get(HttpRequest request, VisibleModel model, IOptions<WebOptions> options)
    {
        var query = request.Query;
        return TypedResults.Ok(new RevenueFocusReport(
            model, QueryParameters.Texts(query, "territory"), options.Value.Currency,
            QueryParameters.Number(query, "minAmount", 100_000, 1e15m), QueryParameters.Number(query, "minProbability", 0.7m, 1),
            (int)QueryParameters.Number(query, "within", 90, 3_650), QueryParameters.Limit(query)).Json());
    }
}
