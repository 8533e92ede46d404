using Microsoft.AspNetCore.Http.HttpResults;

namespace OneLead.Web.Verification;

/// <summary>Recomputes all accounts from the journal and compares them with what is stored.</summary>
internal static class VerificationEndpoints
{
    public static void MapVerification(this RouteGroupBuilder api) =>
        api.MapPost("/verification", VerifyAsync).WithTags("Operations")
            .WithSummary("Recomputes every account from the journal and compares it with its stored state; writes nothing");

    private static async Task<Ok<VerificationJson>> VerifyAsync(IVerification verification, IIngest ingest, HttpContext http)
    {
        await ingest.WaitUntilAppliedAsync(Keys.DefaultTenant, http.RequestAborted);
        var report = await verification.VerifyAsync(Keys.DefaultTenant, null, http.RequestAborted);
        return TypedResults.Ok(new VerificationJson(
            report.Different.IsEmpty, report.Accounts, report.Rows, report.Different, report.Digest));
    }
}
