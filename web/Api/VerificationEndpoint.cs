using Microsoft.AspNetCore.Http.HttpResults;

namespace OneLead.Web.Api;

/// <summary>What a verification found; different names the accounts whose kept state is not what the journal says.</summary>
/// <param name="Digest">SHA-256 over every account's state: equal states have equal digests.</param>
public sealed record VerificationJson(bool Ok, int Accounts, long Rows, IReadOnlyList<string> Different, string Digest);

/// <summary>DeadLetterReplayer the journal from nothing and compares it with what is kept.</summary>
internal static class VerificationEndpoint
{
    public static void MapVerification(this RouteGroupBuilder api) =>
        api.MapPost("/verification", Verify).WithTags("Operations").WithSummary("Folds every account from nothing and compares it with what is kept; writes nothing");

    private static async Task<Ok<VerificationJson>> Verify(IVerification verification, IIngest ingest, HttpContext http)
    {
        await ingest.Settled(Keys.DefaultTenant, http.RequestAborted);
        var report = await verification.Verify(Keys.DefaultTenant, null, http.RequestAborted);
        return TypedResults.Ok(new VerificationJson(report.Different.IsEmpty, report.Accounts, report.Rows, report.Different, report.Digest));
    }
}
