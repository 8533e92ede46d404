using Microsoft.AspNetCore.Http.HttpResults;
using OneLead.Grains;
using OneLead.Views;

namespace OneLead.Web.Api;

/// <summary>How a key came to an account.</summary>
/// <param name="Rule">manual_mapping, exact_name, similar_name, customer_id, territory_mapping, most_opportunities, or manual.</param>
public sealed record LinkJson(long Sequence, DateTimeOffset At, string Key, string To, string Rule, string? Name, string? Matched, int? Similarity, string? By)
{
    public static LinkJson Of(LinkDecision d) => new(d.Sequence, d.At.ToUniversalTime(), d.Key, d.To, d.Rule, d.Name, d.Matched, d.Similarity, d.By);
}

/// <summary>Two names that were compared and not merged; kind is near_match or tie.</summary>
public sealed record ReviewJson(string Kind, string? Territory, string First, string Second, int? Similarity, string Note);

/// <summary>How names became accounts, and what a person should decide.</summary>
public sealed record ReconciliationJson(IReadOnlyList<LinkJson> Decisions, IReadOnlyList<ReviewJson> Review);

/// <summary>The body of POST reconciliation/link.</summary>
public sealed record LinkRequest(string? Key, string? To, string? By);

/// <summary>The body of POST reconciliation/undo: the key stands alone again.</summary>
public sealed record UndoRequest(string? Key, string? By);

/// <summary>How many decisions were new.</summary>
public sealed record SettleJson(int Decisions);

/// <summary>Reconciliation: decisions, cases to review, links by hand.</summary>
internal static class ReconciliationEndpoints
{
    // Who decides is known once there are users; until then a caller may name itself.
    private const string Anonymous = "api";

    public static void MapReconciliation(this RouteGroupBuilder api)
    {
        var reconciliation = api.MapGroup("/reconciliation").WithTags("Reconciliation");
        reconciliation.MapGet("", View).WithSummary("Decisions and cases to review");
        reconciliation.MapPost("/link", Link).WithSummary("Links a key to an account by hand").ProducesProblem(404).ProducesProblem(422);
        reconciliation.MapPost("/undo", Undo).WithSummary("Undoes a link: the key is an account of its own").ProducesProblem(404).ProducesProblem(422);
        reconciliation.MapPost("/settle", Settle).WithSummary("Reconciles everything received so far");
    }

    private static async Task<Ok<ReconciliationJson>> View(IGrainFactory grains)
    {
        var view = await Grain(grains).View();
        return TypedResults.Ok(new ReconciliationJson(
            [.. view.Decisions.Select(LinkJson.Of)], [.. view.Review.Select(r => new ReviewJson(r.Kind, r.Territory, r.First, r.Second, r.Similarity, r.Note))]));
    }

    private static Task<Results<Ok<LinkJson>, ProblemHttpResult>> Link(LinkRequest body, IGrainFactory grains) => Decide(body.Key, body.To, body.By, grains);

    private static Task<Results<Ok<LinkJson>, ProblemHttpResult>> Undo(UndoRequest body, IGrainFactory grains) => Decide(body.Key, body.Key, body.By, grains);

    private static async Task<Ok<SettleJson>> Settle(IGrainFactory grains) => TypedResults.Ok(new SettleJson(await Grain(grains).Settle()));

    private static async Task<Results<Ok<LinkJson>, ProblemHttpResult>> Decide(string? key, string? to, string? by, IGrainFactory grains)
    {
        if (key is null || to is null || !Keys.IsKey(key) || !Keys.IsKey(to))
            return Refusal.Invalid.Problem("'key' and 'to' must be account keys.");
        return await Grain(grains).Link(key, to, string.IsNullOrWhiteSpace(by) ? Anonymous : by.Trim()) is { } decision
            ? TypedResults.Ok(LinkJson.Of(decision))
            : Refusal.NotFound.Problem($"'{key}' cannot be linked to '{to}': one of them is not known, or it is so already.");
    }

    private static IReconciliationGrain Grain(IGrainFactory grains) => grains.GetGrain<IReconciliationGrain>(Keys.DefaultTenant);
}
