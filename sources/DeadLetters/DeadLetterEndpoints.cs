using System.Text.Json;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Primitives;
using OneLead.Sources.Admission;
using OneLead.Sources.Http;
using OneLead.Sources.Metrics;
using OneLead.Storage;

namespace OneLead.Sources.DeadLetters;

/// <summary>A delivery that could not be mapped.</summary>
/// <param name="Entity">The sender's name of the object.</param>
/// <param name="Reason">What is wrong with it.</param>
/// <param name="Attempts">How often a replay failed.</param>
public sealed record DeadLetterJson(
    long Id, string Source, string SourceId, string Entity, string Reason, DeadLetterState State, int Version, int Attempts, DateTimeOffset ReceivedAt, DateTimeOffset? ChangedAt)
{
    internal static DeadLetterJson Of(DeadLetter letter) => new(
        letter.Id, letter.Letter.Source, letter.Letter.SourceId, letter.Letter.Entity, letter.Letter.Reason, letter.State, letter.Version, letter.Attempts, letter.ReceivedAt, letter.ChangedAt);
}

/// <summary>A dead letter with the record that it holds.</summary>
public sealed record DeadLetterDetailJson(DeadLetterJson Letter, JsonElement Content);

/// <summary>What became of a replay: letters that are in the journal now, letters that still cannot be mapped, and events that were new.</summary>
public sealed record ReplayJson(int Replayed, int Failed, int Accepted);

/// <summary>Dead letters: read, correct, replay, dismiss.</summary>
internal static class DeadLetterEndpoints
{
    private const int MaxBytes = 4 << 20;

    private static readonly Sort ById = new("id", false);

    public static IServiceCollection AddDeadLetters(this IServiceCollection services) => services.AddSingleton<DeadLetterReplayer>().AddGauges<DeadLetterGauges>();

    public static void MapDeadLetters(this RouteGroupBuilder api)
    {
        var letters = api.MapGroup("/dead-letters").WithTags("Dead letters");
        letters.MapGet("", List).WithListParameters(null, ("source", "Of this source alone"), ("state", "open, replayed, dismissed")).ProducesProblem(400).WithSummary("Deliveries that could not be mapped, the oldest first");
        letters.MapGet("/{id:long}", Get).ProducesProblem(404).WithSummary("One with the record that it holds; the ETag is its version");
        letters.MapPut("/{id:long}", Correct).Accepts<JsonElement>("application/json").ProducesChangeProblems().WithSummary("Corrects the record of one; needs If-Match");
        letters.MapPost("/{id:long}/replay", Replay).ProducesChangeProblems().WithSummary("Maps one again with the mapping as it is now; replaying twice adds nothing");
        letters.MapDelete("/{id:long}", Dismiss).ProducesChangeProblems().WithSummary("Decides that one is not wanted; it stays in the list as dismissed");
        letters.MapPost("/replay", ReplayOpen).WithListParameters(null, ("source", "Of this source alone")).ProducesProblem(429).ProducesProblem(503).WithSummary("Maps all open ones again");
    }

    private static async Task<Ok<PageJson<DeadLetterJson>>> List(HttpRequest request, IDeadLetterStore letters)
    {
        var (query, cancellation) = (request.Query, request.HttpContext.RequestAborted);
        var (source, limit) = (QueryParameters.Text(query, "source"), QueryParameters.Limit(query));
        DeadLetterState? state = QueryParameters.Text(query, "state") is not { } text ? null
            : Wire.TryParse<DeadLetterState>(text, out var parsed) ? parsed : throw QueryParameters.Bad("state", $"one of {string.Join(", ", Wire.All<DeadLetterState>())}");
        var rows = await letters.List(Keys.DefaultTenant, source, state, QueryParameters.Cursor(query, ById)?.Number ?? 0, limit + 1, cancellation);
        var counts = await letters.Counts(Keys.DefaultTenant, cancellation);
        var total = counts.Where(c => (source is null || c.Source == source) && (state is null || c.State == state)).Sum(c => c.Count);
        var next = rows.Length > limit ? Cursor.Write(ById, new SortKey(false, rows[limit - 1].Id, "", "")) : null;
        return TypedResults.Ok(new PageJson<DeadLetterJson>([.. rows.Take(limit).Select(DeadLetterJson.Of)], next, (int)Math.Min(total, int.MaxValue)));
    }

    private static async Task<Results<Ok<DeadLetterDetailJson>, ProblemHttpResult>> Get(long id, IDeadLetterStore letters, HttpResponse response, CancellationToken cancellation)
    {
        if (await letters.Find(Keys.DefaultTenant, id, cancellation) is not { } letter)
            return NoLetter(id);
        Tag(response, letter);
        return TypedResults.Ok(new DeadLetterDetailJson(DeadLetterJson.Of(letter), JsonElement.Parse(letter.Letter.Content)));
    }

