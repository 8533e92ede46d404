using Microsoft.AspNetCore.Http.HttpResults;
using OneLead.Events;
using OneLead.Views;
using OneLead.Web.Access;
using OneLead.Web.Leads;
using OneLead.Web.Middleware;
using OneLead.Web.ReadModel;
using OneLead.Web.Users;

namespace OneLead.Web.Assignment;

/// <summary>The body of POST assignment/hand-over and its preview.</summary>
/// <param name="From">The id of the user whose open leads are handed over.</param>
/// <param name="To">The id of the user who gets them; null: the deputy of the last absence.</param>
public sealed record HandOverRequest(string? From, string? To);

/// <summary>What a hand-over would do.</summary>
/// <param name="Leads">The open leads that would get another owner.</param>
/// <param name="NotSeen">Those that stay, because the other person does not see their accounts.</param>
public sealed record HandOverPreviewJson(string From, string To, int Leads, int NotSeen);

/// <summary>What a hand-over did.</summary>
/// <param name="Failed">Those that somebody else changed at the same time.</param>
public sealed record HandOverJson(string From, string To, int Moved, int NotSeen, int Failed);

/// <summary>Hands the open leads of a person over to another one.</summary>
internal static class HandOverEndpoints
{
    private const int MaxParallel = 32;

    public static void MapHandOver(this RouteGroupBuilder assignment)
    {
        var handOver = assignment.MapGroup("/hand-over").Needs(Permission.WorkLeads)
            .ProducesProblem(403).ProducesProblem(404).ProducesProblem(422);
        handOver.MapPost("/preview", Preview).ChangesNothing().WithSummary("Counts the open leads that a hand-over would move");
        handOver.MapPost("", HandOverAsync).Audits(AuditAction.LeadsHandedOver, "user").ProducesProblem(503)
            .WithSummary("Gives the open leads of a person to another one; by an administrator, or by the person");
    }

    private static Results<Ok<HandOverPreviewJson>, ProblemHttpResult> Preview(
        HandOverRequest body, HttpContext http, VisibleModel model, Directories directories, Today today)
    {
        var people = AssignmentEndpoints.People(http, directories, today);
        if (Find(body, http, people, out var from, out var to) is { } refused)
            return refused;
        var (leads, notSeen) = LeadsOf(from, to, people, model);
        return TypedResults.Ok(new HandOverPreviewJson(people.NameOf(from), people.NameOf(to), leads.Count, notSeen));
    }

    private static async Task<Results<Ok<HandOverJson>, ProblemHttpResult>> HandOverAsync(
        HandOverRequest body, HttpContext http, VisibleModel model, Directories directories, Today today, LeadCommandHandler handler,
        IdempotencyKeys keys)
    {
        var people = AssignmentEndpoints.People(http, directories, today);
        if (Find(body, http, people, out var from, out var to) is { } refused)
            return refused;
        var key = await keys.ClaimAsync(http, "/api/v1/assignment/hand-over", $"{from.Id} {to.Id}", http.RequestAborted);
        var (leads, notSeen) = LeadsOf(from, to, people, model);
        var (action, last, moved) = (LeadAction.Assign(people.NameOf(to), http.AuthorName(null)), new LastRow(), 0);
        var parallelism = new ParallelOptions { MaxDegreeOfParallelism = MaxParallel, CancellationToken = http.RequestAborted };
        await Parallel.ForEachAsync(leads, parallelism, async (lead, cancellation) =>
        {
            var (after, _) = await handler.ExecuteAsync(
                model, lead.Id, action, lead.Version, $"{key}:{lead.Id}", http.Author(), last, cancellation);
            if (after is not null)
                Interlocked.Increment(ref moved);
        });
        http.RememberSequence(last.Sequence);
        http.Audit().Of(from.Id, from.Name).With(("to", FieldValue.Of(to.Name)), ("leads", FieldValue.Of((decimal)moved)));
        return TypedResults.Ok(new HandOverJson(people.NameOf(from), people.NameOf(to), moved, notSeen, leads.Count - moved));
    }

    // Says why not, or whose leads go to whom.
    private static ProblemHttpResult? Find(HandOverRequest body, HttpContext http, LeadPeople people, out User from, out User to)
    {
        var caller = http.Caller();
        (from, to) = (null!, null!);
        if (people.Find(body.From) is not { } owner)
            return Refusal.NotFound.Problem($"There is no user '{body.From}'.");
        if (caller.Id != owner.Id && !caller.May(Permission.ManageAssignment))
            return Refusal.NotAllowed.Problem("People hand over their own leads. Those of others are handed over by administrators.");
        if ((body.To ?? owner.Absence?.Deputy) is not { } id)
            return Refusal.Invalid.Problem($"Name the person who gets the leads in 'to': {owner.DisplayName} has no deputy.");
        if (people.Find(id) is not { WorksLeads: true } other || other.Id == owner.Id)
            return Refusal.Invalid.Problem("'to' must be another user who works leads.");
        (from, to) = (owner, other);
        return null;
    }

    private static (List<LeadRow> Leads, int NotSeen) LeadsOf(User from, User to, LeadPeople people, VisibleModel model)
    {
        var (leads, notSeen) = (new List<LeadRow>(), 0);
        foreach (ref readonly var lead in model.State().Leads)
        {
            if (!lead.IsOpen || lead.Row.Assignee is not { } name || people.OwnerOf(name) != from)
                continue;
            if (people.Sees(to.Id, model.Account(lead.Row.AccountId)))
                leads.Add(lead.Row);
            else
                notSeen++;
        }
        return (leads, notSeen);
    }
}
