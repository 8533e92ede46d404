using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Primitives;
using OneLead.Grains;
using OneLead.Web.Export;
using OneLead.Web.Pages;
using OneLead.Web.ReadModel;

namespace OneLead.Web.Api;

/// <summary>The body of POST leads/{id}/status.</summary>
/// <param name="Reason">Required to reject.</param>
public sealed record StatusRequest(LeadStatus? Status, string? Reason, string? OpportunityId, string? Note, string? By);

/// <summary>The body of POST leads/{id}/assignment; null takes the lead from whoever has it.</summary>
public sealed record AssignmentRequest(string? Assignee, string? By);

/// <summary>Leads: the work list, one lead with its explanation, commands on it.</summary>
internal static class LeadEndpoints
{
    private const int MaxCommands = 500;
    private const int AtOnce = 64;

    public static void MapLeads(this RouteGroupBuilder api)
    {
        var leads = api.MapGroup("/leads").WithTags("Leads");
        leads.MapGet("", List).WithLeadFilters().WithSummary("Leads that match, a page at a time");
        leads.MapGet("/export", Export).WithLeadFilters().Produces(200, contentType: "text/csv").WithSummary("All leads that match, as CSV or XLSX");
        leads.MapGet("/{id}", Get).WithSummary("A lead with its explanation; the ETag is its version").ProducesProblem(404);
        leads.MapPost("/{id}/status", SetStatus).WithSummary("Moves a lead: new → contacted → qualified → converted, or rejected with a reason").ProducesCommandProblems();
        leads.MapPost("/{id}/assignment", Assign).WithSummary("Gives a lead to somebody").ProducesCommandProblems();
        leads.MapPost("/{id}/snooze", Snooze).WithSummary("Puts a lead off until a day, or wakes it").ProducesCommandProblems();
        leads.MapPost("/{id}/notes", Note).WithSummary("Notes something on a lead").ProducesCommandProblems();
        leads.MapPost("/{id}/undo", Undo).WithSummary("Takes back the last step, within ten minutes and by the same caller").ProducesCommandProblems();
        leads.MapPost("/commands", Commands).WithSummary("Up to 500 commands at once; each is applied or refused on its own").ProducesProblem(422).ProducesProblem(429).ProducesProblem(503);
    }

    private static Ok<PageJson<LeadJson>> List(HttpRequest request, LiveModel live)
    {
        var query = request.Query;
        var sort = QueryParameters.Sort(query, LeadSorts.All.Keys, LeadSorts.Default);
        var state = live.Required.State();
        var page = state.Leads(FilterOf(query, state.Tenant.AsOf), sort, QueryParameters.Cursor(query, sort), QueryParameters.Limit(query));
        return TypedResults.Ok(new PageJson<LeadJson>([.. page.Rows.Select(l => LeadJson.Of(in l, state.Tenant))], page.Next, page.Total));
    }

    private static IResult Export(HttpRequest request, LiveModel live, TimeProvider clock)
    {
        var (query, state) = (request.Query, live.Required.State());
        var sort = QueryParameters.Sort(query, LeadSorts.All.Keys, LeadSorts.Default);
        var filter = FilterOf(query, state.Tenant.AsOf);
        return TableExport.Of(
            TableFormats.Of(query), string.Create(System.Globalization.CultureInfo.InvariantCulture, $"leads-{clock.GetUtcNow():yyyy-MM-dd}"), table => LeadRows.Write(table, state, filter, sort));
    }

    private static async Task<Results<Ok<LeadDetailJson>, ProblemHttpResult>> Get(string id, LiveModel live, IGrainFactory grains, ILeadHistory history, HttpResponse response)
    {
        if (live.Required.Lead(id) is not { } row || await grains.GetGrain<IAccountGrain>(Keys.Grain(Keys.DefaultTenant, row.AccountId)).Lead(id) is not { } detail)
            return NoLead(id);
        response.Headers.ETag = LeadCommander.ETag(detail.Lead);
        return TypedResults.Ok(LeadDetailJson.Of(detail, live.Required.Tenant, await history.Of(Keys.DefaultTenant, detail.Lead.AccountId, id)));
    }

    private static Task<Results<Ok<LeadJson>, ProblemHttpResult>> SetStatus(string id, StatusRequest body, HttpContext http, LeadCommander commander) =>
        body.Status is not { } status
            ? Task.FromResult<Results<Ok<LeadJson>, ProblemHttpResult>>(Refusal.Invalid.Problem($"'status' must be one of {string.Join(", ", Wire.All<LeadStatus>())}."))
            : Command(id, LeadAction.Status(status, body.Reason, body.OpportunityId, body.Note, body.By), http, commander);

    private static Task<Results<Ok<LeadJson>, ProblemHttpResult>> Assign(string id, AssignmentRequest body, HttpContext http, LeadCommander commander) =>
        Command(id, LeadAction.Assign(body.Assignee, body.By), http, commander);

