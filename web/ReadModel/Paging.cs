using System.Buffers.Text;
using System.Globalization;
using System.Text;

namespace OneLead.Web.ReadModel;

/// <summary>
/// The position of a row in a sort. Rows without a value come last in both directions; the id, always ascending, makes every
/// position unique.
/// </summary>
internal readonly record struct SortKey(bool IsMissing, long Number, string Text, string Id)
{
    public static SortKey Of(long? number, string id) => new(number is null, number ?? 0, "", id);

    public static SortKey Of(string? text, string id) => new(text is null, 0, text ?? "", id);
}

/// <summary>A direction over sort keys.</summary>
internal sealed class SortOrder(bool descending) : IComparer<SortKey>
{
    public static readonly SortOrder Ascending = new(false);
    public static readonly SortOrder Descending = new(true);

    /// <summary>The reverse order, for a priority queue that removes the last row first.</summary>
    public static readonly IComparer<SortKey> WorstOfAscending = Comparer<SortKey>.Create((a, b) => Ascending.Compare(b, a));
    public static readonly IComparer<SortKey> WorstOfDescending = Comparer<SortKey>.Create((a, b) => Descending.Compare(b, a));

    public int Compare(SortKey x, SortKey y)
    {
        if (x.IsMissing != y.IsMissing)
            return x.IsMissing ? 1 : -1;
        var order = x.Number.CompareTo(y.Number);
        if (order == 0)
            order = string.Compare(x.Text, y.Text, StringComparison.OrdinalIgnoreCase);
        return order == 0 ? string.CompareOrdinal(x.Id, y.Id) : descending ? -order : order;
    }
}

/// <summary>A sort as in requests, such as <c>-score</c>: a name, descending with a minus.</summary>
internal readonly record struct Sort(string Name, bool IsDescending)
{
    public static Sort Parse(string text) => text.StartsWith('-') ? new(text[1..], true) : new(text, false);

    public SortOrder Order => IsDescending ? SortOrder.Descending : SortOrder.Ascending;

    public IComparer<SortKey> Worst => IsDescending ? SortOrder.WorstOfDescending : SortOrder.WorstOfAscending;

    public override string ToString() => IsDescending ? "-" + Name : Name;
}

/// <summary>
/// Where the next page begins: after the last row of this one, in its sort. It names a position and not a row, so it stays valid
/// when rows are added, removed or moved.
/// </summary>
internal static class Cursor
{
    public static string Write(Sort sort, SortKey last) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(string.Create(
        CultureInfo.InvariantCulture, $"{sort}\n{(last.IsMissing ? 1 : 0)}\n{last.Number}\n{last.Id}\n{last.Text}")));

    /// <summary>The position that a cursor names, or null if the cursor is not one of this sort.</summary>
    public static SortKey? TryRead(string cursor, Sort sort)
    {
        if (cursor.Length > 2_048 || !Base64Url.IsValid(cursor))
            return null;
        var parts = Encoding.UTF8.GetString(Base64Url.DecodeFromChars(cursor)).Split('\n', 5);
        return parts.Length == 5 && parts[0] == sort.ToString()
            && long.TryParse(parts[2], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
            ? new SortKey(parts[1] == "1", number, parts[4], parts[3])
            : null;
    }
}

/// <summary>A page of rows; <paramref name="Next"/> is null on the last one.</summary>
internal sealed record Page<T>(IReadOnlyList<T> Rows, string? Next, int Total);

/// <summary>
/// Keeps the first rows after a position and counts all of them, in one pass and without sorting rows that are not shown.
/// </summary>
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
        // One row more than the page holds shows whether there is a next page.
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
