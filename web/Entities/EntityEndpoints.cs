using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;
using OneLead.Events;
using OneLead.Views;
using OneLead.Web.Accounts;
using OneLead.Web.Api;
using OneLead.Web.Export;
using OneLead.Web.ReadModel;

namespace OneLead.Web.Entities;

/// <summary>Entities of any kind: lists, fields, groups, exports.</summary>
internal static class EntityEndpoints
{
    private const int MaxGroups = 500;

    private static readonly (string, string)[] Filters =
    [
        ("account", "An account id"), ("territory", "One or more territories"), ("text", "Part of any text"),
        (
            "where",
            "field:op:value; repeat for more conditions; op is eq, ne, lt, le, gt, ge, not_lt, contains, empty, set; a date may be "
                + "today, today+90, today-30"),
    ];

    public static IServiceCollection AddEntities(this IServiceCollection services) => services.AddSingleton<EntitySource>();

    public static void MapEntities(this RouteGroupBuilder api)
    {
        var entities = api.MapGroup("/entities/{kind}").WithTags("Entities").Needs(Permission.Read).ProducesProblem(404).ProducesProblem(400);
        entities.MapGet("", ListAsync).WithListParameters("Any field; id, account, territory, updatedAt", Filters)
            .WithSummary("Lists the tenant's entities of a kind, a page at a time");
        entities.MapGet("/fields", GetFieldsAsync).WithListParameters(null, Filters)
            .WithSummary("Lists the fields of a kind, or of the entities that match");
        entities.MapGet("/groups", GetGroupsAsync)
            .WithListParameters(null, [.. Filters, ("by", "The field to group by"), ("sum", "The field to sum")])
            .WithSummary("Returns counts, sums and averages by the value of a field");
        entities.MapGet("/export", ExportAsync).Produces(200, contentType: "text/csv")
            .WithListParameters(null, [.. Filters, ("format", "csv (default) or xlsx"), ("fields", "The fields to write; default: all")])
            .WithSummary("Exports all entities that match, as CSV or XLSX");
    }

    private static async Task<Results<Ok<PageJson<EntityRowJson>>, ProblemHttpResult>> ListAsync(
        string kind, HttpRequest request, EntitySource source, LiveModel live)
    {
        if (KindOf(kind) is not { } known)
            return NoKind(kind);
        var (query, model) = (request.Query, live.Required);
        var sort = QueryParameters.Text(query, "sort") is { } text ? Sort.Parse(text) : EntitySorts.Default;
        var (filter, fields) = (FilterOf(query, known, model), new EntityFields(model.Account));
        var collector = new PageCollector<EntityRow>(sort, QueryParameters.Cursor(query, sort), QueryParameters.Limit(query));
        await source.VisitAsync(known, QueryParameters.Text(query, "account"), row =>
        {
            if (filter.Matches(row, fields))
                collector.Offer(row, EntitySorts.Key(row, sort.Name, fields));
            return default;
        }, request.HttpContext.RequestAborted);
        var page = collector.Finish();
        return TypedResults.Ok(new PageJson<EntityRowJson>([.. page.Rows.Select(r => Json(r, model))], page.Next, page.Total));
    }

    private static async Task<Results<Ok<EntityFieldsJson>, ProblemHttpResult>> GetFieldsAsync(
        string kind, HttpRequest request, EntitySource source, LiveModel live)
    {
        if (KindOf(kind) is not { } known)
            return NoKind(kind);
        var (filter, fields) = (FilterOf(request.Query, known, live.Required), new EntityFields(live.Required.Account));
        return TypedResults.Ok(new EntityFieldsJson(await source.FieldsAsync(
            known, QueryParameters.Text(request.Query, "account"), row => filter.Matches(row, fields),
            request.HttpContext.RequestAborted)));
    }

