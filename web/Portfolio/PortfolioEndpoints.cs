using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;
using OneLead.Web.ReadModel;

namespace OneLead.Web.Portfolio;

/// <summary>The totals of the whole tenant.</summary>
internal static class PortfolioEndpoints
{
    public static void MapPortfolio(this RouteGroupBuilder api) =>
        api.MapGet("/portfolio", Get).WithTags("Portfolio").Needs(Permission.Read).WithSummary("Returns the totals of the whole tenant");

    private static Ok<PortfolioJson> Get(LiveModel live, IOptions<WebOptions> options) =>
        TypedResults.Ok(PortfolioJson.Of(live.Required.State().Portfolio, options.Value.Currency));
}
