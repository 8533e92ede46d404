using Microsoft.AspNetCore.Http.HttpResults;
using OneLead.Grains;

namespace OneLead.Web.Api;

/// <summary>The tenant's day, as of which scores are.</summary>
public sealed record DayJson(DateOnly? Day, string? RulesVersion = null);

/// <summary>The tenant's day: read it, begin one.</summary>
internal static class DayEndpoints
{
    public static void MapDay(this RouteGroupBuilder api)
    {
        api.MapGet("/day", Get).WithTags("Day").WithSummary("The day as of which scores are");
        api.MapPost("/day", Begin).WithTags("Day").WithSummary("Begins a day; one that has begun is left as it is").ProducesProblem(409).ProducesProblem(422);
    }

    private static async Task<Ok<DayJson>> Get(IGrainFactory grains) => TypedResults.Ok(await Read(grains));

    private static async Task<Results<Ok<DayJson>, ProblemHttpResult>> Begin(DayJson body, IGrainFactory grains)
    {
        if (body.Day is not { } day)
            return Refusal.Invalid.Problem("'day' must be a date, yyyy-MM-dd.");
        return await grains.GetGrain<ITenantGrain>(Keys.DefaultTenant).BeginDay(day)
            ? TypedResults.Ok(await Read(grains))
            : Refusal.Conflict.Problem($"{day:yyyy-MM-dd} is earlier than the day that has begun: time does not run backwards.");
    }

    private static async Task<DayJson> Read(IGrainFactory grains)
    {
        var tenant = await grains.GetGrain<ITenantGrain>(Keys.DefaultTenant).View();
        return new(tenant.AsOf == default ? null : tenant.AsOf, tenant.RulesVersion);
    }
}
