using Microsoft.AspNetCore.Http.HttpResults;
using OneLead.Web.ReadModel;

namespace OneLead.Web.Verification;

/// <summary>Recomputes all accounts from the journal and compares them with what is stored and with what this node shows.</summary>
internal static class VerificationEndpoints
{
    public static void MapVerification(this RouteGroupBuilder api) =>
        api.MapPost("/verification", VerifyAsync).WithTags("Operations").Needs(Permission.Operate).ChangesNothing()
            .WithSummary(
                "Checks the seals of the journal, recomputes every account from it, and compares it with its stored state and with what "
                    + "is shown; writes nothing");

    /// <param name="sealedThrough">With <paramref name="mac"/>: a seal that
    /// an earlier verification reported and that must still be there.</param>
    private static async Task<Ok<VerificationJson>> VerifyAsync(
        long? sealedThrough, string? mac, IVerification verification, LiveModel live, IIngest ingest,
            CancellationToken cancellation)
    {
        var served = new ServedModel(live, ingest);
        var report = await verification.VerifyAsync(
            Keys.DefaultTenant, null, served, sealedThrough is { } row && mac is not null ? new(row, mac) : null, cancellation);
        var found = report.Seals;
        var seals = new SealsJson(found.Through, found.Unsealed, found.Mac, found.BrokenRow, found.Problem);
        if (found.BrokenRow is not null)
            return TypedResults.Ok(new VerificationJson(false, 0, 0, [], "", [], seals));
        var shown = report.Served.AddRange(await served.FindRollUpDifferencesAsync(cancellation));
        return TypedResults.Ok(new VerificationJson(
            report.Different.IsEmpty && shown.IsEmpty, report.Accounts, report.Rows, report.Different, report.Digest, shown, seals));
    }
}
