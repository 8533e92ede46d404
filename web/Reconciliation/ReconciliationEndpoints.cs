using Microsoft.AspNetCore.Http.HttpResults;
using OneLead.Events;
using OneLead.Grains;
using OneLead.Web.Access;

namespace OneLead.Web.Reconciliation;

/// <summary>Reconciliation of names and accounts: decisions, cases to review, links by hand.</summary>
internal static class ReconciliationEndpoints
{
    // While there are no users, a caller may give a name.
    private const string Anonymous = "api";

    public static void MapReconciliation(this RouteGroupBuilder api)
    {
        var reconciliation = api.MapGroup("/reconciliation").WithTags("Reconciliation").Needs(Permission.ReadOperations);
        reconciliation.MapGet("", GetAsync).WithSummary("Returns decisions and cases to review");
        var decisions = reconciliation.MapGroup("").Needs(Permission.Operate);
        decisions.MapPost("/link", LinkAsync).LeavesEvents().WithSummary("Links a key to an account by hand")
            .ProducesProblem(404).ProducesProblem(422);
        decisions.MapPost("/undo", UndoAsync).LeavesEvents().WithSummary("Undoes a link: the key becomes an account of its own")
            .ProducesProblem(404).ProducesProblem(422);
        decisions.MapPost("/settle", SettleAsync).Audits(AuditAction.NamesSettled, "journal")
            .WithSummary("Reconciles everything received so far");
    }

    private static async Task<Ok<ReconciliationJson>> GetAsync(IGrainFactory grains)
    {
        var view = await Grain(grains).ViewAsync();
        return TypedResults.Ok(new ReconciliationJson(
            [.. view.Decisions.Select(LinkJson.Of)],
            [.. view.Review.Select(r => new ReviewJson(r.Kind, r.Territory, r.First, r.Second, r.Similarity, r.Note))]));
    }

    private static Task<Results<Ok<LinkJson>, ProblemHttpResult>> LinkAsync(
        LinkRequest body, HttpContext http, IGrainFactory grains, IIngest ingest) =>
        DecideAsync(body.Key, body.To, http.AuthorName(body.By), http.Author(), grains, ingest);

    private static Task<Results<Ok<LinkJson>, ProblemHttpResult>> UndoAsync(
        UndoRequest body, HttpContext http, IGrainFactory grains, IIngest ingest) =>
        DecideAsync(body.Key, body.Key, http.AuthorName(body.By), http.Author(), grains, ingest);

    private static async Task<Ok<SettleJson>> SettleAsync(IGrainFactory grains, IIngest ingest, CancellationToken cancellation)
    {
        var decisions = await Grain(grains).SettleAsync(cancellation);
        await ingest.WaitUntilAppliedAsync(Keys.DefaultTenant, cancellation);
        return TypedResults.Ok(new SettleJson(decisions));
    }

    private static async Task<Results<Ok<LinkJson>, ProblemHttpResult>> DecideAsync(
        string? key, string? to, string? by, Author? author, IGrainFactory grains, IIngest ingest)
    {
        RequestTexts.Check(("by", by));
        if (key is null || to is null || !Keys.IsKey(key) || !Keys.IsKey(to))
            return Refusal.Invalid.Problem("'key' and 'to' must be account keys.");
        var decision = await Grain(grains).LinkAsync(key, to, string.IsNullOrWhiteSpace(by) ? Anonymous : by.Trim(), author);
        await ingest.WaitUntilAppliedAsync(Keys.DefaultTenant);
        return decision is not null
            ? TypedResults.Ok(LinkJson.Of(decision))
            : Refusal.NotFound.Problem($"'{key}' cannot be linked to '{to}': one of them is unknown, or they are already linked.");
    }

    private static IReconciliationGrain Grain(IGrainFactory grains) => grains.GetGrain<IReconciliationGrain>(Keys.DefaultTenant);
}
