using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Primitives;
using OneLead.Events;
using OneLead.Sources.Admission;
using OneLead.Sources.Http;
using OneLead.Sources.Metrics;
using OneLead.Storage;

namespace OneLead.Sources.DeadLetters;

/// <summary>/dead-letters: list, read, correct, replay and dismiss records that could not be mapped.</summary>
internal static class DeadLetterEndpoints
{
    private const int MaxBytes = 4 << 20;
    private const string Object = "dead_letter";

    private static readonly Sort ById = new("id", false);

    public static IServiceCollection AddDeadLetters(this IServiceCollection services) => services
        .AddSingleton<DeadLetterReplayer>()
        .AddGauges<DeadLetterGauges>();

    public static void MapDeadLetters(this RouteGroupBuilder api)
    {
        var letters = api.MapGroup("/dead-letters").WithTags("Dead letters").Needs(Permission.ReadOperations);
        var changes = letters.MapGroup("").Needs(Permission.Operate);
        letters.MapGet("", ListAsync)
            .WithSummary("Lists records that could not be mapped, oldest first")
            .WithListParameters(null, ("source", "Only of this source"), ("state", "open, replayed, dismissed"))
            .ProducesProblem(400);
        letters.MapGet("/{id:long}", GetAsync)
            .WithSummary("Gets a dead letter with its record; the ETag is its version")
            .ProducesProblem(404);
        changes.MapPut("/{id:long}", CorrectAsync).Audits(AuditAction.DeadLetterCorrected, Object)
            .WithSummary("Corrects the record of a dead letter; requires If-Match")
            .Accepts<JsonElement>("application/json")
            .ProducesChangeProblems();
        changes.MapPost("/{id:long}/replay", ReplayAsync).Audits(AuditAction.DeadLetterReplayed, Object)
            .WithSummary("Maps a dead letter again with the current mapping; a second replay adds nothing")
            .ProducesChangeProblems();
        changes.MapDelete("/{id:long}", DismissAsync).Audits(AuditAction.DeadLetterDismissed, Object)
            .WithSummary("Dismisses a dead letter; it stays in the list")
            .ProducesChangeProblems();
        changes.MapPost("/replay", ReplayOpenAsync).Audits(AuditAction.DeadLettersReplayed, Object)
            .WithSummary("Maps all open dead letters again")
            .WithListParameters(null, ("source", "Only of this source"))
            .ProducesProblem(429).ProducesProblem(503);
    }

    private static async Task<Ok<PageJson<DeadLetterJson>>> ListAsync(HttpRequest request, IDeadLetterStore letters)
    {
        var (query, cancellation) = (request.Query, request.HttpContext.RequestAborted);
        var (source, state, limit) = (QueryParameters.Text(query, "source"), State(query), QueryParameters.Limit(query));
        var after = QueryParameters.Cursor(query, ById)?.Number ?? 0;
        var rows = await letters.ListAsync(Keys.DefaultTenant, source, state, after, limit + 1, cancellation);
        var counts = await letters.CountAsync(Keys.DefaultTenant, cancellation);
        var total = counts.Where(c => (source is null || c.Source == source) && (state is null || c.State == state)).Sum(c => c.Count);
        var next = rows.Length > limit ? Cursor.Write(ById, new Http.SortKey(false, rows[limit - 1].Id, "", "")) : null;
        return TypedResults.Ok(new PageJson<DeadLetterJson>(
            [.. rows.Take(limit).Select(DeadLetterJson.Of)], next, (int)Math.Min(total, int.MaxValue)));
    }

    private static async Task<Results<Ok<DeadLetterDetailJson>, ProblemHttpResult>> GetAsync(
        long id, IDeadLetterStore letters, HttpResponse response, CancellationToken cancellation)
    {
        if (await letters.FindAsync(Keys.DefaultTenant, id, cancellation) is not { } letter)
            return NotFound(id);
        response.Headers.ETag = ETag(letter);
        return TypedResults.Ok(new DeadLetterDetailJson(
            DeadLetterJson.Of(letter), JsonElement.Parse(DeadLetterContent.Readable(letter.Letter))));
    }

    private static async Task<Results<Ok<DeadLetterJson>, ProblemHttpResult>> CorrectAsync(
        long id, HttpRequest request, AdmissionControl admission, IDeadLetterStore letters)
    {
        if (!request.HasJsonContentType())
            return Refusal.UnsupportedMedia.Problem("A record must be application/json.");
        if (request.Headers.IfMatch is not { Count: > 0 } match)
            return Refusal.PreconditionRequired.Problem("Send the letter's ETag from GET in If-Match.");
        using var admitted = await admission.AdmitAsync(request, MaxBytes);
        if (admitted.Refused is { } refused)
            return refused;
        var cancellation = request.HttpContext.RequestAborted;
        if (await letters.FindAsync(Keys.DefaultTenant, id, cancellation) is not { } letter)
            return NotFound(id);
        if (!Matches(match, letter))
            return Changed();
        if (letter.State != DeadLetterState.Open)
            return Refusal.Conflict.Problem($"The letter is already {Wire.Name(letter.State)}.");
        if (DeadLetterContent.ErrorIn(admitted.Body, letter.Letter) is { } error)
            return Refusal.Invalid.Problem(error);
        request.HttpContext.Audit().Of(null, Name(letter)).Changed(Record(letter.Letter.Content), Record(admitted.Body.ToArray()));
        var corrected = letter with { Letter = letter.Letter with { Content = admitted.Body.ToArray() } };
        return Answer(await letters.UpdateAsync(corrected, cancellation), request.HttpContext.Response);
    }

