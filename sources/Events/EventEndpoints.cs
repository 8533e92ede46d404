using Microsoft.AspNetCore.Http.HttpResults;
using OneLead.Sources.Admission;
using OneLead.Sources.Http;

namespace OneLead.Sources.Events;

/// <summary>What became of one event; a repeat is not new and has the number that it got the first time.</summary>
public sealed record AcceptedEventJson(long Sequence, bool New);

/// <summary>What became of a batch: accepted counts the new ones.</summary>
public sealed record AcceptedJson(int Accepted, IReadOnlyList<AcceptedEventJson> Events);

/// <summary>What is wrong with one event of a batch.</summary>
/// <param name="Index">Its place in the batch, from 0.</param>
public sealed record EventProblemJson(int Index, string Field, string Reason);

/// <summary>Change events from outside, one or a batch; answered after the commit. A batch is taken whole or not at all.</summary>
internal static class EventEndpoints
{
    public const int MaxBytes = 4 << 20;

    public static void MapEvents(this RouteGroupBuilder api) =>
        api.MapPost("/events", Take).WithTags("Events").WithSummary("Takes change events: one, an array, or {\"events\": […]}; at most 1,000 and 4 MB")
            .Accepts<System.Text.Json.JsonElement>("application/json").ProducesProblem(400).ProducesProblem(413).ProducesProblem(415).ProducesProblem(422).ProducesProblem(429).ProducesProblem(503);

    private static async Task<Results<Ok<AcceptedJson>, ProblemHttpResult>> Take(HttpRequest request, AdmissionControl gate, IIngest ingest, TimeProvider clock)
    {
        if (!request.HasJsonContentType())
            return Refusal.UnsupportedMedia.Problem("Events must be application/json.");
        using var received = await gate.Receive(request, MaxBytes);
        if (received.Refused is { } refused)
            return refused;
        var batch = EventBatch.Read(received.Body, clock.GetUtcNow());
        if (batch.Malformed is { } malformed)
            return Refusal.BadRequest.Problem(malformed);
        if (batch.Problems.Count > 0)
            return Refusal.Invalid.Problem("Nothing was taken: see errors.", ("errors", batch.Problems));
        var appended = await ingest.Append(Keys.DefaultTenant, batch.Events, request.HttpContext.RequestAborted);
        return TypedResults.Ok(new AcceptedJson(appended.Count(a => a.IsNew), [.. appended.Select(a => new AcceptedEventJson(a.Sequence, a.IsNew))]));
    }
}
