using OneLead.Web.ReadModel;

namespace OneLead.Web.Live;

/// <summary>
/// The first <paramref name="top"/> rows of a list of leads; null: all of them. It tells which changes concern
/// them; where it ends is found anew at each <see cref="Refresh"/>, and it never becomes shorter, so a reader that has
/// loaded a row hears of it. Needs the owner's lock.
/// </summary>
internal sealed class LeadWindow(LeadFilter filter, Sort sort, int? top)
{
    private LeadFilter _filter = filter;
    private readonly LeadSorts.KeyOf _key = LeadSorts.All[sort.Name];
    private SortKey? _end;
    private bool _isWhole = top is null;

    /// <summary>Whether a row of the list changed since the last refresh, wherever it stands.</summary>
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

    /// <summary>Counts the rows, and finds where the window ends.</summary>
    /// <returns>Rows that it did not reach before: what happened to them meanwhile has not been told.</returns>
    public IReadOnlyList<LeadEntry> Refresh(ModelState state)
    {
        // What is snoozed wakes on a day.
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
