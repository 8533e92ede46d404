using System.Globalization;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Primitives;
using OneLead.Web.Access;
using OneLead.Web.Middleware;
using OneLead.Web.ReadModel;

namespace OneLead.Web.Leads;

/// <summary>Commands on leads: one with If-Match, or many in a batch.</summary>
internal static class LeadCommandEndpoints
{
    private const int MaxCommands = 500;
    private const int MaxParallelLeads = 64;

    public static void MapLeadCommands(this RouteGroupBuilder leads)
    {
        leads = leads.MapGroup("").Needs(Permission.WorkLeads).LeavesEvents();
        leads.MapPost("/{id}/status", SetStatusAsync).ProducesCommandProblems()
            .WithSummary("Sets the status: new → contacted → qualified → converted, or rejected with a reason");
        leads.MapPost("/{id}/assignment", AssignAsync).ProducesCommandProblems().WithSummary("Assigns the lead, or unassigns it");
        leads.MapPost("/{id}/snooze", SnoozeAsync).ProducesCommandProblems().WithSummary("Snoozes the lead until a day, or wakes it");
        leads.MapPost("/{id}/notes", NoteAsync).ProducesCommandProblems().WithSummary("Adds a note to the lead");
        leads.MapPost("/{id}/undo", UndoAsync).ProducesCommandProblems()
            .WithSummary("Undoes the last command, within ten minutes and by the same caller");
        leads.MapPost("/commands", ExecuteBatchAsync).ProducesProblem(422).ProducesProblem(429).ProducesProblem(503)
            .WithSummary("Executes up to 500 commands; each is applied or refused on its own");
    }

    private static Task<Results<Ok<LeadJson>, ProblemHttpResult>> SetStatusAsync(
        string id, StatusRequest body, HttpContext http, VisibleModel model, LeadCommandHandler handler, IdempotencyKeys keys)
    {
        if (body.Status is { } status)
            return ExecuteAsync(
                id, LeadAction.Status(status, body.Reason, body.OpportunityId, body.Note, http.AuthorName(body.By)),
                http, model, handler, keys);
        Results<Ok<LeadJson>, ProblemHttpResult> problem =
            Refusal.Invalid.Problem($"'status' must be one of {string.Join(", ", Wire.All<LeadStatus>())}.");
        return Task.FromResult(problem);
    }

    private static Task<Results<Ok<LeadJson>, ProblemHttpResult>> AssignAsync(
        string id, AssignmentRequest body, HttpContext http, VisibleModel model, LeadCommandHandler handler, IdempotencyKeys keys) =>
        ExecuteAsync(id, LeadAction.Assign(body.Assignee, http.AuthorName(body.By)), http, model, handler, keys);

    private static Task<Results<Ok<LeadJson>, ProblemHttpResult>> SnoozeAsync(
        string id, SnoozeRequest body, HttpContext http, VisibleModel model, LeadCommandHandler handler, IdempotencyKeys keys) =>
        ExecuteAsync(id, LeadAction.Snooze(body.Until, http.AuthorName(body.By)), http, model, handler, keys);

    private static Task<Results<Ok<LeadJson>, ProblemHttpResult>> NoteAsync(
        string id, NoteRequest body, HttpContext http, VisibleModel model, LeadCommandHandler handler, IdempotencyKeys keys) =>
        ExecuteAsync(id, LeadAction.Note(body.Note, http.AuthorName(body.By)),
                http, model, handler, keys);

    private static Task<Results<Ok<LeadJson>, ProblemHttpResult>> UndoAsync(
        string id, LeadUndoRequest? body, HttpContext http, VisibleModel model, LeadCommandHandler handler, IdempotencyKeys keys) =>
        ExecuteAsync(id, LeadAction.Undo(http.AuthorName(body?.By)), http, model, handler, keys, needsMatch: false);

