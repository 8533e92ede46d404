using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;
using OneLead.Web.ReadModel;

namespace OneLead.Web.Portfolio;

/// <summary>The totals of all accounts that the caller sees.</summary>
internal static class PortfolioEndpoints
{
    public static void MapPortfolio(this RouteGroupBuilder api) =>
        api.MapGet("/portfolio", Get).WithTags("Portfolio").Needs(Permission.Read).WithSummary("Returns the totals of the whole tenant");

    private static Ok<PortfolioJson> Get(VisibleModel model, IOptions<WebOptions> options) =>
        TypedResults.Ok(PortfolioJson.Of(model.State().Portfolio, options.Value.Currency));
}
