using System.Security.Cryptography;
using Microsoft.AspNetCore.Http.HttpResults;
using OneLead.Events;
using OneLead.Grains;
using OneLead.Web.Access;
using OneLead.Web.Middleware;
using OneLead.Web.ReadModel;

namespace OneLead.Web.Accounts;

/// <summary>The manager of an account: who it was from when on, and setting one over what the sources say.</summary>
internal static class ManagerEndpoints
{
    private const int LongestName = 200;

    public static void MapManagers(this RouteGroupBuilder accounts)
    {
        accounts.MapGet("/{id}/managers", GetAsync).ProducesProblem(404)
            .WithSummary("Returns who was the account's manager from when on, and by whom they were set");
        accounts.MapPut("/{id}/manager", SetAsync).LeavesEvents().Needs(Permission.Operate).ProducesProblem(404).ProducesProblem(422)
            .WithSummary("Sets the account's manager over what the sources say, or gives the choice back to them");
    }

    private static async Task<Results<Ok<AccountManagersJson>, ProblemHttpResult>> GetAsync(
        string id, VisibleModel model, IGrainFactory grains, IIngest ingest) =>
        Keys.IsKey(id) && ingest.AccountOf(Keys.DefaultTenant, id) is var account && model.Sees(account)
        && await grains.GetGrain<IAccountGrain>(Keys.Grain(Keys.DefaultTenant, account)).Managers() is { } managers
            ? TypedResults.Ok(AccountManagersJson.Of(managers))
            : AccountEndpoints.NoAccount(id);

    private static async Task<Results<Ok<AccountManagersJson>, ProblemHttpResult>> SetAsync(
        string id, ManagerRequest body, HttpContext http, VisibleModel model, IGrainFactory grains, IIngest ingest, TimeProvider clock)
    {
        RequestTexts.Check(("manager", body.Manager), ("by", body.By));
        if (body.Manager is { } given && given.Trim().Length is 0 or > LongestName)
            return Refusal.Invalid.Problem($"'manager' must be a name of at most {LongestName} characters, or null.");
        if (!Keys.IsKey(id) || ingest.AccountOf(Keys.DefaultTenant, id) is not { } account || model.Account(account) is null)
            return AccountEndpoints.NoAccount(id);
        var manager = body.Manager?.Trim() is { } name ? FieldValue.Of(name) : FieldValue.Null;
        var by = http.AuthorName(body.By)?.Trim() is { Length: > 0 } author ? FieldValue.Of(author) : FieldValue.Null;
        var appended = await ingest.AppendAsync(Keys.DefaultTenant,
            [
                new(account, EventKind.Account, account, EventSchema.Version, "api",
                    "manager:" + RandomNumberGenerator.GetHexString(32, lowercase: true), clock.GetUtcNow(),
                    EventData.Of((AccountFields.ManagerByHand, manager), (AccountFields.ManagerSetBy, by))) { Author = http.Author() },
            ], http.RequestAborted);
        await ingest.WaitUntilAppliedThroughAsync(Keys.DefaultTenant, appended[0].Sequence, http.RequestAborted);
        http.RememberSequence(appended[0].Sequence);
        return await GetAsync(id, model, grains, ingest);
    }
}
