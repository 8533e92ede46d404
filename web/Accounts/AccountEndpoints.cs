using System.Collections.Immutable;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;
using OneLead.Events;
using OneLead.Grains;
using OneLead.Views;
using OneLead.Web.Audit;
using OneLead.Web.Export;
using OneLead.Web.Items;
using OneLead.Web.ReadModel;

namespace OneLead.Web.Accounts;

/// <summary>Accounts: list, export, one account with everything about it.</summary>
internal static class AccountEndpoints
{
    private static readonly (string, string)[] Filters =
    [
        ("territory", "One or more territories"), ("text", "Part of a name, an alias or an id"), ("atRisk", "true or false"),
        ("risk", "One or more of low, medium, high, critical, unknown"),
        ("tier", "One or more tiers"), ("trend", "up or down: the direction of the last change in health"),
        ("movedSince", "A time: only accounts whose health has changed since"),
    ];

    public static void MapAccounts(this RouteGroupBuilder api)
    {
        var accounts = api.MapGroup("/accounts").WithTags("Accounts").Needs(Permission.Read);
        accounts.MapGet("", List)
            .WithListParameters(string.Join(", ", AccountSorts.All.Keys.Order(StringComparer.Ordinal)), Filters)
            .WithSummary("Lists accounts, a page at a time");
        accounts.MapGet("/export", Export)
            .WithListParameters(null, [.. Filters, ("format", "csv (default) or xlsx")]).Produces(200, contentType: "text/csv")
            .WithSummary("Exports all accounts that match, as CSV or XLSX");
        accounts.MapGet("/{id}", GetAsync).WithSummary("Returns everything about one account").ProducesProblem(404);
        accounts.MapGet("/{id}/items", GetItemsAsync).WithListParameters(null)
            .WithSummary("Lists the account's installed items, the highest risk first").ProducesProblem(404);
        accounts.MapManagers();
        accounts.MapPost("/{id}/merge", MergeEndpoints.MergeAsync).Needs(Permission.Operate).LeavesEvents()
            .WithSummary("Merges the account into another; its id then leads there").ProducesProblem(404).ProducesProblem(422);
        accounts.MapPost("/{id}/unmerge", MergeEndpoints.UnmergeAsync).Needs(Permission.Operate).LeavesEvents()
            .WithSummary("Undoes a merge, including what happened since").ProducesProblem(404).ProducesProblem(422);
    }

    private static Ok<PageJson<AccountJson>> List(HttpRequest request, VisibleModel model, IOptions<WebOptions> options)
    {
        var query = request.Query;
        var sort = QueryParameters.Sort(query, AccountSorts.All.Keys, AccountSorts.Default);
        var currency = options.Value.Currency;
        var page = model.State().Accounts(
            FilterOf(query), sort, QueryParameters.Cursor(query, sort), QueryParameters.Limit(query), currency);
        return TypedResults.Ok(
            new PageJson<AccountJson>([.. page.Rows.Select(a => AccountJson.Of(a, currency))], page.Next, page.Total));
    }

    private static IResult Export(HttpRequest request, VisibleModel model, IOptions<WebOptions> options, TimeProvider clock)
    {
        var (query, state, currency) = (request.Query, model.State(), options.Value.Currency);
        var (filter, sort) = (FilterOf(query), QueryParameters.Sort(query, AccountSorts.All.Keys, AccountSorts.Default));
        var about = ExportAbout.Of("accounts", request, state.Tenant, Filters.Select(f => f.Item1), sort, clock.GetUtcNow());
        return TableExport.Of(request.HttpContext, about, table => AccountExport.WriteAsync(table, state, filter, sort, currency));
    }

    private static async Task<Results<Ok<AccountDetailJson>, ProblemHttpResult>> GetAsync(
        string id, HttpContext http, VisibleModel model, IGrainFactory grains, IIngest ingest, IFieldEncryption encryption,
        IOptions<WebOptions> options, AuditLog audit)
    {
        if (await ViewAsync(id, model, grains, ingest) is not { } view)
            return NoAccount(id);
        await audit.ViewAsync(http, "account", view.Account.Id, view.Account.Name);
        if (model.Visibility.SeesSensitive)
            view = await DecryptAsync(view, encryption, http.RequestAborted);
        var moved = model.AccountEntry(view.Account.Id)?.Moved;
        return TypedResults.Ok(AccountDetailJson.Of(view, moved, model.Tenant, options.Value.Currency, model.Visibility));
    }

    private static async Task<Results<Ok<PageJson<ItemJson>>, ProblemHttpResult>> GetItemsAsync(
        string id, HttpRequest request, VisibleModel model, IGrainFactory grains, IIngest ingest)
    {
        var sort = new Sort("risk", true);
        var (after, limit) = (QueryParameters.Cursor(request.Query, sort), QueryParameters.Limit(request.Query));
        if (!model.Sees(EventKind.Item) || await ViewAsync(id, model, grains, ingest) is not { } view)
            return NoAccount(id);
        var collector = new PageCollector<ItemJson>(sort, after, limit);
        foreach (var item in view.Items)
            collector.Offer(ItemJson.Of(item), SortKey.Of(item.RiskScore, item.Id));
        var page = collector.Finish();
        return TypedResults.Ok(new PageJson<ItemJson>(page.Rows, page.Next, page.Total));
    }

    private static AccountFilter FilterOf(IQueryCollection query) => new(
        QueryParameters.Texts(query, "territory"), QueryParameters.Text(query, "text"), QueryParameters.Flag(query, "atRisk"),
        QueryParameters.Texts(query, "tier", StringComparer.OrdinalIgnoreCase), TrendOf(query),
        QueryParameters.Instant(query, "movedSince"), QueryParameters.Enums<RiskLevel>(query, "risk"));

    private static HealthTrend? TrendOf(IQueryCollection query) =>
        QueryParameters.Text(query, "trend") is not { } text ? null
        : Wire.TryParse<HealthTrend>(text, out var trend) ? trend
        : throw QueryParameters.Bad("trend", "up or down");

    // Resolves a linked key to its account. Null if there is none that the caller sees.
    private static async Task<Account360?> ViewAsync(string id, VisibleModel model, IGrainFactory grains, IIngest ingest) =>
        Keys.IsKey(id) && ingest.AccountOf(Keys.DefaultTenant, id) is var account && model.Sees(account)
        && await grains.GetGrain<IAccountGrain>(Keys.Grain(Keys.DefaultTenant, account)).View() is { } view
        && model.Visibility.Sees(view.Account)
            ? view
            : null;

    private static async Task<Account360> DecryptAsync(Account360 view, IFieldEncryption encryption, CancellationToken cancellation)
    {
        var entities = view.Entities;
        foreach (var (kind, all) in entities.Where(static e => SensitiveFields.AreIn(e.Key)))
        {
            var decrypted = ImmutableArray.CreateBuilder<EntityView>(all.Length);
            foreach (var entity in all)
                decrypted.Add(entity with
                {
                    Fields = await encryption.DecryptAsync(Keys.DefaultTenant, kind, entity.Id, entity.Fields, cancellation),
                });
            entities = entities.SetItem(kind, decrypted.MoveToImmutable());
        }
        return view with { Entities = entities };
    }

    internal static ProblemHttpResult NoAccount(string id) => Refusal.NotFound.Problem($"There is no account '{id}'.");
}
