using System.Text.Json;
using Microsoft.AspNetCore.Http.HttpResults;
using OneLead.Web.Intake;
using OneLead.Web.Observability;

namespace OneLead.Web.Api;

/// <summary>The result for one event. A repeat is not new and has the sequence of the first time.</summary>
public sealed record AcceptedEventJson(long Sequence, bool New);

/// <summary>The result of a batch; accepted counts the new events.</summary>
public sealed record AcceptedJson(int Accepted, IReadOnlyList<AcceptedEventJson> Events);

/// <summary>What is wrong with one event of a batch.</summary>
/// <param name="Index">Its position in the batch, from 0.</param>
public sealed record EventProblemJson(int Index, string Field, string Reason);

/// <summary>Change events from outside, one or a batch; answered after the commit. A batch is accepted whole or not at all.</summary>
internal static class EventEndpoints
{
    public const int MaxBytes = 4 << 20;

    public static void MapEvents(this RouteGroupBuilder api)
    {
        var events = api.MapPost("/events", AppendAsync).WithTags("Events").Accepts<JsonElement>("application/json")
            .WithSummary("Accepts change events: one, an array, or {\"events\": […]}; at most 1,000 and 4 MB");
        foreach (var status in (int[])[400, 413, 415, 422, 429, 503])
            events.ProducesProblem(status);
    }

    private static async Task<Results<Ok<AcceptedJson>, ProblemHttpResult>> AppendAsync(
        HttpRequest request, IntakeGate gate, IIngest ingest, TimeProvider clock, ILogger<EventLog> log)
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
            return Refusal.Invalid.Problem("No event was accepted; see errors.", ("errors", batch.Problems));
        using var scope = EventLog.BeginScope(log, batch.Events);
        var appended = await ingest.Append(Keys.DefaultTenant, batch.Events, request.HttpContext.RequestAborted);
        return TypedResults.Ok(new AcceptedJson(
            appended.Count(a => a.IsNew), [.. appended.Select(a => new AcceptedEventJson(a.Sequence, a.IsNew))]));
    }
}
