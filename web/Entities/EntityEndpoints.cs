using Microsoft.AspNetCore.Http.HttpResults;
using OneLead.Events;
using OneLead.Views;
using OneLead.Web.Api;
using OneLead.Web.Export;
using OneLead.Web.Pages;
using OneLead.Web.ReadModel;

namespace OneLead.Web.Entities;

/// <summary>Any entity of the tenant: columns, filters, groups, sums, exports.</summary>
internal static class EntityEndpoints
{
    private const int MaxGroups = 500;

    // A source's own fields are looked for in so many entities.
    private const int Looked = 5_000;

    public static void MapEntities(this RouteGroupBuilder api)
    {
        var entities = api.MapGroup("/entities/{kind}").WithTags("Entities").ProducesProblem(404).ProducesProblem(400);
        (string, string)[] filters = [("account", "An account's id"), ("territory", "One or more territories"), ("text", "Part of any text"), ("where", "field:op:value; repeated for more; op is eq, ne, lt, le, gt, ge, contains, empty, set")];
        entities.MapGet("", List).WithListParameters("Any field; id, account, territory, updatedAt", filters).WithSummary("The tenant's entities of a kind, a page at a time");
        entities.MapGet("/fields", Fields).WithSummary("The fields of a kind");
        entities.MapGet("/groups", Groups).WithListParameters(null, [.. filters, ("by", "The field to group by"), ("sum", "The field to add up")]).WithSummary("Counts, sums and averages by the value of a field");
        entities.MapGet("/export", Export).WithListParameters(null, [.. filters, ("format", "csv (default) or xlsx"), ("fields", "The fields to write; default: all")]).Produces(200, contentType: "text/csv").WithSummary("All entities that match, as CSV or XLSX");
    }

    private static async Task<Results<Ok<PageJson<EntityRowJson>>, ProblemHttpResult>> List(string kind, HttpRequest request, EntitySource source, LiveModel live)
    {
        if (KindOf(kind) is not { } known)
            return NoKind(kind);
        var (query, model) = (request.Query, live.Required);
        var sort = QueryParameters.Text(query, "sort") is { } text ? Sort.Parse(text) : EntitySorts.Default;
        var (filter, fields) = (FilterOf(query), new EntityFields(model.Account));
        var page = new PageCollector<EntityRow>(sort, QueryParameters.Cursor(query, sort), QueryParameters.Limit(query));
        await source.Visit(known, QueryParameters.Text(query, "account"), row =>
        {
            if (filter.Matches(row, fields))
                page.Offer(row, EntitySorts.Key(row, sort.Name, fields));
            return default;
        }, request.HttpContext.RequestAborted);
        var found = page.Finish();
        return TypedResults.Ok(new PageJson<EntityRowJson>([.. found.Rows.Select(r => Json(r, model))], found.Next, found.Total));
    }

    private static async Task<Results<Ok<EntityFieldsJson>, ProblemHttpResult>> Fields(string kind, EntitySource source, HttpContext http) =>
        KindOf(kind) is { } known ? TypedResults.Ok(new EntityFieldsJson(await FieldsOf(known, source, null, http.RequestAborted))) : NoKind(kind);

    private static async Task<Results<Ok<EntityGroupsJson>, ProblemHttpResult>> Groups(string kind, HttpRequest request, EntitySource source, LiveModel live)
    {
        if (KindOf(kind) is not { } known)
            return NoKind(kind);
        var query = request.Query;
        var (filter, fields, sum) = (FilterOf(query), new EntityFields(live.Required.Account), QueryParameters.Text(query, "sum"));
        var groups = new EntityGroups(QueryParameters.Text(query, "by") ?? throw QueryParameters.Bad("by", "a field"), sum, fields);
        await source.Visit(known, QueryParameters.Text(query, "account"), row =>
        {
            if (filter.Matches(row, fields))
                groups.Add(row);
            return default;
        }, request.HttpContext.RequestAborted);
        var all = groups.All();
        return TypedResults.Ok(new EntityGroupsJson(
            [.. all.Take(MaxGroups).Select(g => new EntityGroupJson(g.Key, g.Count, sum is null ? null : Plain.Of(g.Sum), g.Average is { } average ? Plain.Of(average) : null))], all.Count, groups.Total));
    }

