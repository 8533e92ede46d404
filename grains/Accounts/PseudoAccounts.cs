using OneLead.Storage;

namespace OneLead.Accounts;

/// <summary>Keys under which rows or snapshots stand and that are no accounts. No account key begins with '~'.</summary>
internal static class PseudoAccounts
{
    /// <summary>The registry of names and keys.</summary>
    public const string Names = "~keys";

    public static bool IsOne(string account) => account.StartsWith('~') || Keys.IsNoAccount(account);

    public static SnapshotWrite Write(string tenant, string name, long sequence, IEnumerable<PackedRecord> changed) => new(
        tenant, name, new SnapshotStamp(sequence, 0, AccountState.Engine, null, null, []), [], null, [], [.. changed], ReplaceRecords: false);
}
