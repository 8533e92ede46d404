using OneLead.Web.ReadModel;

namespace OneLead.Web.Live;

/// <summary>The kind of a row in a topic.</summary>
internal enum TopicRowKind { Lead, Account, Item, Territory, Portfolio, Import, Change }

/// <summary>A changed row on its way to a topic, in the form of the model; it becomes JSON when it is sent.</summary>
/// <param name="Row">Null: the row is gone.</param>
/// <param name="At">When the journal received the cause.</param>
internal readonly record struct TopicChange(TopicRowKind Kind, string Id, object? Row, DateTimeOffset At, Priority? PreviousPriority = null)
{
    /// <param name="at">Used for leads that are gone.</param>
    public static TopicChange Of(in LeadChange lead, DateTimeOffset at) =>
        new(TopicRowKind.Lead, lead.Id, lead.Lead, lead.Lead?.UpdatedAt ?? at, lead.PreviousPriority);
}

/// <summary>
/// Changes that wait to be sent on a topic. A change is sent at once; above <see cref="BusyRate"/> changes a second they are
/// sent every <see cref="BusyPause"/>, with the latest state of each row.
/// </summary>
internal sealed class TopicBuffer
{
    public const int BusyRate = 200;
    public static readonly TimeSpan BusyPause = TimeSpan.FromMilliseconds(100);

    /// <summary>A change with more rows than this counts as several.</summary>
    private const int RowsAChange = 10;

    /// <summary>Above this a state is smaller than the changes.</summary>
    public const int MaxRows = 1_000;

    private static readonly TimeSpan Window = TimeSpan.FromSeconds(1);

    private readonly Dictionary<string, TopicChange> _rows = new(StringComparer.Ordinal);
    private DateTimeOffset _windowStart;
    private DateTimeOffset _lastTaken;
    private int _inWindow;
    private int _inLastWindow;
    private bool _overflowed;

    public bool IsEmpty => _rows.Count == 0 && !_overflowed;

    /// <summary>Adds the rows of one change.</summary>
    public void Offer(DateTimeOffset now, params ReadOnlySpan<TopicChange> rows)
    {
        Turn(now);
        // The cost is per frame, and one item changes several of its leads.
        _inWindow += 1 + rows.Length / RowsAChange;
        foreach (var row in rows)
            Put(row);
    }

    /// <summary>Has the state sent instead of changes.</summary>
    public void OfferState(DateTimeOffset now)
    {
        Turn(now);
        _inWindow++;
        Overflow();
    }

    /// <summary>How long to wait before sending; zero: send now.</summary>
    public TimeSpan WaitAt(DateTimeOffset now)
    {
        Turn(now);
        var isBusy = _inWindow > BusyRate || _inLastWindow > BusyRate;
        var wait = _lastTaken + BusyPause - now;
        return isBusy && wait > TimeSpan.Zero ? wait : TimeSpan.Zero;
    }

    /// <summary>Takes all waiting changes; null if a state is smaller.</summary>
    public IReadOnlyList<TopicChange>? Take(DateTimeOffset now)
    {
        IReadOnlyList<TopicChange>? taken = _overflowed ? null : [.. _rows.Values];
        Clear();
        _lastTaken = now;
        return taken;
    }

    public void Clear()
    {
        _rows.Clear();
        _overflowed = false;
    }

    private void Put(TopicChange change)
    {
        if (_rows.TryGetValue(change.Id, out var waiting))
            _rows[change.Id] = change with { PreviousPriority = waiting.PreviousPriority };
        else if (_overflowed || _rows.Count == MaxRows)
            Overflow();
        else
            _rows.Add(change.Id, change);
    }

    private void Overflow()
    {
        _rows.Clear();
        _overflowed = true;
    }

    private void Turn(DateTimeOffset now)
    {
        if (now - _windowStart < Window)
            return;
        _inLastWindow = now - _windowStart < 2 * Window ? _inWindow : 0;
        (_windowStart, _inWindow) = (now, 0);
    }
}
