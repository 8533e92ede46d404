using OneLead.Journal;
using OneLead.Tenants;
using OneLead.Views;

namespace OneLead.Accounts;

/// <summary>
/// An account folded from its first row, with the rows that last moved each of its leads. It can continue from where it ended.
/// Not safe for concurrent use.
/// </summary>
internal sealed class AccountTrace(AccountLinks links, AccountState state, TenantState former)
{
    private readonly Dictionary<string, (LeadPoint? Before, LeadPoint Last, bool IsClosed)> _points = new(StringComparer.Ordinal);
    private readonly HashSet<string> _moved = new(StringComparer.Ordinal);

    public AccountState State => state;

    /// <summary>All rows up to here are in it.</summary>
    public long Through { get; set; }

    /// <summary>True if it has more rows than a request can wait for; it then has no answers.</summary>
    public bool IsTooLong { get; set; }

    /// <summary>True if it was folded from these keys; for other keys a new trace is needed.</summary>
    public bool IsOf(AccountLinks now) => links.Last == now.Last && links.Keys.SetEquals(now.Keys);

    /// <summary>
    /// Notes the leads that the last row moved. The rows of one import count as one move. A lead that reopens moves even if its
    /// score is what it was when it was closed.
    /// </summary>
    /// <param name="cause">That row; null to attribute the change to the next row that is a cause.</param>
    public void Note(ChangeCause? cause)
    {
        _moved.UnionWith(state.TakeChangedLeads().Select(lead => lead.Id));
        if (cause is null)
            return;
        foreach (var lead in _moved)
        {
            var (row, isKnown) = (state.Scores.FindLead(lead), _points.TryGetValue(lead, out var known));
            var isClosed = row?.Status.IsClosed() == true;
            if (isKnown
                ? (known.Last.Score, known.Last.Priority) != (row?.Score, row?.Priority) || (known.IsClosed && !isClosed)
                : row is not null)
            {
                var isSameImport = isKnown && cause.IsOfImport(known.Last.Cause.Import);
                var before = !isKnown ? null : isSameImport ? known.Before : known.Last;
                // Later rows of the import that brought the lead are about other entities, so the row that brought it stays the cause.
                var isStillBrought = isSameImport && known.Last.Score is not null && known.Before?.Score is null && row is not null;
                _points[lead] = (
                    before, new LeadPoint(isStillBrought ? known.Last.Cause : cause, row?.Score, row?.Priority, row?.Factors),
                    isClosed);
            }
            else if (isKnown)
            {
                _points[lead] = known with { IsClosed = isClosed };
            }
        }
        _moved.Clear();
    }

    public ChangeCause? CauseOf(TenantHistory then)
    {
        var cause = then.Latest.CauseSince(former);
        former = then.Latest;
        return cause;
    }

    /// <summary>Up to two of the last places at which a lead moved, the later one last.</summary>
    public IReadOnlyList<LeadPoint> Of(string lead) =>
        !_points.TryGetValue(lead, out var known) ? [] : known.Before is { } before ? [before, known.Last] : [known.Last];
}