    private static async Task<Results<Ok<LeadJson>, ProblemHttpResult>> ExecuteAsync(
        string id, LeadAction action, HttpContext http, VisibleModel model, LeadCommandHandler handler, IdempotencyKeys keys,
        bool needsMatch = true)
    {
        var match = http.Request.Headers.IfMatch;
        if (match.Count == 0 && needsMatch)
            return Refusal.PreconditionRequired.Problem("Send If-Match with the lead's version: the ETag of GET, or * for any.");
        int? version = null;
        if (match.Count > 0 && !TryReadVersion(match, out version))
            return Refusal.PreconditionFailed.Problem("If-Match is not a version of this lead.");
        var commandId = await keys.ClaimAsync(
            http, $"/api/v1/leads/{id}/{LastSegment(http.Request)}", $"{version} {action}", http.RequestAborted);
        var last = new LastRow();
        var (lead, problem) = await handler.ExecuteAsync(
            model, id, action, version, commandId, http.Author(), last, http.RequestAborted);
        http.RememberSequence(last.Sequence);
        if (lead is null)
            return problem!;
        http.Response.Headers.ETag = LeadCommandHandler.ETag(lead);
        return TypedResults.Ok(LeadCommandHandler.Json(lead, model));
    }

    private static async Task<Results<Ok<LeadCommandResultsJson>, ProblemHttpResult>> ExecuteBatchAsync(
        LeadCommands body, HttpContext http, VisibleModel model, LeadCommandHandler handler, IdempotencyKeys keys)
    {
        if (body.Commands is not { Count: > 0 and <= MaxCommands } commands)
            return Refusal.Invalid.Problem($"'commands' must hold 1 to {MaxCommands} commands.");
        if (commands.Any(c => c is null))
            return Refusal.Invalid.Problem("'commands' must hold commands, not null.");
        // The author of a command would else come before that of the batch.
        if (http.AuthorName(null) is { } author)
            (body, commands) = (body with { By = author }, [.. commands.Select(c => c with { By = author })]);
        var (results, last) = (new LeadCommandResultJson[commands.Count], new LastRow());
        var key = await keys.ClaimAsync(
            http, "/api/v1/leads/commands", string.Join('\n', commands.Select(c => LeadCommandHandler.Describe(c, body.By))),
            http.RequestAborted);
        // Commands on one lead run in order; leads run in parallel, so their rows share commits.
        var byLead = commands.Select((command, index) => (command, index)).GroupBy(c => c.command.Id ?? "", StringComparer.Ordinal);
        var parallelism = new ParallelOptions { MaxDegreeOfParallelism = MaxParallelLeads, CancellationToken = http.RequestAborted };
        await Parallel.ForEachAsync(byLead, parallelism, async (lead, cancellation) =>
        {
            foreach (var (command, index) in lead)
                results[index] = await handler.ExecuteAsync(
                    model, command, body.By, $"{key}:{index}", http.Author(), last, cancellation);
        });
        http.RememberSequence(last.Sequence);
        var succeeded = results.Count(r => r.Ok);
        return TypedResults.Ok(new LeadCommandResultsJson(results, succeeded, results.Length - succeeded));
    }

    private static string LastSegment(HttpRequest request) =>
        request.Path.Value!.TrimEnd('/').Split('/')[^1].ToLowerInvariant();

    // "*" matches any version and skips the check.
    private static bool TryReadVersion(StringValues match, out int? version)
    {
        version = null;
        var text = match.ToString().Trim();
        if (text == "*")
            return true;
        if (text.Length > 2 && text[0] == '"' && text[^1] == '"'
            && int.TryParse(text.AsSpan(1, text.Length - 2), NumberStyles.None, CultureInfo.InvariantCulture, out var number))
            version = number;
        return version is not null;
    }

    private static RouteHandlerBuilder ProducesCommandProblems(this RouteHandlerBuilder route)
    {
        foreach (var status in (int[])[404, 409, 412, 422, 428, 429, 503])
            route.ProducesProblem(status);
        return route;
    }
}
