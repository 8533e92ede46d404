namespace OneLead.Web.ReadModel;

/// <summary>A page of rows; <paramref name="Next"/> is null on the last one.</summary>
internal sealed record Page<T>(IReadOnlyList<T> Rows, string? Next, int Total);

/// <summary>Keeps the first rows behind a place while it counts them all: one pass, no sorting of what is not shown.</summary>
internal sealed class PageCollector<T>(Sort sort, SortKey? after, int limit)
{
    private readonly SortOrder _order = sort.Order;
    private readonly PriorityQueue<T, SortKey> _kept = new(sort.Worst);
    private int _total;

    public void Offer(in T row, SortKey key)
    {
        _total++;
        if (after is { } place && _order.Compare(key, place) <= 0)
            return;
        // One more than the page holds tells whether there is a next one.
        if (_kept.Count <= limit)
            _kept.Enqueue(row, key);
        else if (_kept.TryPeek(out _, out var worst) && _order.Compare(key, worst) < 0)
            _kept.DequeueEnqueue(row, key);
    }

    public Page<T> Finish()
    {
        var hasNext = _kept.Count > limit;
        if (hasNext)
            _kept.Dequeue();
        string? next = null;
        var rows = new T[_kept.Count];
        for (var i = rows.Length - 1; _kept.TryDequeue(out var row, out var key); i--)
        {
            rows[i] = row;
            if (hasNext)
                next ??= Cursor.Write(sort, key);
        }
        return new(rows, next, _total);
    }
}
