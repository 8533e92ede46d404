using Microsoft.AspNetCore.Http.HttpResults;
using OneLead.Events;
using OneLead.Rules;
using OneLead.Web.Access;
using OneLead.Web.ReadModel;
using OneLead.Web.Users;

namespace OneLead.Web.Assignment;

/// <summary>The rules by which leads get their owners: draft, preview, publish, go back.</summary>
internal static class AssignmentEndpoints
{
    private const string None = "none";

    public static IServiceCollection AddAssignment(this IServiceCollection services, bool assigns)
    {
        services.AddSingleton<AssignmentStore>();
        if (!assigns)
            return services;
        return services.AddSingleton<Assigner>()
            .AddSingleton<IModelListener>(static s => s.GetRequiredService<Assigner>())
            .AddSingleton<IDirectoryListener>(static s => s.GetRequiredService<Assigner>())
            .AddHostedService(static s => s.GetRequiredService<Assigner>());
    }

    public static void MapAssignment(this RouteGroupBuilder api)
    {
        var assignment = api.MapGroup("/assignment").WithTags("Assignment");
        var rules = assignment.MapGroup("").Needs(Permission.ManageAssignment);
        rules.MapGet("", GetAsync).WithSummary("Returns the rules by which leads get their owners, and their draft");
        rules.MapPut("/draft", PutDraftAsync).Audits(AuditAction.AssignmentDrafted, "assignment").ProducesRuleProblems()
            .WithSummary("Stores the draft; it assigns nothing");
        rules.MapDelete("/draft", DropDraftAsync).Audits(AuditAction.AssignmentDrafted, "assignment").ProducesRuleProblems()
            .WithSummary("Drops the draft");
        rules.MapPost("/publish", PublishAsync).Audits(AuditAction.AssignmentPublished, "assignment")
            .ProducesRuleProblems().ProducesProblem(409)
            .WithSummary("Publishes the draft: open leads that nobody owns are assigned by it from now on");
        rules.MapPost("/preview", PreviewAsync).ChangesNothing().ProducesProblem(422)
            .WithSummary("Returns what rules would do with the open leads that nobody owns; nothing is written");
        rules.MapGet("/versions", ListVersionsAsync).WithSummary("Lists the last published versions, the newest first");
        rules.MapPost("/versions/{version:int}/restore", RestoreAsync).Audits(AuditAction.AssignmentDrafted, "assignment")
            .ProducesRuleProblems().ProducesProblem(404)
            .WithSummary("Makes the rules of a version the draft");
        assignment.MapWorkload();
        assignment.MapHandOver();
    }

    private static async Task<Ok<AssignmentJson>> GetAsync(
        HttpContext http, VisibleModel model, AssignmentStore store, Directories directories, Today today)
    {
        var (document, tag) = await store.ReadAsync(http.RequestAborted);
        return Answer(http, document, tag, People(http, directories, today), model);
    }

    private static Task<Results<Ok<AssignmentJson>, ProblemHttpResult>> PutDraftAsync(
        AssignmentRowsRequest body, HttpContext http, VisibleModel model, AssignmentStore store, Directories directories, Today today,
        TimeProvider clock)
    {
        var people = People(http, directories, today);
        return AssignmentRows.TryRead(body, people, out var rules, out var problems)
            ? ChangeAsync(
                http, model, store, people,
                document => (document with { Draft = new(rules, http.AuthorName(null), clock.GetUtcNow()) }, null))
            : Task.FromResult<Results<Ok<AssignmentJson>, ProblemHttpResult>>(Invalid(problems));
    }

    private static Task<Results<Ok<AssignmentJson>, ProblemHttpResult>> DropDraftAsync(
        HttpContext http, VisibleModel model, AssignmentStore store, Directories directories, Today today) => ChangeAsync(
            http, model, store, People(http, directories, today), static document => (document with { Draft = null }, null));

    private static Task<Results<Ok<AssignmentJson>, ProblemHttpResult>> PublishAsync(
        HttpContext http, VisibleModel model, AssignmentStore store, Directories directories, Today today, TimeProvider clock)
    {
        var people = People(http, directories, today);
        return ChangeAsync(http, model, store, people, document =>
            document.Draft is not { } draft ? (document, Refusal.Conflict.Problem("There is no draft to publish."))
            // A person may have left since it was stored.
            : Problems(draft, people) is { Count: > 0 } problems ? (document, Invalid(problems))
            : (document.Publish(http.AuthorName(null), clock.GetUtcNow()), null));
    }

