using Microsoft.AspNetCore.Http.HttpResults;
using OneLead.Grains;
using OneLead.Sources.Imports;
using OneLead.Web.Access;
using OneLead.Web.Export;
using OneLead.Web.ReadModel;

namespace OneLead.Web.Leads;

/// <summary>Leads: the work list, one lead with its explanation, commands on leads.</summary>
internal static class LeadEndpoints
{
    public static IServiceCollection AddLeads(this IServiceCollection services) => services
        .AddSingleton<IdempotencyKeys>()
        .AddSingleton<LeadCommandHandler>();

    public static void MapLeads(this RouteGroupBuilder api)
    {
        var leads = api.MapGroup("/leads").WithTags("Leads").Needs(Permission.Read);
        leads.MapGet("", List).WithLeadFilters().WithSummary("Lists leads, a page at a time");
        leads.MapGet("/export", Export).WithLeadFilters().Produces(200, contentType: "text/csv")
            .WithSummary("Exports all leads that match, as CSV or XLSX");
        leads.MapGet("/{id}", GetAsync).WithSummary("Returns a lead with its explanation; the ETag is its version").ProducesProblem(404);
        leads.MapLeadCommands();
    }

    private static Ok<PageJson<LeadJson>> List(HttpRequest request, VisibleModel model)
    {
        var (query, state) = (request.Query, model.State());
        var sort = QueryParameters.Sort(query, LeadSorts.All.Keys, LeadSorts.Default);
        var page = state.Leads(
            LeadParameters.Filter(query, state.Tenant.AsOf, request.HttpContext.Caller().Names), sort,
            QueryParameters.Cursor(query, sort), QueryParameters.Limit(query));
        return TypedResults.Ok(new PageJson<LeadJson>([.. page.Rows.Select(l => LeadJson.Of(in l, state.Tenant))], page.Next, page.Total));
    }

    private static IResult Export(HttpRequest request, VisibleModel model, IGrainFactory grains, TimeProvider clock)
    {
        var (query, state) = (request.Query, model.State());
        var sort = QueryParameters.Sort(query, LeadSorts.All.Keys, LeadSorts.Default);
        var filter = LeadParameters.Filter(query, state.Tenant.AsOf, request.HttpContext.Caller().Names);
        var about = ExportAbout.Of(
            "leads", request, state.Tenant, LeadParameters.Filters.Select(f => f.Item1), sort, clock.GetUtcNow(), ("status", "open"));
        var export = new LeadExport(leads => RecommendedActions.ReadAsync(grains, leads));
        return TableExport.Of(request.HttpContext, about, table => export.WriteAsync(table, state, filter, sort));
    }

    private static async Task<Results<Ok<LeadDetailJson>, ProblemHttpResult>> GetAsync(
        string id, VisibleModel model, IGrainFactory grains, ILeadHistory history, ImportJobs imports, HttpResponse response)
    {
        if (model.Lead(id) is not { } row)
            return LeadCommandHandler.NoLead(id);
        if (await grains.GetGrain<IAccountGrain>(Keys.Grain(Keys.DefaultTenant, row.AccountId)).Lead(id) is not { } detail)
            return LeadCommandHandler.NoLead(id);
        response.Headers.ETag = LeadCommandHandler.ETag(detail.Lead);
        var points = await history.GetAsync(Keys.DefaultTenant, detail.Lead.AccountId, id);
        var import = points is [.., { Cause: { Import: { } rows } cause }] ? imports.BroughtBy(rows, cause.Sequence) : null;
        return TypedResults.Ok(LeadDetailJson.Of(detail, model.Tenant, points, import, model.Visibility));
    }
}
