using Microsoft.AspNetCore.Http.HttpResults;

namespace OneLead.Web.Samples;

/// <summary>The sample that was loaded.</summary>
public sealed record SampleJson(int Items, DateOnly AsOf);

/// <summary>Loads the sample data when somebody asks for it.</summary>
internal static class SampleEndpoint
{
    public static void MapSamples(this RouteGroupBuilder api) =>
        api.MapPost("/samples", Load).WithTags("Samples").WithSummary("Loads the sample data into an empty installation").ProducesProblem(409);

    // Not the request's token: who leaves the page does not leave half a sample behind.
    private static async Task<Results<Ok<SampleJson>, ProblemHttpResult>> Load(SampleStore sample, IHostApplicationLifetime host) =>
        await sample.LoadIntoEmpty(host.ApplicationStopping) is { } day
            ? TypedResults.Ok(new SampleJson(SampleStore.Items, day))
            : Refusal.Conflict.Problem("There are data here already: the sample data are for an empty installation.");
}
