using OneLead.Storage;

namespace OneLead.Accounts;

/// <summary>Snapshot rows that are not accounts but use the same store. No account key begins with '~'.</summary>
internal static class PseudoAccounts
{
    /// <summary>The registry of names and keys.</summary>
    public const string Names = "~names";

    public static bool IsOne(string account) => account.StartsWith('~');

    public static SnapshotWrite Write(string tenant, string name, long sequence, IEnumerable<PackedRecord> changed) => new(
        tenant, name, new SnapshotStamp(sequence, 0, AccountState.Engine, null, null, []), [], null, [], [.. changed], ReplaceRecords: false);
}
