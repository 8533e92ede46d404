using Microsoft.AspNetCore.Http.HttpResults;
using OneLead.Grains;
using OneLead.Web.Access;

namespace OneLead.Web.Accounts;

/// <summary>Merging two accounts, and undoing it.</summary>
internal static class MergeEndpoints
{
    // While there are no users, a caller may give a name.
    private const string Anonymous = "api";

    public static async Task<Results<Ok<MergeJson>, ProblemHttpResult>> MergeAsync(
        string id, MergeRequest body, HttpContext http, IGrainFactory grains, IIngest ingest)
    {
        RequestTexts.Check(("by", body.By));
        if (!Keys.IsKey(id) || body.Into is null || !Keys.IsKey(body.Into))
            return Refusal.Invalid.Problem("'into' must be an account id.");
        var outcome = await Grain(grains).MergeAsync(id, body.Into, By(http.AuthorName(body.By)), http.Author());
        await ingest.WaitUntilAppliedAsync(Keys.DefaultTenant);
        return outcome switch
        {
            MergeOutcome.Merged => Current(id, ingest),
            MergeOutcome.LinkedByHand => Refusal.Invalid.Problem(
                $"'{id}' was separated by hand, and only another link by hand changes that: link it to '{body.Into}' instead."),
            _ => Refusal.NotFound.Problem(
                $"'{id}' cannot be merged into '{body.Into}': one of them is unknown, or they are already one account."),
        };
    }

    public static async Task<Results<Ok<MergeJson>, ProblemHttpResult>> UnmergeAsync(
        string id, UnmergeRequest? body, HttpContext http, IGrainFactory grains, IIngest ingest)
    {
        RequestTexts.Check(("by", body?.By));
        var isUnmerged = Keys.IsKey(id) && await Grain(grains).UnmergeAsync(id, By(http.AuthorName(body?.By)), http.Author());
        await ingest.WaitUntilAppliedAsync(Keys.DefaultTenant);
        return isUnmerged
            ? Current(id, ingest)
            : Refusal.NotFound.Problem($"'{id}' was not merged into another account.");
    }

    private static Ok<MergeJson> Current(string id, IIngest ingest) =>
        TypedResults.Ok(new MergeJson(id, ingest.AccountOf(Keys.DefaultTenant, id)));

    private static string By(string? by) => string.IsNullOrWhiteSpace(by) ? Anonymous : by.Trim();

    private static IReconciliationGrain Grain(IGrainFactory grains) => grains.GetGrain<IReconciliationGrain>(Keys.DefaultTenant);
}