    private static Task<Results<Ok<AssignmentJson>, ProblemHttpResult>> RestoreAsync(
        int version, HttpContext http, VisibleModel model, AssignmentStore store, Directories directories, Today today,
        TimeProvider clock) => ChangeAsync(
            http, model, store, People(http, directories, today), document => document.Version(version) is { } former
                ? (document with { Draft = new(former.Rules, http.AuthorName(null), clock.GetUtcNow()) }, null)
                : (document, Refusal.NotFound.Problem($"Version {version} is not kept.")));

    private static async Task<Results<Ok<AssignmentPreviewJson>, ProblemHttpResult>> PreviewAsync(
        AssignmentRowsRequest body, HttpContext http, VisibleModel model, AssignmentStore store, Directories directories, Today today)
    {
        var (people, examples) = (People(http, directories, today), QueryParameters.Limit(http.Request.Query));
        if (body.Rows is not null)
            return AssignmentRows.TryRead(body, people, out var rules, out var problems)
                ? TypedResults.Ok(AssignmentPreview.Of(rules, people, model, examples))
                : Invalid(problems);
        var (document, _) = await store.ReadAsync(http.RequestAborted);
        return document.Draft is not { } draft ? Refusal.Invalid.Problem("Send 'rows', or store a draft first.")
            : Problems(draft, people) is { Count: > 0 } late ? Invalid(late)
            : TypedResults.Ok(AssignmentPreview.Of(draft.Rules, people, model, examples));
    }

    private static async Task<Ok<AssignmentVersionsJson>> ListVersionsAsync(
        HttpContext http, AssignmentStore store, Directories directories, Today today)
    {
        var (document, _) = await store.ReadAsync(http.RequestAborted);
        var people = People(http, directories, today);
        return TypedResults.Ok(
            new AssignmentVersionsJson([.. document.Versions.Reverse().Select(v => AssignmentVersionJson.Of(v, people))]));
    }

    /// <summary>The users of the caller's tenant as owners of leads, today.</summary>
    internal static LeadPeople People(HttpContext http, Directories directories, Today today) =>
        new(directories.Of(http.Caller().Tenant), today.Day);

    private static async Task<Results<Ok<AssignmentJson>, ProblemHttpResult>> ChangeAsync(
        HttpContext http, VisibleModel model, AssignmentStore store, LeadPeople people,
        Func<AssignmentDocument, (AssignmentDocument Changed, ProblemHttpResult? Refused)> change)
    {
        var match = http.Request.Headers.IfMatch.ToString();
        if (match.Length == 0)
            return Refusal.PreconditionRequired.Problem("Send If-Match with the ETag of GET assignment.");
        var (document, tag) = await store.ReadAsync(http.RequestAborted);
        if (match != ETag(tag))
            return Changed();
        var (changed, refused) = change(document);
        if (refused is not null)
            return refused;
        return await store.WriteAsync(changed, tag, http.RequestAborted) is { } written
            ? Answer(http, changed, written, people, model)
            : Changed();
    }

    private static ProblemHttpResult Changed() =>
        Refusal.PreconditionFailed.Problem("Somebody else has changed the rules or their draft. Read them again.");

    private static Ok<AssignmentJson> Answer(
        HttpContext http, AssignmentDocument document, string? tag, LeadPeople people, VisibleModel model)
    {
        http.Response.Headers.ETag = ETag(tag);
        return TypedResults.Ok(new AssignmentJson(
            document.Published is { } published ? AssignmentVersionJson.Of(published, people) : null,
            document.Draft is { } draft
                ? new([.. draft.Rules.Rows.Select(r => AssignmentRowJson.Of(r, people))], draft.By, draft.At.ToUniversalTime())
                : null,
            AssignmentRound.Unowned(model.State()).Count));
    }

    private static string ETag(string? tag) => $"\"{tag ?? None}\"";

    private static List<AssignmentProblemJson> Problems(AssignmentDraft draft, LeadPeople people) =>
        [.. AssignmentCheck.Problems(draft.Rules, people.People).Select(AssignmentProblemJson.Of)];

    private static ProblemHttpResult Invalid(IReadOnlyList<AssignmentProblemJson> problems) => Refusal.Invalid.Problem(
        $"Row {problems[0].Row}, {problems[0].Field}: {problems[0].Message}", ("errors", problems.ToArray()));

    private static RouteHandlerBuilder ProducesRuleProblems(this RouteHandlerBuilder route)
    {
        foreach (var status in (int[])[412, 422, 428])
            route.ProducesProblem(status);
        return route;
    }
}
