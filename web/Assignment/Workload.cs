using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;
using OneLead.Rules;
using OneLead.Web.Api;
using OneLead.Web.Leads;
using OneLead.Web.ReadModel;
using OneLead.Web.Users;

namespace OneLead.Web.Assignment;

/// <summary>Open leads by priority.</summary>
public sealed record PriorityCountsJson(int Critical, int High, int Medium, int Low);

/// <summary>The lead that has waited longest for its owner: its status is new, and it has no note.</summary>
/// <param name="Since">When it was assigned for the first time.</param>
public sealed record UntouchedLeadJson(string Id, DateTimeOffset Since);

/// <summary>The work of a person, as far as the caller sees the leads.</summary>
/// <param name="Id">The id of the user; null for a name that no user has, or more than one.</param>
/// <param name="Value">The sum of the highest estimates; each item and contract counts once, with its greatest lead.</param>
/// <param name="Capacity">The most open leads at which the published rules still give the person leads; null: they set no limit.</param>
/// <param name="Absence">The current or next absence; null without one.</param>
public sealed record WorkloadPersonJson(
    string? Id, string Name, int Open, PriorityCountsJson Priorities, SumJson Value, UntouchedLeadJson? OldestUntouched, int? Capacity,
    bool IsAbsent, AbsenceJson? Absence);

/// <summary>The work of each person who works leads or has some, by name.</summary>
/// <param name="Unowned">The number of open leads that nobody owns.</param>
public sealed record WorkloadJson(IReadOnlyList<WorkloadPersonJson> Items, int Unowned);

/// <summary>How many leads each person has.</summary>
internal static class WorkloadEndpoint
{
    public static void MapWorkload(this RouteGroupBuilder assignment) => assignment.MapGet("/workload", GetAsync)
        .Needs(Permission.WorkLeads).WithSummary("Returns the open leads of each person, of the accounts that the caller sees");

    private static async Task<Ok<WorkloadJson>> GetAsync(
        HttpContext http, VisibleModel model, AssignmentStore store, Directories directories, Today today, IOptions<WebOptions> options)
    {
        var people = AssignmentEndpoints.People(http, directories, today);
        var (document, _) = await store.ReadAsync(http.RequestAborted);
        return TypedResults.Ok(Of(model.State(), people, document.Published?.Rules, options.Value.Currency));
    }

    internal static WorkloadJson Of(ModelState state, LeadPeople people, AssignmentRules? rules, string currency)
    {
        var (work, unowned) = (new Dictionary<string, Work>(StringComparer.OrdinalIgnoreCase), 0);
        foreach (var user in people.Users.Where(static u => u.WorksLeads))
            work.Add(people.NameOf(user), new Work());
        foreach (ref readonly var lead in state.Leads)
        {
            if (!lead.IsOpen)
                continue;
            if (lead.Row.Assignee is not { } name)
            {
                unowned++;
                continue;
            }
            if (people.OwnerOf(name) is { } owner)
                name = people.NameOf(owner);
            if (!work.TryGetValue(name, out var of))
                work.Add(name, of = new Work());
            of.Add(in lead);
        }
        return new(
            [.. work.OrderBy(static w => w.Key, StringComparer.OrdinalIgnoreCase).Select(w => Person(w.Key, w.Value))], unowned);

        WorkloadPersonJson Person(string name, Work leads)
        {
            var user = people.OwnerOf(name);
            return new(
                user?.Id, name, leads.Open, leads.Priorities, leads.Value(currency), leads.OldestUntouched,
                user is null ? null : CapacityOf(user.Id, rules), user?.Absence?.Covers(people.Day) == true,
                user?.Absence is { } absence && !(absence.Until < people.Day) ? AbsenceJson.Of(absence) : null);
        }
    }

    // With several rows, the one that gives the most.
    private static int? CapacityOf(string user, AssignmentRules? rules)
    {
        var shares = (rules?.Rows ?? []).SelectMany(static r => r.People).Where(p => p.Person == user).ToList();
        return shares.Exists(static s => s.Capacity is null) ? null : shares.Max(static s => s.Capacity);
    }

    private sealed class Work
    {
        private readonly int[] _priorities = new int[Enum.GetValues<Priority>().Length];

        private readonly SubjectValues _values = new();

        public int Open { get; private set; }

        public UntouchedLeadJson? OldestUntouched { get; private set; }

        public PriorityCountsJson Priorities => new(
            _priorities[(int)Priority.Critical], _priorities[(int)Priority.High], _priorities[(int)Priority.Medium],
            _priorities[(int)Priority.Low]);

        public SumJson Value(string currency) => _values.Sum(currency);

        public void Add(in LeadEntry entry)
        {
            var lead = entry.Row;
            Open++;
            _priorities[(int)lead.Priority]++;
            _values.Add(in entry);
            if (lead is { Status: LeadStatus.New, Work: { AssignedAt: { } at, Notes: 0 } } && !(OldestUntouched?.Since <= at))
                OldestUntouched = new(lead.Id, at.ToUniversalTime());
        }
    }
}
