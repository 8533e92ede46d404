using Microsoft.AspNetCore.Http.HttpResults;
using OneLead.Events;

namespace OneLead.Web.Samples;

/// <summary>Loads the sample data on request.</summary>
internal static class SampleEndpoints
{
    public static IServiceCollection AddSamples(this IServiceCollection services, SampleMode mode, string dataDirectory) => services
        .AddSingleton(s => ActivatorUtilities.CreateInstance<SampleStore>(s, dataDirectory))
        .AddHostedService(s => ActivatorUtilities.CreateInstance<SampleLoader>(s, mode));

    public static void MapSamples(this RouteGroupBuilder api) => api.MapPost("/samples", LoadAsync).WithTags("Samples")
        .Needs(Permission.Operate).Audits(AuditAction.SampleLoaded, "journal")
        .WithSummary("Loads the sample data into an empty installation").ProducesProblem(409);

    // Continues after the client disconnects: half a sample is worse than a late one.
    private static async Task<Results<Ok<SampleJson>, ProblemHttpResult>> LoadAsync(SampleStore sample, IHostApplicationLifetime host) =>
        await sample.LoadIntoEmptyAsync(host.ApplicationStopping) is { } day
            ? TypedResults.Ok(new SampleJson(SampleStore.Items, day))
            : Refusal.Conflict.Problem("This installation already holds data; sample data can be loaded only into an empty one.");
}
