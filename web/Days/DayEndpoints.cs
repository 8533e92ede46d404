using Microsoft.AspNetCore.Http.HttpResults;
using OneLead.Grains;

namespace OneLead.Web.Days;

/// <summary>The tenant's day: read it, begin one.</summary>
internal static class DayEndpoints
{
    public static void MapDays(this RouteGroupBuilder api)
    {
        var day = api.MapGroup("/day").WithTags("Day").Needs(Permission.Read);
        day.MapGet("", GetAsync).WithSummary("Returns the tenant's day: scores are as of this date");
        day.MapPost("", BeginAsync).Needs(Permission.Operate).LeavesEvents()
            .WithSummary("Begins a day; has no effect if it has already begun")
            .ProducesProblem(409).ProducesProblem(422);
    }

    private static async Task<Ok<DayJson>> GetAsync(IGrainFactory grains) => TypedResults.Ok(await ReadAsync(grains));

    private static async Task<Results<Ok<DayJson>, ProblemHttpResult>> BeginAsync(DayJson body, HttpContext http, IGrainFactory grains)
    {
        if (body.Day is not { } day)
            return Refusal.Invalid.Problem("'day' must be a date, yyyy-MM-dd.");
        return await grains.GetGrain<ITenantGrain>(Keys.DefaultTenant).BeginDayFor(day, http.Author()) switch
        {
            DayOutcome.Begun => TypedResults.Ok(await ReadAsync(grains)),
            DayOutcome.Earlier => Refusal.Conflict.Problem(DayOutcome.Earlier.Reason(day)),
            var ahead => Refusal.Invalid.Problem(ahead.Reason(day)),
        };
    }

    private static async Task<DayJson> ReadAsync(IGrainFactory grains)
    {
        var tenant = await grains.GetGrain<ITenantGrain>(Keys.DefaultTenant).View();
        return new(tenant.AsOf == default ? null : tenant.AsOf, tenant.RulesVersion);
    }
}
