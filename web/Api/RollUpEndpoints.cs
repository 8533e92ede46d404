using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;
using OneLead.Web.ReadModel;

namespace OneLead.Web.Api;

/// <summary>Territories and the portfolio.</summary>
internal static class RollUpEndpoints
{
    private const int MaxTerritories = 1_000;

    public static void MapRollUps(this RouteGroupBuilder api)
    {
        api.MapGet("/territories", Territories).WithTags("Territories").WithListParameters(null).WithSummary("Territories by lead value");
        api.MapGet("/territories/{id}", Territory).WithTags("Territories").WithSummary("A territory with its leaderboard").ProducesProblem(404);
        api.MapGet("/portfolio", Portfolio).WithTags("Portfolio").WithSummary("The whole tenant");
    }

    private static Ok<PageJson<TerritoryJson>> Territories(HttpRequest request, LiveModel live, IOptions<WebOptions> options)
    {
        var sort = new Sort("value", true);
        var page = new PageCollector<TerritoryJson>(sort, QueryParameters.Cursor(request.Query, sort), QueryParameters.Limit(request.Query, MaxTerritories));
        foreach (var territory in live.Required.State().Territories.Values)
            page.Offer(TerritoryJson.Of(territory, options.Value.Currency), SortKey.Of(territory.Totals.LeadValue, territory.Id));
        var found = page.Finish();
        return TypedResults.Ok(new PageJson<TerritoryJson>(found.Rows, found.Next, found.Total));
    }

    private static Results<Ok<TerritoryDetailJson>, ProblemHttpResult> Territory(string id, LiveModel live, IOptions<WebOptions> options)
    {
        var state = live.Required.State();
        return state.Territories.TryGetValue(id, out var territory)
            ? TypedResults.Ok(new TerritoryDetailJson(
                TerritoryJson.Of(territory, options.Value.Currency), [.. state.Leaderboard(id).Select(a => AccountJson.Of(a, options.Value.Currency))]))
            : Refusal.NotFound.Problem($"There is no territory '{id}'.");
    }

    private static Ok<PortfolioJson> Portfolio(LiveModel live, IOptions<WebOptions> options) =>
        TypedResults.Ok(PortfolioJson.Of(live.Required.State().Portfolio, options.Value.Currency));
}
