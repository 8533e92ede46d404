using System.Globalization;

namespace OneLead.Sources.Cdc;

/// <summary>
/// Builds the source ids of changes. A change that is delivered again gets the same id. Events with equal times are ordered by
/// id, so ids sort in the order of the log: numbers have a fixed width, and the copy's number comes first, because another or
/// a restored server may count its log from an earlier position.
/// <code>
/// 0001/00000000/0153A2E8/000000017/deals    the 17th row of the first copy
/// 0001/00000000/0153B0F0/000000002/deals    the second row of a transaction
/// </code>
/// </summary>
public static class ChangeIds
{
    private const int Numbers = 4;

    /// <param name="copy">The number of the copy.</param>
    /// <param name="place">The log position of the transaction's commit, or of the copy's snapshot.</param>
    /// <param name="index">The row's number in it, from 1.</param>
    /// <param name="entity">The mapping's name for the table.</param>
    public static string Of(int copy, ulong place, int index, string entity) =>
        string.Create(CultureInfo.InvariantCulture, $"{copy:D4}/{place >> 32:X8}/{(uint)place:X8}/{index:D9}/{Keys.EncodePart(entity)}");

    /// <summary>The part after the numbers: <c>deals</c>, or <c>deals:2</c> for a second event of the row. Null for other ids.</summary>
    public static string? TailOf(string id) => id.Split('/', Numbers + 1) is { Length: Numbers + 1 } parts ? parts[Numbers] : null;
}