    private static async Task<IResult> Export(string kind, HttpRequest request, EntitySource source, LiveModel live, TimeProvider clock)
    {
        if (KindOf(kind) is not { } known)
            return NoKind(kind);
        var (query, model, aborted) = (request.Query, live.Required, request.HttpContext.RequestAborted);
        var (format, filter, fields, account) = (TableFormats.Of(query), FilterOf(query), new EntityFields(model.Account), QueryParameters.Text(query, "account"));
        var sort = QueryParameters.Text(query, "sort") is { } text ? Sort.Parse(text) : (Sort?)null;
        var columns = QueryParameters.Text(query, "fields") is { } asked
            ? asked.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            : [.. (await FieldsOf(known, source, account, aborted)).Select(f => f.Name).Except(EntityFields.Common)];
        return TableExport.Of(format, string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{kind}-{clock.GetUtcNow():yyyy-MM-dd}"), async table =>
        {
            await table.Row([EntityFields.Id, "accountId", EntityFields.Account, EntityFields.Territory, EntityFields.UpdatedAt, .. columns]);
            var sorted = new List<(SortKey Key, EntityRow Row)>();
            await source.Visit(known, account, row =>
            {
                if (!filter.Matches(row, fields))
                    return default;
                if (sort is null)
                    return table.Row(Cells(row, columns, fields));
                sorted.Add((EntitySorts.Key(row, sort.Value.Name, fields), row));
                return default;
            }, aborted);
            foreach (var (_, row) in sorted.OrderBy(s => s.Key, (sort ?? EntitySorts.Default).Order))
                await table.Row(Cells(row, columns, fields));
        });
    }

    private static object?[] Cells(EntityRow row, IReadOnlyList<string> columns, EntityFields fields) =>
    [
        row.Id, row.AccountId, fields.Of(row, EntityFields.Account).Text, row.Territory, row.UpdatedAt.ToUniversalTime(),
        .. columns.Select(c => fields.Of(row, c) switch { { Type: FieldType.Number } number => number.Number, { Type: FieldType.Flag } flag => flag.AsFlag(), var value => (object?)value.Text }),
    ];

    private static async Task<IReadOnlyList<EntityFieldJson>> FieldsOf(EventKind kind, EntitySource source, string? account, CancellationToken cancellation)
    {
        var derived = EntityKinds.DerivedFields(kind);
        var fields = EventSchema.Fields(kind).Select(f => new EntityFieldJson(f.Key, Wire.Name(f.Value), "schema")).OrderBy(f => f.Name, StringComparer.Ordinal)
            .Concat(derived.Select(d => new EntityFieldJson(d.Name, Wire.Name(d.Type), "derived"))).DistinctBy(f => f.Name).ToList();
        var known = fields.Select(f => f.Name).ToHashSet(StringComparer.Ordinal);
        var others = new SortedDictionary<string, EntityFieldJson>(StringComparer.Ordinal);
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var seen = 0;
        try
        {
            await source.Visit(kind, account, row =>
            {
                foreach (var (name, value) in row.Fields.Fields)
                {
                    if (!value.IsNull && !known.Contains(name))
                        others.TryAdd(name, new EntityFieldJson(name, TypeOf(value), "other"));
                }
                enough.Token.ThrowIfCancellationRequested();
                if (++seen == Looked)
                    enough.Cancel();
                return default;
            }, enough.Token);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            // It has seen enough.
        }
        return [.. fields, .. others.Values];
    }

    private static string TypeOf(FieldValue value) => value.Type switch { FieldType.Number => "number", FieldType.Flag => "flag", FieldType.Json => "json", _ => "text" };

    private static EntityRowJson Json(EntityRow row, TenantModel model) => new(
        row.Id, row.AccountId == Keys.UnassignedCredits ? null : new(row.AccountId, model.Account(row.AccountId)?.Name ?? row.AccountId), row.Territory,
        FieldsJson.Of(row.Derived.Fields.IsEmpty ? row.Fields : EventData.Of(row.Fields.Fields.AddRange(row.Derived.Fields))), row.UpdatedAt.ToUniversalTime());

    private static EntityFilter FilterOf(IQueryCollection query) => new(
        QueryParameters.Texts(query, "territory"), QueryParameters.Text(query, "text"),
        [.. query["where"].OfType<string>().Where(w => w.Length > 0).Select(w => FieldCondition.TryParse(w) ?? throw QueryParameters.Bad("where", "field:op:value with op one of " + string.Join(", ", Wire.All<FieldOp>())))]);

    // Commands and what holds for the tenant are no entities of an account.
    private static EventKind? KindOf(string name) =>
        Wire.TryParse<EventKind>(name, out var kind) && !kind.IsTenantWide() && !kind.IsCommand() && kind != EventKind.Link ? kind : null;

    private static ProblemHttpResult NoKind(string kind) => Refusal.NotFound.Problem($"There are no entities of kind '{kind}'.");
}