    private static async Task<Results<Ok<EntityGroupsJson>, ProblemHttpResult>> GetGroupsAsync(
        string kind, HttpRequest request, EntitySource source, LiveModel live, IOptions<WebOptions> options)
    {
        if (KindOf(kind) is not { } known)
            return NoKind(kind);
        var (query, model) = (request.Query, live.Required);
        var (filter, fields, sum) = (FilterOf(query, known, model), new EntityFields(model.Account), QueryParameters.Text(query, "sum"));
        var by = QueryParameters.Text(query, "by") ?? throw QueryParameters.Bad("by", "a field");
        var groups = new EntityGroups(by, sum,
            sum is not null && FieldKindOf(known, sum) == FieldKind.Money ? options.Value.Currency : null, fields);
        await source.VisitAsync(known, QueryParameters.Text(query, "account"), row =>
        {
            if (filter.Matches(row, fields))
                groups.Add(row);
            return default;
        }, request.HttpContext.RequestAborted);
        var all = groups.All();
        return TypedResults.Ok(new EntityGroupsJson(
            [.. all.Take(MaxGroups).Select(g => g.Json(hasSum: sum is not null))], all.Count, groups.Total));
    }

    private static async Task<IResult> ExportAsync(
        string kind, HttpRequest request, EntitySource source, LiveModel live, TimeProvider clock)
    {
        if (KindOf(kind) is not { } entity)
            return NoKind(kind);
        var (query, aborted) = (request.Query, request.HttpContext.RequestAborted);
        var model = live.Required;
        var (filter, fields, account) = (FilterOf(query, entity, model), new EntityFields(model.Account),
            QueryParameters.Text(query, "account"));
        var sort = QueryParameters.Text(query, "sort") is { } text ? Sort.Parse(text) : (Sort?)null;
        var known = await source.FieldsAsync(entity, account, row => filter.Matches(row, fields), aborted);
        IReadOnlyList<EntityFieldJson> columns = QueryParameters.Text(query, "fields") is { } asked
            ?
            [
                .. asked.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
                    .Select(name => known.FirstOrDefault(f => f.Name == name) ?? new(name, "text", "other")),
            ]
            : [.. known.Where(f => !EntityFields.Common.Contains(f.Name))];
        var export = new EntityExport(source, entity, account, filter, fields, columns, sort);
        var about = ExportAbout.Of(kind, request, model.Tenant, Filters.Select(f => f.Item1), sort, clock.GetUtcNow());
        return TableExport.Of(TableFormats.Of(query), about, table => export.WriteAsync(table, aborted));
    }

    private static EntityRowJson Json(EntityRow row, TenantModel model) => new(
        row.Id, AccountOf(row, model), row.Territory, row.OwnTerritory, FieldsJson.Of(row.AllFields), row.UpdatedAt.ToUniversalTime());

    private static AccountRefJson? AccountOf(EntityRow row, TenantModel model) =>
        Keys.IsNoAccount(row.AccountId) ? null : new(row.AccountId, model.Account(row.AccountId)?.Name ?? row.AccountId);

    private static FieldKind? FieldKindOf(EventKind kind, string field) =>
        EventSchema.Fields(kind).TryGetValue(field, out var known) ? known
        : EntityKinds.DerivedFields(kind).Where(f => f.Name == field).Select(f => (FieldKind?)f.Type).FirstOrDefault();

    private static EntityFilter FilterOf(IQueryCollection query, EventKind kind, TenantModel model) => new(
        QueryParameters.Texts(query, "territory"), QueryParameters.Text(query, "text"),
        [.. query["where"].OfType<string>().Where(w => w.Length > 0).Select(w => ConditionOf(w, kind, model.Tenant.AsOf))]);

    private static FieldCondition ConditionOf(string text, EventKind kind, DateOnly today) =>
        FieldCondition.TryParse(text, today, field => FieldKindOf(kind, field)) ?? throw QueryParameters.Bad(
            "where", $"field:op:value with op one of {string.Join(", ", Wire.All<FieldOp>())} and a value of the field's kind "
                + $"(a number, true or false, yyyy-MM-dd, today, today+90), not '{text}'");

    private static EventKind? KindOf(string name) => Wire.TryParse<EventKind>(name, out var kind) && kind.IsEntity() ? kind : null;

    private static ProblemHttpResult NoKind(string kind) => Refusal.NotFound.Problem($"There is no entity kind '{kind}'.");
}
