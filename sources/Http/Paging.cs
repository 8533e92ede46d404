using System.Buffers.Text;
using System.Globalization;
using System.Text;

namespace OneLead.Sources.Http;

/// <summary>The position of a row in a sort. Rows without a value come last in both directions; ties are broken by ascending id.</summary>
public readonly record struct SortKey(bool IsMissing, long Number, string Text, string Id)
{
    public static SortKey Of(long? number, string id) => new(number is null, number ?? 0, "", id);

    /// <summary>Sums that exceed a long sort as equal.</summary>
    public static SortKey OfSum(Int128 sum, string id) => Of((long)Int128.Clamp(sum, long.MinValue, long.MaxValue), id);

    /// <summary>Texts sort by their first characters, because a key must fit into a cursor and a cursor into an address.</summary>
    public static SortKey Of(string? text, string id) => new(text is null, 0, text is { Length: > MaxText } ? Cut(text) : text ?? "", id);

    private const int MaxText = 200;

    // Not within a character.
    private static string Cut(string text) => text[..(char.IsHighSurrogate(text[MaxText - 1]) ? MaxText - 1 : MaxText)];
}

/// <summary>Compares sort keys in one direction.</summary>
public sealed class SortOrder(bool descending) : IComparer<SortKey>
{
    public static readonly SortOrder Ascending = new(false);
    public static readonly SortOrder Descending = new(true);

    /// <summary>The reverse order: a priority queue that uses it dequeues the worst row first.</summary>
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

/// <summary>A sort as requests write it: <c>-score</c> is descending by score.</summary>
public readonly record struct Sort(string Name, bool IsDescending)
{
    public static Sort Parse(string text) => text.StartsWith('-') ? new(text[1..], true) : new(text, false);

    public SortOrder Order => IsDescending ? SortOrder.Descending : SortOrder.Ascending;

    public IComparer<SortKey> Worst => IsDescending ? SortOrder.WorstOfDescending : SortOrder.WorstOfAscending;

    public override string ToString() => IsDescending ? "-" + Name : Name;
}

/// <summary>
/// Encodes where the next page starts: after the last row of this one, in its sort. A cursor names a position and not a row,
/// so it stays valid when rows are added, removed or moved.
/// </summary>
public static class Cursor
{
    // The longest that Write returns, of a field's name, an id and a text of the most bytes.
    private const int MaxLength = 4_096;

    public static string Write(Sort sort, SortKey last) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(string.Create(
        CultureInfo.InvariantCulture, $"{sort}\n{(last.IsMissing ? 1 : 0)}\n{last.Number}\n{last.Id}\n{last.Text}")));

    /// <summary>Reads a cursor; null when it is damaged or belongs to another sort.</summary>
    public static SortKey? TryRead(string cursor, Sort sort)
    {
        if (cursor.Length > MaxLength || !Base64Url.IsValid(cursor))
            return null;
        var parts = Encoding.UTF8.GetString(Base64Url.DecodeFromChars(cursor)).Split('\n', 5);
        return parts.Length == 5
            && parts[0] == sort.ToString()
            && long.TryParse(parts[2], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
            ? new SortKey(parts[1] == "1", number, parts[4], parts[3])
            : null;
    }
}