    private static async Task<Results<Ok<DeadLetterJson>, ProblemHttpResult>> Correct(long id, HttpRequest request, AdmissionControl gate, IDeadLetterStore letters)
    {
        if (!request.HasJsonContentType())
            return Refusal.UnsupportedMedia.Problem("A record must be application/json.");
        if (request.Headers.IfMatch is not { Count: > 0 } match)
            return Refusal.PreconditionRequired.Problem("Say with If-Match which version of the letter was seen: the ETag of GET.");
        using var received = await gate.Receive(request, MaxBytes);
        if (received.Refused is { } refused)
            return refused;
        if (await letters.Find(Keys.DefaultTenant, id, request.HttpContext.RequestAborted) is not { } letter)
            return NoLetter(id);
        if (!Matches(match, letter))
            return Changed();
        if (letter.State != DeadLetterState.Open)
            return Refusal.Conflict.Problem($"The letter is {Wire.Name(letter.State)} already.");
        if (DeadLetterContent.Problem(received.Body.Span, letter.Letter) is { } problem)
            return Refusal.Invalid.Problem(problem);
        return Answer(await letters.Change(letter with { Letter = letter.Letter with { Content = received.Body.ToArray() } }, request.HttpContext.RequestAborted), request.HttpContext.Response);
    }

    private static async Task<Results<Ok<DeadLetterJson>, ProblemHttpResult>> Replay(long id, HttpRequest request, IDeadLetterStore letters, DeadLetterReplayer replays)
    {
        if (await letters.Find(Keys.DefaultTenant, id, request.HttpContext.RequestAborted) is not { } letter)
            return NoLetter(id);
        if (letter.State == DeadLetterState.Dismissed)
            return Refusal.Conflict.Problem("The letter was dismissed.");
        if (letter.State == DeadLetterState.Replayed)
            return Answer(letter, request.HttpContext.Response);
        if (await replays.Replay(letter, request.HttpContext.RequestAborted) is not var (replayed, _))
            return Changed();
        return replayed.State == DeadLetterState.Replayed ? Answer(replayed, request.HttpContext.Response) : Refusal.Invalid.Problem($"It still cannot be mapped: {replayed.Letter.Reason}");
    }

    private static async Task<Results<Ok<DeadLetterJson>, ProblemHttpResult>> Dismiss(long id, HttpRequest request, IDeadLetterStore letters)
    {
        if (await letters.Find(Keys.DefaultTenant, id, request.HttpContext.RequestAborted) is not { } letter)
            return NoLetter(id);
        if (request.Headers.IfMatch is { Count: > 0 } match && !Matches(match, letter))
            return Changed();
        if (letter.State == DeadLetterState.Replayed)
            return Refusal.Conflict.Problem("The letter was replayed: its events are in the journal.");
        return Answer(letter.State == DeadLetterState.Dismissed ? letter : await letters.Change(letter with { State = DeadLetterState.Dismissed }, request.HttpContext.RequestAborted), request.HttpContext.Response);
    }

    private static async Task<Ok<ReplayJson>> ReplayOpen(HttpRequest request, DeadLetterReplayer replays) =>
        TypedResults.Ok(await replays.ReplayOpen(QueryParameters.Text(request.Query, "source"), request.HttpContext.RequestAborted));

    private static Results<Ok<DeadLetterJson>, ProblemHttpResult> Answer(DeadLetter? letter, HttpResponse response)
    {
        if (letter is null)
            return Changed();
        Tag(response, letter);
        return TypedResults.Ok(DeadLetterJson.Of(letter));
    }

    private static bool Matches(StringValues match, DeadLetter letter) => match.ToString().Trim() is var seen && (seen == "*" || seen == ETag(letter));

    private static void Tag(HttpResponse response, DeadLetter letter) => response.Headers.ETag = ETag(letter);

    private static string ETag(DeadLetter letter) => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"\"{letter.Version}\"");

    private static ProblemHttpResult NoLetter(long id) => Refusal.NotFound.Problem($"There is no dead letter {id}.");

    private static ProblemHttpResult Changed() => Refusal.PreconditionFailed.Problem("Somebody else changed the letter meanwhile; read it again.");

    private static RouteHandlerBuilder ProducesChangeProblems(this RouteHandlerBuilder route)
    {
        foreach (var status in (int[])[404, 409, 412, 422, 428, 429, 503])
            route.ProducesProblem(status);
        return route;
    }
}
