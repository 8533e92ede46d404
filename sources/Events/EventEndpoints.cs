using System.Collections.Immutable;
using System.Text.Json;
using Microsoft.AspNetCore.Http.HttpResults;
using OneLead.Events;
using OneLead.Sources.Admission;
using OneLead.Sources.Http;

namespace OneLead.Sources.Events;

/// <summary>The result for one event. A repeated event is not new and keeps its first sequence number.</summary>
public sealed record AcceptedEventJson(long Sequence, bool New);

/// <summary>The result for a batch; accepted counts the new events.</summary>
/// <param name="Warnings">Values that count otherwise than stated: a time in the future counts as of receipt.</param>
public sealed record AcceptedJson(int Accepted, IReadOnlyList<AcceptedEventJson> Events, IReadOnlyList<EventProblemJson> Warnings);

/// <summary>An error in one event of a batch.</summary>
/// <param name="Index">The event's position in the batch, from 0.</param>
public sealed record EventProblemJson(int Index, string Field, string Reason);

/// <summary>Decides which events a caller may send.</summary>
public interface IEventAccess
{
    /// <returns>The events as the caller may send them, or why the batch is refused.</returns>
    ValueTask<(ImmutableArray<ChangeEvent> Events, ProblemHttpResult? Refused)> AdmitAsync(
        HttpContext http, ImmutableArray<ChangeEvent> events);
}

/// <summary>
/// POST /events: takes change events, one or a batch, and answers after the commit. A batch is taken whole or not at all.
/// </summary>
internal static class EventEndpoints
{
    public const int MaxBytes = 4 << 20;

    public static void MapEvents(this RouteGroupBuilder api) =>
        api.MapPost("/events", AppendAsync)
            .WithTags("Events").Needs(Permission.WriteRecords).LeavesEvents()
            .WithSummary("Takes change events: one, an array, or {\"events\": […]}; at most 1,000 events and 4 MB")
            .Accepts<JsonElement>("application/json")
            .ProducesProblem(400).ProducesProblem(413).ProducesProblem(415).ProducesProblem(422).ProducesProblem(429).ProducesProblem(503);

    private static async Task<Results<Ok<AcceptedJson>, ProblemHttpResult>> AppendAsync(
        HttpRequest request, AdmissionControl admission, IEventAccess access, IIngest ingest, TimeProvider clock, ILogger<EventLog> log)
    {
        if (!request.HasJsonContentType())
            return Refusal.UnsupportedMedia.Problem("Events must be application/json.");
        using var admitted = await admission.AdmitAsync(request, MaxBytes);
        if (admitted.Refused is { } refused)
            return refused;
        var (body, undecoded) = BodyText.Decode(admitted.Body, request.Headers, MaxBytes);
        if (undecoded is not null)
            return undecoded;
        var now = clock.GetUtcNow();
        var batch = EventBatch.Read(body, now);
        if (batch.Malformed is { } malformed)
            return Refusal.BadRequest.Problem(malformed);
        if (batch.Problems.Count > 0)
            return Refusal.Invalid.Problem("The batch was not taken: see errors.", ("errors", batch.Problems));
        var (events, notAllowed) = await access.AdmitAsync(request.HttpContext, batch.Events);
        if (notAllowed is not null)
            return notAllowed;
        if (request.HttpContext.Author() is { } author)
            events = [.. events.Select(e => e with { Author = author })];
        using var scope = EventLog.BeginScope(log, events);
        var appended = await ingest.AppendAsync(Keys.DefaultTenant, events, request.HttpContext.RequestAborted);
        request.HttpContext.Response.WriteSequence(appended.Select(static a => a.Sequence).DefaultIfEmpty().Max());
        return TypedResults.Ok(new AcceptedJson(
            appended.Count(a => a.IsNew), [.. appended.Select(a => new AcceptedEventJson(a.Sequence, a.IsNew))], FutureTimes(batch, now)));
    }

    private static EventProblemJson[] FutureTimes(EventBatch batch, DateTimeOffset now) =>
    [
        .. batch.Events.Index().Where(e => e.Item.OccurredAt > SourceTimes.Latest(now))
            .Select(e => new EventProblemJson(e.Index, "occurredAt", "is in the future; the event counts as of its receipt")),
    ];
}
