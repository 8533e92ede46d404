using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;
using OneLead.Web.ReadModel;

namespace OneLead.Web.ActionRequired;

/// <summary>The page "Action required".</summary>
internal static class ActionRequiredEndpoints
{
    public static void MapActionRequired(this RouteGroupBuilder api) => api.MapGet("/action-required", Get).WithTags("Pages")
        .Needs(Permission.Read)
        .WithListParameters(null, ("territory", "One or more territories"))
        .WithSummary("Returns expired items, ending contracts and support, unused credits, and untouched leads");

    private static Ok<ActionRequiredJson> Get(HttpRequest request, VisibleModel model, IOptions<WebOptions> options, TimeProvider clock) =>
        TypedResults.Ok(new ActionRequiredReport(
            model, QueryParameters.Texts(request.Query, "territory"), options.Value.Currency, clock.GetUtcNow(),
            QueryParameters.Limit(request.Query)).Json());
}
