using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace OneLead.Sources.Cdc;

/// <summary>
/// The identities of changes. What is delivered again has its identity again; and since equal times are ordered by
/// identity, identities stand in the log's order: they have one width, the number of the copy comes first (another server, or
/// one that was restored, may count its log from an earlier place) and a copy stands at the place of its snapshot.
/// <code>
/// 0001/00000000/0153A2E8/initial/public.deals/17/5a0c9e1b2f3d4c6e    a row of the first copy
/// 0001/00000000/0153B0F0/000000002                                   the second row of a transaction
/// </code>
/// </summary>
public static class ChangeIds
{
    private const string Initial = "initial/";
    private const int Place = 4 + 1 + 8 + 1 + 8 + 1;
    private const int MaxKey = 100;

    /// <param name="commit">The transaction's commit, as a place in the server's log.</param>
    /// <param name="index">The row's number in the transaction, from 1.</param>
    public static string OfRow(int copy, ulong commit, int index) => string.Create(CultureInfo.InvariantCulture, $"{At(copy, commit)}{index:D9}");

    /// <param name="point">The place in the log at which the snapshot was taken.</param>
    public static string OfCopied(int copy, ulong point, CopiedRow row) => $"{At(copy, point)}{Initial}{Row(row)}/{row.Hash}";

    /// <summary>The removal of what a new copy no longer found.</summary>
    public static string OfGone(int copy, ulong point, string kind, string entity) => $"{At(copy, point)}gone/{kind}/{entity}";

    /// <summary>The row and the hash of an identity that a copy gave.</summary>
    public static bool IsCopied(string id, [NotNullWhen(true)] out string? row, [NotNullWhen(true)] out string? hash)
    {
        (row, hash) = (null, null);
        if (id.Length <= Place || !id.AsSpan(Place).StartsWith(Initial, StringComparison.Ordinal))
            return false;
        var rest = id[(Place + Initial.Length)..];
        var end = rest.LastIndexOf('/');
        (row, hash) = (rest[..end], rest[(end + 1)..].Split(':')[0]);
        return true;
    }

    /// <summary>A row as identities name it.</summary>
    public static string Row(CopiedRow row) => $"{Keys.Part(row.Table.FullName)}/{(row.Key.Length <= MaxKey ? row.Key : row.Key[..MaxKey])}";

    private static string At(int copy, ulong lsn) => string.Create(CultureInfo.InvariantCulture, $"{copy:D4}/{lsn >> 32:X8}/{(uint)lsn:X8}/");
}
