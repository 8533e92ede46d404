using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;
using OneLead.Events;
using OneLead.Views;
using OneLead.Web.Access;
using OneLead.Web.Accounts;
using OneLead.Web.Api;
using OneLead.Web.Audit;
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
        var entities = api.MapGroup("/entities/{kind}").WithTags("Entities").Needs(Permission.Read)
            .ProducesProblem(404).ProducesProblem(400);
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
        string kind, HttpRequest request, EntitySource source, VisibleModel model, AuditLog audit)
    {
        if (KindOf(kind, model) is not { } known)
            return NoKind(kind);
        var query = request.Query;
        var sort = SortOf(query, known, model) ?? EntitySorts.Default;
        var (filter, fields) = (FilterOf(query, known, model), FieldsOf(model));
        var collector = new PageCollector<EntityRow>(sort, QueryParameters.Cursor(query, sort), QueryParameters.Limit(query));
        await source.VisitAsync(model, known, QueryParameters.Text(query, "account"), row =>
        {
            if (filter.Matches(row, fields))
                collector.Offer(row, EntitySorts.Key(row, sort.Name, fields));
            return default;
        }, request.HttpContext.RequestAborted);
        var page = collector.Finish();
        if (SensitiveFields.AreIn(known))
            await audit.ViewAsync(request.HttpContext, kind, "", null);
        return TypedResults.Ok(new PageJson<EntityRowJson>([.. page.Rows.Select(r => Json(r, model))], page.Next, page.Total));
    }

    private static async Task<Results<Ok<EntityFieldsJson>, ProblemHttpResult>> GetFieldsAsync(
        string kind, HttpRequest request, EntitySource source, VisibleModel model)
    {
        if (KindOf(kind, model) is not { } known)
            return NoKind(kind);
        var (filter, fields) = (FilterOf(request.Query, known, model), FieldsOf(model));
        return TypedResults.Ok(new EntityFieldsJson(await source.FieldsAsync(
            model, known, QueryParameters.Text(request.Query, "account"), row => filter.Matches(row, fields),
            request.HttpContext.RequestAborted)));
    }

    private static async Task<Results<Ok<EntityGroupsJson>, ProblemHttpResult>> GetGroupsAsync(
        string kind, HttpRequest request, EntitySource source, VisibleModel model, IOptions<WebOptions> options)
    {
        if (KindOf(kind, model) is not { } known)
            return NoKind(kind);
        var query = request.Query;
        var (filter, fields, sum) = (FilterOf(query, known, model), FieldsOf(model), QueryParameters.Text(query, "sum"));
        var by = QueryParameters.Text(query, "by") ?? throw QueryParameters.Bad("by", "a field");
        RefuseMasked("by", by, known, model);
        RefuseMasked("sum", sum, known, model);
        var groups = new EntityGroups(by, sum,
            sum is not null && FieldKindOf(known, sum) == FieldKind.Money ? options.Value.Currency : null, fields);
        await source.VisitAsync(model, known, QueryParameters.Text(query, "account"), row =>
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
        string kind, HttpRequest request, EntitySource source, VisibleModel model, TimeProvider clock)
    {
        if (KindOf(kind, model) is not { } entity)
            return NoKind(kind);
        var (query, aborted) = (request.Query, request.HttpContext.RequestAborted);
        var (filter, fields, account) = (FilterOf(query, entity, model), FieldsOf(model), QueryParameters.Text(query, "account"));
        var sort = SortOf(query, entity, model);
        var known = await source.FieldsAsync(model, entity, account, row => filter.Matches(row, fields), aborted);
        IReadOnlyList<EntityFieldJson> columns = QueryParameters.Text(query, "fields") is { } asked
            ?
            [
                .. asked.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
                    .Select(name => known.FirstOrDefault(f => f.Name == name) ?? new(name, "text", "other")),
            ]
            : [.. known.Where(f => !EntityFields.Common.Contains(f.Name))];
        var export = new EntityExport(source, model, entity, account, filter, fields, columns, sort);
        var about = ExportAbout.Of(kind, request, model.Tenant, Filters.Select(f => f.Item1), sort, clock.GetUtcNow());
        return TableExport.Of(request.HttpContext, about, table => export.WriteAsync(table, aborted));
    }

    private static EntityRowJson Json(EntityRow row, VisibleModel model)
    {
        var (fields, masked) = MaskedFields.Of(row.Kind, row.AllFields, model.Visibility);
        return new(
            row.Id, AccountOf(row, model), row.Territory, row.OwnTerritory, FieldsJson.Of(fields), row.UpdatedAt.ToUniversalTime(), masked);
    }

    private static EntityFields FieldsOf(VisibleModel model) => new(model.Account, model.Visibility);

    private static AccountRefJson? AccountOf(EntityRow row, VisibleModel model) =>
        Keys.IsNoAccount(row.AccountId) ? null : new(row.AccountId, model.Account(row.AccountId)?.Name ?? row.AccountId);

    private static FieldKind? FieldKindOf(EventKind kind, string field) =>
        EventSchema.Fields(kind).TryGetValue(field, out var known) ? known
        : EntityKinds.DerivedFields(kind).Where(f => f.Name == field).Select(f => (FieldKind?)f.Type).FirstOrDefault();

    // Null: the request names none.
    private static Sort? SortOf(IQueryCollection query, EventKind kind, VisibleModel model)
    {
        if (QueryParameters.Text(query, "sort") is not { } text)
            return null;
        var sort = Sort.Parse(text);
        RefuseMasked("sort", sort.Name, kind, model);
        return sort;
    }

    private static EntityFilter FilterOf(IQueryCollection query, EventKind kind, VisibleModel model)
    {
        FieldCondition[] conditions =
            [.. query["where"].OfType<string>().Where(w => w.Length > 0).Select(w => ConditionOf(w, kind, model.Tenant.AsOf))];
        foreach (var condition in conditions)
            RefuseMasked("where", condition.Field, kind, model);
        return new(QueryParameters.Texts(query, "territory"), QueryParameters.Text(query, "text"), conditions);
    }

    // The order and the hits would tell its values.
    private static void RefuseMasked(string parameter, string? field, EventKind kind, VisibleModel model)
    {
        if (field is not null && model.Visibility.Masks(kind, field))
            throw QueryParameters.Bad(parameter, $"another field: you do not see the values of '{field}'");
    }

    private static FieldCondition ConditionOf(string text, EventKind kind, DateOnly today) =>
        FieldCondition.TryParse(text, today, field => FieldKindOf(kind, field)) ?? throw QueryParameters.Bad(
            "where", $"field:op:value with op one of {string.Join(", ", Wire.All<FieldOp>())} and a value of the field's kind "
                + $"(a number, true or false, yyyy-MM-dd, today, today+90), not '{text}'");

    // A kind that is not seen is as unknown as one that does not exist.
    private static EventKind? KindOf(string name, VisibleModel model) =>
        Wire.TryParse<EventKind>(name, out var kind) && kind.IsEntity() && model.Sees(kind) ? kind : null;

    private static ProblemHttpResult NoKind(string kind) => Refusal.NotFound.Problem($"There is no entity kind '{kind}'.");
}
