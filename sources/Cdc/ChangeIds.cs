using System.Globalization;

namespace OneLead.Sources.Cdc;

/// <summary>
/// The identities of changes. What is delivered again has its identity again; and since equal times are ordered by
/// identity, identities stand in the log's order: their numbers have one width, the copy's comes first (another server, or
/// one that was restored, may count its log from an earlier place), and a copy stands at the place of its snapshot.
/// <code>
/// 0001/00000000/0153A2E8/000000017/deals    the 17th row of the first copy
/// 0001/00000000/0153B0F0/000000002/deals    the second row of a transaction
/// </code>
/// </summary>
public static class ChangeIds
{
    private const int Numbers = 4;

    /// <param name="copy">How many times the tables were copied.</param>
    /// <param name="place">The transaction's commit, or the copy's snapshot, in the server's log.</param>
    /// <param name="index">The row's number in there, from 1.</param>
    /// <param name="entity">The mapping's name for its table.</param>
    public static string Of(int copy, ulong place, int index, string entity) =>
        string.Create(CultureInfo.InvariantCulture, $"{copy:D4}/{place >> 32:X8}/{(uint)place:X8}/{index:D9}/{Keys.Part(entity)}");

    /// <summary>What stands behind the numbers, <c>deals</c>, or <c>deals:2</c> of a second event of the row; null when it is no such identity.</summary>
    public static string? TailOf(string id) => id.Split('/', Numbers + 1) is { Length: Numbers + 1 } parts ? parts[Numbers] : null;
}
