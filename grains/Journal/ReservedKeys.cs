using OneLead.Accounts;
using OneLead.Storage;

namespace OneLead.Journal;

/// <summary>Keys that hold rows or snapshots but are not accounts. No account key begins with '~'.</summary>
internal static class ReservedKeys
{
    /// <summary>The registry of names and keys.</summary>
    public const string Names = "~keys";

    public static bool IsReserved(string account) => account.StartsWith('~');

    /// <param name="isWhole">True if these are all records.</param>
    /// <param name="before">The sequence of the snapshot that these records change.</param>
    public static SnapshotWrite Write(
        string tenant, string name, long sequence, IEnumerable<PackedRecord> records, bool isWhole, long before) => new(
        tenant, name, new SnapshotStamp(sequence, 0, AccountState.Engine, null, null, []), [], null, [], [.. records],
        ReplaceRecords: isWhole, before);
}
