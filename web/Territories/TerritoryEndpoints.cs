using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;
using OneLead.Web.Accounts;
using OneLead.Web.ReadModel;

namespace OneLead.Web.Territories;

/// <summary>Territories with their roll-ups and leaderboards.</summary>
internal static class TerritoryEndpoints
{
    private const int MaxTerritories = 1_000;

    public static void MapTerritories(this RouteGroupBuilder api)
    {
        var territories = api.MapGroup("/territories").WithTags("Territories").Needs(Permission.Read);
        territories.MapGet("", List).WithListParameters(null).WithSummary("Lists territories, the highest lead value first");
        territories.MapGet("/{id}", Get).WithSummary("Returns a territory with its leaderboard").ProducesProblem(404);
    }

    private static Ok<PageJson<TerritoryJson>> List(HttpRequest request, VisibleModel model, IOptions<WebOptions> options)
    {
        var sort = new Sort("value", true);
        var collector = new PageCollector<TerritoryJson>(
            sort, QueryParameters.Cursor(request.Query, sort), QueryParameters.Limit(request.Query, MaxTerritories));
        // A territory that all accounts have left stays in the model.
        foreach (var territory in model.State().Territories.Values.Where(t => t.Totals.Accounts > 0))
            collector.Offer(
                TerritoryJson.Of(territory, options.Value.Currency, model),
                SortKey.OfSum(territory.Totals.In(options.Value.Currency).LeadValue, territory.Id));
        var page = collector.Finish();
        return TypedResults.Ok(new PageJson<TerritoryJson>(page.Rows, page.Next, page.Total));
    }

    private static Results<Ok<TerritoryDetailJson>, ProblemHttpResult> Get(string id, VisibleModel model, IOptions<WebOptions> options)
    {
        var (state, currency) = (model.State(), options.Value.Currency);
        if (!state.Territories.TryGetValue(id, out var territory)
            && !state.Territories.TryGetValue(Keys.TerritoryGrainKey(id), out territory))
            return Refusal.NotFound.Problem($"There is no territory '{id}'.");
        return TypedResults.Ok(new TerritoryDetailJson(
            TerritoryJson.Of(territory, currency, model),
            [.. state.Leaderboard(territory.Id, currency).Select(a => AccountJson.Of(a, currency))]));
    }
}
