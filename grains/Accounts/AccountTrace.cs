using OneLead.Journal;
using OneLead.Tenants;
using OneLead.Views;

namespace OneLead.Accounts;

/// <summary>
/// An account folded from nothing, row by row, with what moved each of its leads last. It can be read on from where it stands.
/// For one reader at a time.
/// </summary>
internal sealed class AccountTrace(AccountLinks links, AccountState state, TenantState former)
{
    private readonly Dictionary<string, (LeadPoint? Before, LeadPoint Last)> points = new(StringComparer.Ordinal);
    private readonly HashSet<string> moved = new(StringComparer.Ordinal);

    public AccountState State => state;

    /// <summary>All rows up to here are in it.</summary>
    public long Through { get; set; }

    /// <summary>It has more rows than can be read while somebody waits; nothing is known then.</summary>
    public bool IsTooLong { get; set; }

    /// <summary>Whether it was folded of these keys; of others it must begin anew.</summary>
    public bool IsOf(AccountLinks now) => links.Last == now.Last && links.Keys.SetEquals(now.Keys);

    /// <summary>Takes note of the leads that the last row moved.</summary>
    /// <param name="cause">That row; null: it is none that anybody would name, and the next one is.</param>
    public void Note(ChangeCause? cause)
    {
        moved.UnionWith(state.TakeChangedLeads().Select(lead => lead.Id));
        if (cause is null)
            return;
        foreach (var lead in moved)
        {
            var (row, isKnown) = (state.Scores.FindLead(lead), points.TryGetValue(lead, out var known));
            if (isKnown ? (known.Last.Score, known.Last.Priority) != (row?.Score, row?.Priority) : row is not null)
                points[lead] = (isKnown ? known.Last : null, new LeadPoint(cause, row?.Score, row?.Priority));
        }
        moved.Clear();
    }

    public ChangeCause? CauseOf(TenantHistory then)
    {
        var cause = then.Latest.CauseSince(former);
        former = then.Latest;
        return cause;
    }

    /// <summary>The last two places at which a lead moved, the later one last; fewer where there are fewer.</summary>
    public IReadOnlyList<LeadPoint> Of(string lead) =>
        !points.TryGetValue(lead, out var known) ? [] : known.Before is { } before ? [before, known.Last] : [known.Last];
}
