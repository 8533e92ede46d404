using OneLead.Web.ReadModel;

namespace OneLead.Web.Live;

/// <summary>What a row of a topic is.</summary>
internal enum RowKind { Lead, Account, Item, Territory, Portfolio, Import, Change }

/// <summary>A row's change on its way to a topic: the row as the model holds it, made JSON only when it leaves.</summary>
/// <param name="Row">Null: the row has gone.</param>
/// <param name="At">When the journal received what changed it.</param>
internal readonly record struct RowChange(RowKind Kind, string Id, object? Row, DateTimeOffset At, Priority? PreviousPriority = null)
{
    /// <param name="at">For a lead that has gone.</param>
    public static RowChange Of(in LeadChange lead, DateTimeOffset at) =>
        new(RowKind.Lead, lead.Id, lead.Lead, lead.Lead?.UpdatedAt ?? at, lead.PreviousPriority);
}

/// <summary>
/// What waits to leave on a topic. A change leaves at once while the topic is calm; above <see cref="BusyRate"/> changes
/// a second they leave every <see cref="BusyPause"/>, the latest of each row alone.
/// </summary>
internal sealed class TopicBuffer
{
    public const int BusyRate = 200;
    public static readonly TimeSpan BusyPause = TimeSpan.FromMilliseconds(100);

    /// <summary>A change of more rows than this counts for several.</summary>
    private const int RowsAChange = 10;

    /// <summary>Beyond this a fresh state is smaller than the changes.</summary>
    public const int MaxRows = 1_000;

    private static readonly TimeSpan Window = TimeSpan.FromSeconds(1);

    private readonly Dictionary<string, RowChange> _rows = new(StringComparer.Ordinal);
    private DateTimeOffset _windowStart;
    private DateTimeOffset _lastTaken;
    private int _inWindow;
    private int _inLastWindow;
    private bool _overflowed;

    public bool IsEmpty => _rows.Count == 0 && !_overflowed;

    /// <summary>Takes in the rows of one change.</summary>
    public void Offer(DateTimeOffset now, params ReadOnlySpan<RowChange> rows)
    {
        Turn(now);
        // What costs is the frame; a change of one item moves several leads of it.
        _inWindow += 1 + rows.Length / RowsAChange;
        foreach (var row in rows)
            Put(row);
    }

    /// <summary>How long what waits has to wait still; zero: it may leave.</summary>
    public TimeSpan WaitAt(DateTimeOffset now)
    {
        Turn(now);
        var isBusy = _inWindow > BusyRate || _inLastWindow > BusyRate;
        var wait = _lastTaken + BusyPause - now;
        return isBusy && wait > TimeSpan.Zero ? wait : TimeSpan.Zero;
    }

    /// <summary>Takes all that waits; null when it is more than a state.</summary>
    public IReadOnlyList<RowChange>? Take(DateTimeOffset now)
    {
        IReadOnlyList<RowChange>? taken = _overflowed ? null : [.. _rows.Values];
        Clear();
        _lastTaken = now;
        return taken;
    }

    public void Clear()
    {
        _rows.Clear();
        _overflowed = false;
    }

    private void Put(RowChange change)
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
