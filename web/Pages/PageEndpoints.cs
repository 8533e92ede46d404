using OneLead.Web.Api;
using OneLead.Web.ReadModel;

namespace OneLead.Web.Pages;

/// <summary>What the dashboard's pages ask for beside the lists.</summary>
internal static class PageEndpoints
{
    public static void MapPages(this RouteGroupBuilder api)
    {
        api.MapGet("/entities/{kind}", (string kind) => TypedResults.Ok(new PageJson<EntityRowJson>([], null, 0)));
        api.MapGet("/entities/{kind}/fields", (string kind) => TypedResults.Ok(new EntityFieldsJson([])));
        api.MapGet("/entities/{kind}/groups", (string kind) => TypedResults.Ok(new EntityGroupsJson([], 0, 0)));
        api.MapGet("/action-required", (LiveModel live) => TypedResults.Ok(new ActionRequiredJson(live.Required.Tenant.AsOf, new([], 0), new([], 0), new([], 0), new([], 0))));
        api.MapGet("/revenue-focus", (LiveModel live) => TypedResults.Ok(new RevenueFocusJson(live.Required.Tenant.AsOf, 100_000, 0.7m, 90, new([], 0), [], new([], 0), new([], 0))));
        api.MapGet("/recommendations", () => TypedResults.Ok(new RecommendationsJson(new([], 0), new([], 0), new([], 0))));
        api.MapGet("/changes", () => TypedResults.Ok(new TopJson<ChangeJson>([], 0)));
        api.MapGet("/search", () => TypedResults.Ok(new SearchJson([], [], [], [])));
    }
}