    private static Task<Results<Ok<LeadJson>, ProblemHttpResult>> Snooze(string id, SnoozeRequest body, HttpContext http, LeadCommander commander) =>
        Command(id, LeadAction.Snooze(body.Until, body.By), http, commander);

    private static Task<Results<Ok<LeadJson>, ProblemHttpResult>> Note(string id, NoteRequest body, HttpContext http, LeadCommander commander) =>
        Command(id, LeadAction.Note(body.Note, body.By), http, commander);

    private static Task<Results<Ok<LeadJson>, ProblemHttpResult>> Undo(string id, LeadUndoRequest? body, HttpContext http, LeadCommander commander) =>
        Command(id, LeadAction.Undo(body?.By), http, commander, needsMatch: false);

    private static async Task<Results<Ok<LeadJson>, ProblemHttpResult>> Command(string id, LeadAction step, HttpContext http, LeadCommander commander, bool needsMatch = true)
    {
        var match = http.Request.Headers.IfMatch;
        if (match.Count == 0 && needsMatch)
            return Refusal.PreconditionRequired.Problem("Say with If-Match which version of the lead was seen: the ETag of GET, or its version in quotes.");
        int? version = null;
        if (match.Count > 0 && !TryVersion(match, out version))
            return Refusal.PreconditionFailed.Problem("If-Match names no version that this lead ever had.");
        var (lead, problem) = await commander.Do(id, step, version, CommandId.Of(http.Request), http.RequestAborted);
        if (lead is null)
            return problem!;
        http.Response.Headers.ETag = LeadCommander.ETag(lead);
        return TypedResults.Ok(commander.Json(lead));
    }

    private static async Task<Results<Ok<LeadCommandResultsJson>, ProblemHttpResult>> Commands(LeadCommands body, HttpContext http, LeadCommander commander)
    {
        if (body.Commands is not { Count: > 0 and <= MaxCommands } commands)
            return Refusal.Invalid.Problem($"'commands' must hold 1 to {MaxCommands} commands.");
        var results = new LeadCommandResultJson[commands.Count];
        var id = CommandId.Of(http.Request);
        // Those on one lead in their order, others beside each other: their rows share commits.
        var byLead = commands.Select((command, index) => (command, index)).GroupBy(c => c.command.Id ?? "", StringComparer.Ordinal);
        await Parallel.ForEachAsync(byLead, new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = http.RequestAborted }, async (lead, cancellation) =>
        {
            foreach (var (command, index) in lead)
                results[index] = await commander.Do(command, body.By, $"{id}:{index}", cancellation);
        });
        var done = results.Count(r => r.Ok);
        return TypedResults.Ok(new LeadCommandResultsJson(results, done, results.Length - done));
    }

    internal static LeadFilter FilterOf(IQueryCollection query, DateOnly today) => new(
        QueryParameters.Enums<LeadType>(query, "type"), QueryParameters.Enums<Priority>(query, "priority"), StatusesOf(query), QueryParameters.Texts(query, "territory"),
        QueryParameters.Text(query, "account"), QueryParameters.Texts(query, "family", StringComparer.OrdinalIgnoreCase), QueryParameters.Text(query, "text"),
        QueryParameters.Score(query, "minScore"), QueryParameters.Text(query, "assignee"), QueryParameters.Flag(query, "snoozed"), today);

    private static System.Collections.Frozen.FrozenSet<LeadStatus>? StatusesOf(IQueryCollection query) => QueryParameters.Text(query, "status") switch
    {
        null or "open" => null,
        "all" => System.Collections.Frozen.FrozenSet.ToFrozenSet(Enum.GetValues<LeadStatus>()),
        _ => QueryParameters.Enums<LeadStatus>(query, "status"),
    };

    // "*" matches any version and leaves the check out.
    private static bool TryVersion(StringValues match, out int? version)
    {
        version = null;
        var text = match.ToString().Trim();
        if (text == "*")
            return true;
        if (text.Length > 2 && text[0] == '"' && text[^1] == '"' && int.TryParse(text.AsSpan(1, text.Length - 2), System.Globalization.NumberStyles.None, null, out var number))
            version = number;
        return version is not null;
    }

    private static ProblemHttpResult NoLead(string id) => LeadCommander.NoLead(id);

    private static void ProducesCommandProblems(this RouteHandlerBuilder route)
    {
        foreach (var status in (int[])[404, 409, 412, 422, 428, 429, 503])
            route.ProducesProblem(status);
    }
}

/// <summary>The identity of a command: the caller's Idempotency-Key, so a repeat is not applied twice, else one of its own.</summary>
internal static class CommandId
{
    public static string Of(HttpRequest request) =>
        request.Headers["Idempotency-Key"].ToString() is { Length: > 0 and <= 200 } key
            ? $"key:{request.Path}:{key}"
            : "once:" + System.Security.Cryptography.RandomNumberGenerator.GetHexString(32, lowercase: true);
}
