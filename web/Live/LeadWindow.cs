using OneLead.Web.ReadModel;

namespace OneLead.Web.Live;

/// <summary>
/// The first <paramref name="top"/> rows of a list of leads; null: all of them. Decides which changes concern the list. Each
/// <see cref="Refresh"/> finds its end again; it never becomes shorter, so a client that has loaded a row is told of its changes.
/// Needs the owner's lock.
/// </summary>
internal sealed class LeadWindow(LeadFilter filter, Sort sort, int? top)
{
    private LeadFilter _filter = filter;
    private readonly LeadSorts.KeyOf _key = LeadSorts.All[sort.Name];
    private SortKey? _end;
    private bool _isWhole = top is null;

    /// <summary>Whether any row of the list changed since the last refresh.</summary>
    public bool IsDirty { get; private set; }

    /// <summary>How many rows the list has, as of the last refresh; null before the first.</summary>
    public int? Total { get; private set; }

    public bool Concerns(in LeadChange change)
    {
        var (was, now) = (
            change.Before is { } before && _filter.Matches(in before), change.After is { } after && _filter.Matches(in after));
        IsDirty |= was || now;
        return was && IsInside(change.Before!.Value) || now && IsInside(change.After!.Value);
    }

    /// <summary>Counts the rows, and finds the end of the window.</summary>
    /// <returns>Rows that entered the window; their earlier changes were not sent.</returns>
    public IReadOnlyList<LeadEntry> Refresh(ModelState state)
    {
        // Snoozed leads wake when the day changes.
        if (_filter.Today != state.Tenant.AsOf)
            _filter = _filter with { Today = state.Tenant.AsOf };
        var page = state.Leads(_filter, sort, null, top ?? 1);
        var entered = page.Rows.Where(row => !IsInside(row)).ToList();
        _isWhole |= page.Next is null;
        if (page.Rows.Count > 0 && _key(page.Rows[^1]) is var last && (_end is not { } end || sort.Order.Compare(last, end) > 0))
            _end = last;
        (Total, IsDirty) = (page.Total, false);
        return entered;
    }

    private bool IsInside(in LeadEntry lead) => _isWhole || _end is { } end && sort.Order.Compare(_key(in lead), end) <= 0;
}
