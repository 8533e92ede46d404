using Microsoft.AspNetCore.Http.HttpResults;
using OneLead.Grains;
using OneLead.Web.ReadModel;

namespace OneLead.Web.Items;

/// <summary>Installed items by id, <c>vendor:serial</c>.</summary>
internal static class ItemEndpoints
{
    public static void MapItems(this RouteGroupBuilder api) =>
        api.MapGroup("/items").WithTags("Items").Needs(Permission.Read).MapGet("/{id}", GetAsync)
            .WithSummary("Returns one installed item; the id is vendor:serial").ProducesProblem(404);

    private static async Task<Results<Ok<ItemJson>, ProblemHttpResult>> GetAsync(
        string id, VisibleModel model, IIngest ingest, IGrainFactory grains) =>
        await model.FindItemAccountAsync(id, ingest) is not null
        && await grains.GetGrain<IItemGrain>(Keys.Grain(Keys.DefaultTenant, id)).Get() is { } item
        && model.Sees(item)
            ? TypedResults.Ok(ItemJson.Of(item))
            : Refusal.NotFound.Problem($"There is no item '{id}'.");
}
