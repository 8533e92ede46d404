using Microsoft.AspNetCore.Http.HttpResults;
using OneLead.Grains;

namespace OneLead.Web.Api;

/// <summary>The body of POST accounts/{id}/merge.</summary>
/// <param name="Into">The account that stays.</param>
public sealed record MergeRequest(string? Into, string? By);

/// <summary>The body of POST accounts/{id}/unmerge; it may be left out.</summary>
public sealed record UnmergeRequest(string? By);

/// <summary>Where an account's id leads now.</summary>
public sealed record MergeJson(string Id, string Account);

/// <summary>Merging accounts, and taking it back.</summary>
internal static class MergeEndpoints
{
    // Who decides is known once there are users; until then a caller may name itself.
    private const string Anonymous = "api";

    public static void MapMerges(this RouteGroupBuilder api)
    {
        var accounts = api.MapGroup("/accounts").WithTags("Accounts");
        accounts.MapPost("/{id}/merge", Merge).WithSummary("Merges the account into another: its id leads there").ProducesProblem(404).ProducesProblem(422);
        accounts.MapPost("/{id}/unmerge", Unmerge).WithSummary("Takes back the merge of this account, what happened since included").ProducesProblem(404).ProducesProblem(422);
    }

    private static async Task<Results<Ok<MergeJson>, ProblemHttpResult>> Merge(string id, MergeRequest body, IGrainFactory grains, IIngest ingest) =>
        !Keys.IsKey(id) || body.Into is null || !Keys.IsKey(body.Into) ? Refusal.Invalid.Problem("'into' must be an account's id.")
        : await Grain(grains).Merge(id, body.Into, By(body.By)) switch
        {
            MergeOutcome.Merged => Where(id, ingest),
            MergeOutcome.SetApart => Refusal.Invalid.Problem($"'{id}' was set on its own by hand, and that holds until another link by hand: link it to '{body.Into}' instead."),
            _ => Refusal.NotFound.Problem($"'{id}' cannot be merged into '{body.Into}': one of them is not known, or they are one already."),
        };

    private static async Task<Results<Ok<MergeJson>, ProblemHttpResult>> Unmerge(string id, UnmergeRequest? body, IGrainFactory grains, IIngest ingest) =>
        Keys.IsKey(id) && await Grain(grains).Unmerge(id, By(body?.By)) ? Where(id, ingest) : Refusal.NotFound.Problem($"'{id}' was not merged into another account.");

    private static Ok<MergeJson> Where(string id, IIngest ingest) => TypedResults.Ok(new MergeJson(id, ingest.AccountOf(Keys.DefaultTenant, id)));

    private static string By(string? by) => string.IsNullOrWhiteSpace(by) ? Anonymous : by.Trim();

    private static IReconciliationGrain Grain(IGrainFactory grains) => grains.GetGrain<IReconciliationGrain>(Keys.DefaultTenant);
}
