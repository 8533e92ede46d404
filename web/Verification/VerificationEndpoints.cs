using Microsoft.AspNetCore.Http.HttpResults;
using OneLead.Web.ReadModel;

namespace OneLead.Web.Verification;

/// <summary>Recomputes all accounts from the journal and compares them with what is stored and with what this node shows.</summary>
internal static class VerificationEndpoints
{
    public static void MapVerification(this RouteGroupBuilder api) =>
        api.MapPost("/verification", VerifyAsync).WithTags("Operations").Needs(Permission.Operate)
            .WithSummary(
                "Recomputes every account from the journal and compares it with its stored state and with what is shown; writes nothing");

    private static async Task<Ok<VerificationJson>> VerifyAsync(
        IVerification verification, LiveModel live, IIngest ingest, CancellationToken cancellation)
    {
        var served = new ServedModel(live, ingest);
        var report = await verification.VerifyAsync(Keys.DefaultTenant, null, served, cancellation);
        var shown = report.Served.AddRange(await served.FindRollUpDifferencesAsync(cancellation));
        return TypedResults.Ok(new VerificationJson(
            report.Different.IsEmpty && shown.IsEmpty, report.Accounts, report.Rows, report.Different, report.Digest, shown));
    }
}
