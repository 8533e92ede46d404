using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;
using OneLead.Grains;
using OneLead.Web.Export;
using OneLead.Web.ReadModel;

namespace OneLead.Web.Api;

/// <summary>Accounts and their installed items.</summary>
internal static class AccountEndpoints
{
    public static void MapAccounts(this RouteGroupBuilder api)
    {
        var accounts = api.MapGroup("/accounts").WithTags("Accounts");
        accounts.MapGet("", List).WithListParameters(string.Join(", ", AccountSorts.All.Keys.Order(StringComparer.Ordinal)), Filters)
            .WithSummary("Accounts that match, a page at a time");
        accounts.MapGet("/export", Export).WithListParameters(null, [.. Filters, ("format", "csv (default) or xlsx")]).Produces(200, contentType: "text/csv").WithSummary("All accounts that match, as CSV or XLSX");
        accounts.MapGet("/{id}", Get).WithSummary("Everything about one account").ProducesProblem(404);
        accounts.MapGet("/{id}/items", Items).WithListParameters(null).WithSummary("The account's installed items, the most endangered first").ProducesProblem(404);
        api.MapGet("/items/{id}", Item).WithTags("Items").WithSummary("An installed item, vendor:serial").ProducesProblem(404);
    }

    private static Ok<PageJson<AccountJson>> List(HttpRequest request, LiveModel live, IOptions<WebOptions> options)
    {
        var query = request.Query;
        var sort = QueryParameters.Sort(query, AccountSorts.All.Keys, AccountSorts.Default);
        var page = live.Required.State().Accounts(FilterOf(query), sort, QueryParameters.Cursor(query, sort), QueryParameters.Limit(query));
        return TypedResults.Ok(new PageJson<AccountJson>([.. page.Rows.Select(a => AccountJson.Of(a, options.Value.Currency))], page.Next, page.Total));
    }

    private static IResult Export(HttpRequest request, LiveModel live, IOptions<WebOptions> options, TimeProvider clock)
    {
        var (query, state) = (request.Query, live.Required.State());
        var (format, filter, sort) = (TableFormats.Of(query), FilterOf(query), QueryParameters.Sort(query, AccountSorts.All.Keys, AccountSorts.Default));
        return TableExport.Of(format, string.Create(System.Globalization.CultureInfo.InvariantCulture, $"accounts-{clock.GetUtcNow():yyyy-MM-dd}"), table => AccountRows.Write(table, state, filter, sort, options.Value.Currency));
    }

    private static readonly (string, string)[] Filters =
    [
        ("territory", "One or more territories"), ("text", "Part of a name, an alias or an id"), ("atRisk", "true or false"), ("tier", "One or more tiers"),
        ("trend", "up or down: which way the health moved last, since the server started"), ("movedSince", "A time: the health has moved since"),
    ];

    private static AccountFilter FilterOf(IQueryCollection query) => new(
        QueryParameters.Texts(query, "territory"), QueryParameters.Text(query, "text"), QueryParameters.Flag(query, "atRisk"), QueryParameters.Texts(query, "tier", StringComparer.OrdinalIgnoreCase),
        QueryParameters.Text(query, "trend") is not { } text ? null : Wire.TryParse<HealthTrend>(text, out var trend) ? trend : throw QueryParameters.Bad("trend", "up or down"),
        QueryParameters.Instant(query, "movedSince"));

    private static async Task<Results<Ok<AccountDetailJson>, ProblemHttpResult>> Get(string id, LiveModel live, IGrainFactory grains, IIngest ingest, IOptions<WebOptions> options) =>
        Keys.IsKey(id) && await Account(id, grains, ingest).View() is { } view
            ? TypedResults.Ok(AccountDetailJson.Of(view, live.Required.AccountEntry(view.Account.Id)?.Moved, live.Required.Tenant, options.Value.Currency))
            : NoAccount(id);

    private static async Task<Results<Ok<PageJson<ItemJson>>, ProblemHttpResult>> Items(string id, HttpRequest request, IGrainFactory grains, IIngest ingest)
    {
        var sort = new Sort("risk", true);
        var (after, limit) = (QueryParameters.Cursor(request.Query, sort), QueryParameters.Limit(request.Query));
        if (!Keys.IsKey(id) || await Account(id, grains, ingest).View() is not { } view)
            return NoAccount(id);
        var page = new PageCollector<ItemJson>(sort, after, limit);
        foreach (var item in view.Items)
            page.Offer(ItemJson.Of(item), SortKey.Of(item.RiskScore, item.Id));
        var found = page.Finish();
        return TypedResults.Ok(new PageJson<ItemJson>(found.Rows, found.Next, found.Total));
    }

    private static async Task<Results<Ok<ItemJson>, ProblemHttpResult>> Item(string id, IGrainFactory grains) =>
        Keys.IsKey(id) && await grains.GetGrain<IItemGrain>(Keys.Grain(Keys.DefaultTenant, id)).Get() is { } item
            ? TypedResults.Ok(ItemJson.Of(item))
            : Refusal.NotFound.Problem($"There is no item '{id}'.");

    // A key that was linked to another account leads there.
    private static IAccountGrain Account(string id, IGrainFactory grains, IIngest ingest) =>
        grains.GetGrain<IAccountGrain>(Keys.Grain(Keys.DefaultTenant, ingest.AccountOf(Keys.DefaultTenant, id)));

    private static ProblemHttpResult NoAccount(string id) => Refusal.NotFound.Problem($"There is no account '{id}'.");
}
