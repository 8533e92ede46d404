using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using OneLead.Rules;
using OneLead.Web.Accounts;

namespace OneLead.Web.Assignment;

/// <summary>A person to whom a row gives leads.</summary>
/// <param name="Person">The id of the user.</param>
/// <param name="Capacity">With so many open leads the person gets none by this row; null: there is no limit.</param>
/// <param name="Name">Only in answers: null if there is no such user any more.</param>
public sealed record AssignmentShareJson(string? Person, int? Capacity, string? Name);

/// <summary>A row of the assignment rules. Absent and empty conditions match every lead.</summary>
/// <param name="Name">Stands in the history of each lead that the row gives away.</param>
/// <param name="Territories">Those of accounts; <c>-</c> for accounts without one.</param>
/// <param name="AccountManagers">The managers of accounts, in any case.</param>
/// <param name="Types">renewal, renewal_due, hardware_refresh, service_attach.</param>
/// <param name="MinPriority">The lowest priority that matches: low, medium, high or critical.</param>
/// <param name="To">person, account_manager, in_turn or nobody.</param>
/// <param name="People">One for person, one or more for in_turn, otherwise none.</param>
public sealed record AssignmentRowJson(
    string? Name, IReadOnlyList<string>? Territories, IReadOnlyList<string>? AccountManagers, IReadOnlyList<string>? Families,
    IReadOnlyList<string>? Types, string? MinPriority, string? To, IReadOnlyList<AssignmentShareJson?>? People)
{
    internal static AssignmentRowJson Of(AssignmentRule row, LeadPeople people) => new(
        row.Name, row.Territories, row.AccountManagers, row.Families, [.. row.Types.Select(Wire.Name)],
        row.MinPriority is { } lowest ? Wire.Name(lowest) : null, Wire.Name(row.To),
        [.. row.People.Select(p => new AssignmentShareJson(p.Person, p.Capacity, people.DisplayNameOf(p.Person)))]);
}

/// <summary>The body of PUT assignment/draft and POST assignment/preview.</summary>
/// <param name="Rows">In their order. The last one has no conditions: it decides on what no other row gives away.</param>
public sealed record AssignmentRowsRequest(IReadOnlyList<AssignmentRowJson?>? Rows);

/// <summary>What is wrong with a field of a row; rows count from 1.</summary>
public sealed record AssignmentProblemJson(int Row, string Field, string Message)
{
    internal static AssignmentProblemJson Of(AssignmentProblem problem) => new(problem.Row, problem.Field, problem.Text);
}

/// <summary>Rules that somebody is working on.</summary>
public sealed record AssignmentDraftJson(IReadOnlyList<AssignmentRowJson> Rows, string? By, DateTimeOffset At);

/// <summary>Rules that were published.</summary>
public sealed record AssignmentVersionJson(int Version, IReadOnlyList<AssignmentRowJson> Rows, string? By, DateTimeOffset At)
{
    internal static AssignmentVersionJson Of(AssignmentVersion version, LeadPeople people) => new(
        version.Number, [.. version.Rules.Rows.Select(r => AssignmentRowJson.Of(r, people))], version.By, version.At.ToUniversalTime());
}

/// <summary>The rules by which leads get their owners. The ETag is that of draft and published rules together.</summary>
/// <param name="Published">The rules that hold; null: leads are assigned by hand only.</param>
/// <param name="Unowned">The number of open leads that nobody owns.</param>
public sealed record AssignmentJson(AssignmentVersionJson? Published, AssignmentDraftJson? Draft, int Unowned);

/// <summary>The last versions, the newest first.</summary>
public sealed record AssignmentVersionsJson(IReadOnlyList<AssignmentVersionJson> Items);

/// <summary>How many leads something would get or give.</summary>
public sealed record LeadShareJson(string Name, int Leads);

/// <summary>What a person would get.</summary>
/// <param name="Open">The open leads that the person has now.</param>
/// <param name="ByRow">The rows that would give them.</param>
/// <param name="InsteadOf">The absent people whose deputy the person is, as far as the leads come from them.</param>
public sealed record PreviewPersonJson(
    string Id, string Name, int Open, int Leads, IReadOnlyList<LeadShareJson> ByRow, IReadOnlyList<LeadShareJson> InsteadOf);

/// <summary>An example of what would happen to a lead.</summary>
/// <param name="Owner">Null: nobody would get it.</param>
/// <param name="Reason">The row in words, or why nobody would get it.</param>
public sealed record PreviewLeadJson(
    string Id, LeadType Type, Priority Priority, decimal Score, AccountRefJson Account, string Product, string? Territory, string? Owner,
    string Reason);

/// <summary>What rules would do with the open leads that nobody owns. Nothing is written.</summary>
/// <param name="Unowned">The leads that nobody owns now.</param>
/// <param name="Nobody">Those that nobody would get.</param>
/// <param name="People">Those who would get leads, the most first.</param>
/// <param name="Rows">The rows in their order, with the leads that each would give away.</param>
/// <param name="Reasons">Why nobody would get a lead, the most frequent first.</param>
/// <param name="Examples">The leads with the highest scores.</param>
public sealed record AssignmentPreviewJson(
    int Unowned, int Nobody, IReadOnlyList<PreviewPersonJson> People, IReadOnlyList<LeadShareJson> Rows,
    IReadOnlyList<LeadShareJson> Reasons, IReadOnlyList<PreviewLeadJson> Examples);

/// <summary>Reads the rows of a request.</summary>
internal static class AssignmentRows
{
    /// <summary>Reads and checks rows.</summary>
    /// <returns>False with what is wrong.</returns>
    public static bool TryRead(
        AssignmentRowsRequest body, LeadPeople people, [NotNullWhen(true)] out AssignmentRules? rules,
        out IReadOnlyList<AssignmentProblemJson> problems)
    {
        var found = new List<AssignmentProblemJson>();
        var read = new AssignmentRules([.. (body.Rows ?? []).Select((row, i) => Read(row, i + 1, found))]);
        if (found.Count == 0)
            found.AddRange(AssignmentCheck.Problems(read, people.People).Select(AssignmentProblemJson.Of));
        problems = found;
        rules = found.Count == 0 ? read : null;
        return rules is not null;
    }

    private static AssignmentRule Read(AssignmentRowJson? row, int number, List<AssignmentProblemJson> problems)
    {
        var to = Named<AssignTo>(row?.To, "to");
        var types = (row?.Types ?? []).Select(t => Named<LeadType>(t, "types")).Distinct().ToImmutableArray();
        return new(
            row?.Name?.Trim() ?? "", Trimmed(row?.Territories), Trimmed(row?.AccountManagers), Trimmed(row?.Families), types,
            string.IsNullOrEmpty(row?.MinPriority) ? null : Named<Priority>(row.MinPriority, "minPriority"), to,
            [.. (row?.People ?? []).Select(static p => new AssignmentShare(p?.Person ?? "", p?.Capacity))]);

        T Named<T>(string? name, string field) where T : struct, Enum
        {
            if (!Wire.TryParse<T>(name, out var value))
                problems.Add(new(number, field, $"Must be one of {string.Join(", ", Wire.All<T>())}."));
            return value;
        }
    }

    private static ImmutableArray<string> Trimmed(IReadOnlyList<string>? texts) =>
        [.. (texts ?? []).Select(static t => t?.Trim() ?? "").Distinct(StringComparer.Ordinal)];
}