    private static async Task<Results<Ok<DeadLetterJson>, ProblemHttpResult>> ReplayAsync(
        long id, HttpRequest request, IDeadLetterStore letters, DeadLetterReplayer replayer)
    {
        var (response, cancellation) = (request.HttpContext.Response, request.HttpContext.RequestAborted);
        if (await letters.FindAsync(Keys.DefaultTenant, id, cancellation) is not { } letter)
            return NotFound(id);
        if (letter.State == DeadLetterState.Dismissed)
            return Refusal.Conflict.Problem("The letter was dismissed.");
        if (letter.State == DeadLetterState.Replayed)
            return Unchanged(letter, request);
        request.HttpContext.Audit().Of(null, Name(letter));
        if (await replayer.ReplayAsync(letter, cancellation) is not var (replayed, _))
            return Changed();
        return replayed.State == DeadLetterState.Replayed
            ? Answer(replayed, response)
            : Refusal.Invalid.Problem($"The letter still cannot be mapped: {replayed.Letter.Reason}");
    }

    private static async Task<Results<Ok<DeadLetterJson>, ProblemHttpResult>> DismissAsync(
        long id, HttpRequest request, IDeadLetterStore letters)
    {
        var (response, cancellation) = (request.HttpContext.Response, request.HttpContext.RequestAborted);
        if (await letters.FindAsync(Keys.DefaultTenant, id, cancellation) is not { } letter)
            return NotFound(id);
        if (request.Headers.IfMatch is { Count: > 0 } match && !Matches(match, letter))
            return Changed();
        if (letter.State == DeadLetterState.Replayed)
            return Refusal.Conflict.Problem("The letter was replayed; its events are in the journal.");
        if (letter.State == DeadLetterState.Dismissed)
            return Unchanged(letter, request);
        request.HttpContext.Audit().Of(null, Name(letter)).With(("reason", FieldValue.Of(letter.Letter.Reason)));
        return Answer(await letters.UpdateAsync(letter with { State = DeadLetterState.Dismissed }, cancellation), response);
    }

    private static async Task<Ok<ReplayJson>> ReplayOpenAsync(HttpRequest request, DeadLetterReplayer replayer)
    {
        var source = QueryParameters.Text(request.Query, "source");
        request.HttpContext.Audit().With(("source", source is null ? FieldValue.Null : FieldValue.Of(source)));
        return TypedResults.Ok(await replayer.ReplayOpenAsync(source, request.HttpContext.RequestAborted));
    }

    private static string Name(DeadLetter letter) => $"{letter.Letter.Source} {letter.Letter.Entity}".TrimEnd();

    // Not every record is an object.
    private static EventData? Record(byte[] content)
    {
        try { return EventData.Parse(content); }
        catch (JsonException) { return null; }
    }

    private static DeadLetterState? State(IQueryCollection query) =>
        QueryParameters.Text(query, "state") is not { } text ? null
        : Wire.TryParse<DeadLetterState>(text, out var state) ? state
        : throw QueryParameters.Bad("state", $"one of {string.Join(", ", Wire.All<DeadLetterState>())}");

    private static Results<Ok<DeadLetterJson>, ProblemHttpResult> Answer(DeadLetter? letter, HttpResponse response)
    {
        if (letter is null)
            return Changed();
        response.Headers.ETag = ETag(letter);
        return TypedResults.Ok(DeadLetterJson.Of(letter));
    }

    private static Results<Ok<DeadLetterJson>, ProblemHttpResult> Unchanged(DeadLetter letter, HttpRequest request)
    {
        request.HttpContext.Audit().Nothing();
        return Answer(letter, request.HttpContext.Response);
    }

    private static bool Matches(StringValues match, DeadLetter letter) =>
        match.ToString().Trim() is var seen && (seen == "*" || seen == ETag(letter));

    private static string ETag(DeadLetter letter) => string.Create(CultureInfo.InvariantCulture, $"\"{letter.Version}\"");

    private static ProblemHttpResult NotFound(long id) => Refusal.NotFound.Problem($"There is no dead letter {id}.");

    private static ProblemHttpResult Changed() =>
        Refusal.PreconditionFailed.Problem("The letter was changed by somebody else. Read it again.");

    private static RouteHandlerBuilder ProducesChangeProblems(this RouteHandlerBuilder route)
    {
        foreach (var status in (int[])[404, 409, 412, 422, 428, 429, 503])
            route.ProducesProblem(status);
        return route;
    }
}
