using Microsoft.AspNetCore.Http.HttpResults;
using OneLead.Events;
using OneLead.Storage;
using OneLead.Web.Access;

namespace OneLead.Web.SystemInfo;

/// <summary>Replaces the master key, for commands of this machine's user.</summary>
internal static class MasterKeyEndpoints
{
    public static void MapMasterKey(this RouteGroupBuilder api) => api.MapPost("/system/master-key", ReplaceAsync).WithTags("System")
        .RequireAuthorization(AccessSetup.Shell).Audits(AuditAction.MasterKeyReplaced, "master_key").ProducesProblem(409)
        .WithSummary("Replaces the master key by another one, and its file on this node");

    private static async Task<Results<NoContent, ProblemHttpResult>> ReplaceAsync(MasterKey key, CancellationToken cancellation)
    {
        try
        {
            await key.ReplaceAsync(cancellation);
            return TypedResults.NoContent();
        }
        catch (InvalidDataException e)
        {
            return Refusal.Conflict.Problem(e.Message);
        }
    }
}
