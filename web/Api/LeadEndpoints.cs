using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Primitives;
using OneLead.Events;
using OneLead.Grains;
using OneLead.Views;
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
    public static void MapLeads(this RouteGroupBuilder api)
    {
        var leads = api.MapGroup("/leads").WithTags("Leads");
        leads.MapGet("", List).WithLeadFilters().WithSummary("Leads that match, a page at a time");
        leads.MapGet("/export", Export).WithLeadFilters().Produces(200, contentType: "text/csv").WithSummary("All leads that match, as CSV");
        leads.MapGet("/{id}", Get).WithSummary("A lead with its explanation; the ETag is its version").ProducesProblem(404);
        leads.MapPost("/{id}/status", SetStatus).WithSummary("Moves a lead: new → contacted → qualified → converted, or rejected with a reason").ProducesCommandProblems();
        leads.MapPost("/{id}/assignment", Assign).WithSummary("Gives a lead to somebody").ProducesCommandProblems();
    }

    private static Ok<PageJson<LeadJson>> List(HttpRequest request, LiveModel live)
    {
        var query = request.Query;
        var sort = QueryParameters.Sort(query, LeadSorts.All.Keys, LeadSorts.Default);
        var state = live.Required.State();
        var page = state.Leads(FilterOf(query), sort, QueryParameters.Cursor(query, sort), QueryParameters.Limit(query));
        return TypedResults.Ok(new PageJson<LeadJson>([.. page.Rows.Select(l => LeadJson.Of(in l, state.Tenant))], page.Next, page.Total));
    }

    private static PushStreamHttpResult Export(HttpRequest request, LiveModel live, TimeProvider clock)
    {
        var query = request.Query;
        var sort = QueryParameters.Sort(query, LeadSorts.All.Keys, LeadSorts.Default);
        var (state, filter) = (live.Required.State(), FilterOf(query));
        return TypedResults.Stream(stream => LeadCsv.Write(stream, state, filter, sort), "text/csv; charset=utf-8", $"leads-{clock.GetUtcNow():yyyy-MM-dd}.csv");
    }

    private static async Task<Results<Ok<LeadDetailJson>, ProblemHttpResult>> Get(string id, LiveModel live, IGrainFactory grains, HttpResponse response)
    {
        if (live.Required.Lead(id) is not { } row || await grains.GetGrain<IAccountGrain>(Keys.Grain(Keys.DefaultTenant, row.AccountId)).Lead(id) is not { } detail)
            return NoLead(id);
        response.Headers.ETag = ETag(detail.Lead);
        return TypedResults.Ok(LeadDetailJson.Of(detail, live.Required.Tenant));
    }

    private static Task<Results<Ok<LeadJson>, ProblemHttpResult>> SetStatus(string id, StatusRequest body, HttpContext http, LiveModel live, IIngest ingest, TimeProvider clock) =>
        body.Status is not { } status
            ? Task.FromResult<Results<Ok<LeadJson>, ProblemHttpResult>>(Refusal.Invalid.Problem($"'status' must be one of {string.Join(", ", Wire.All<LeadStatus>())}."))
            : Command(id, EventKind.LeadStatus, Fields(("status", Wire.Name(status)), ("reason", body.Reason), ("opportunityId", body.OpportunityId), ("note", body.Note), ("by", body.By)), http, live, ingest, clock);

    private static Task<Results<Ok<LeadJson>, ProblemHttpResult>> Assign(string id, AssignmentRequest body, HttpContext http, LiveModel live, IIngest ingest, TimeProvider clock) =>
        Command(id, EventKind.LeadAssignment, Fields(("by", body.By)).With("assignee", string.IsNullOrWhiteSpace(body.Assignee) ? FieldValue.Null : FieldValue.Of(body.Assignee.Trim())), http, live, ingest, clock);

    private static async Task<Results<Ok<LeadJson>, ProblemHttpResult>> Command(
        string id, EventKind kind, EventData data, HttpContext http, LiveModel live, IIngest ingest, TimeProvider clock)
    {
        if (http.Request.Headers.IfMatch is not { Count: > 0 } match)
            return Refusal.PreconditionRequired.Problem("Say with If-Match which version of the lead was seen: the ETag of GET, or its version in quotes.");
        if (!TryVersion(match, out var version))
            return Refusal.PreconditionFailed.Problem("If-Match names no version that this lead ever had.");
        var model = live.Required;
        if (model.Lead(id) is not { } row)
            return NoLead(id);
        if (version is { } seen)
            data = data.With("expectedVersion", FieldValue.Of((decimal)seen));
        if (EventSchema.Check(kind, data) is { Count: > 0 } errors)
            return Refusal.Invalid.Problem(string.Join("; ", errors.Select(e => $"'{e.Field}' {e.Reason}")) + ".");
        var result = await ingest.Command(
            Keys.DefaultTenant, new ChangeEvent(row.AccountId, kind, id, EventSchema.Version, "api", CommandId.Of(http.Request), clock.GetUtcNow(), data), http.RequestAborted);
        if (result is not { Outcome: CommandOutcome.Applied, Lead: { } lead })
            return Refusals.Of(result.Outcome).Problem(result.Reason ?? "The lead is not what the command expected.");
        http.Response.Headers.ETag = ETag(lead);
        return TypedResults.Ok(LeadJson.Of(lead, model.Account(lead.AccountId)?.Name ?? lead.AccountId, model.Tenant));
    }

    internal static LeadFilter FilterOf(IQueryCollection query) => new(
        QueryParameters.Enums<LeadType>(query, "type"), QueryParameters.Enums<Priority>(query, "priority"), StatusesOf(query), QueryParameters.Texts(query, "territory"),
        QueryParameters.Text(query, "account"), QueryParameters.Texts(query, "family", StringComparer.OrdinalIgnoreCase), QueryParameters.Text(query, "text"),
        QueryParameters.Score(query, "minScore"), QueryParameters.Text(query, "assignee"));

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

    private static string ETag(LeadRow lead) => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"\"{lead.Version}\"");

    private static EventData Fields(params (string Name, string? Value)[] fields) =>
        EventData.Of(fields.Where(f => !string.IsNullOrWhiteSpace(f.Value)).Select(f => new EventField(f.Name, FieldValue.Of(f.Value!.Trim()))));

    private static ProblemHttpResult NoLead(string id) => Refusal.NotFound.Problem($"There is no lead '{id}'.");

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
