using Microsoft.AspNetCore.Http.HttpResults;
using OneLead.Storage;
using OneLead.Web.ReadModel;

namespace OneLead.Web.Api;

/// <summary>Whether the process serves.</summary>
public sealed record HealthStateJson(string Status, string? Reason = null);

/// <summary>/healthz: the process is alive. /readyz: it can answer, so traffic may come.</summary>
internal static class HealthEndpoints
{
    public static void MapHealth(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/healthz", () => TypedResults.Ok(new HealthStateJson("ok"))).ExcludeFromDescription();
        routes.MapGet("/readyz", Ready).ExcludeFromDescription();
    }

    private static Results<Ok<HealthStateJson>, ProblemHttpResult> Ready(LiveModel live, IJournal journal)
    {
        if (live.Current is null)
            return Refusal.Starting.Problem("The read model is still loading.");
        try
        {
            journal.Head(Keys.DefaultTenant);
            return TypedResults.Ok(new HealthStateJson("ready"));
        }
        catch (Exception e) when (e is JournalUnavailableException or StoreOwnedException or ObjectDisposedException)
        {
            return Refusal.Unavailable.Problem("The journal does not answer.");
        }
    }
}
