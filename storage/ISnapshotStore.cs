using System.Collections.Immutable;

namespace OneLead.Storage;

/// <summary>One packed record of an account: an item, an opportunity … Bytes are the account's business; null bytes remove the record.</summary>
public readonly record struct PackedRecord(string Key, byte[]? Bytes);

/// <summary>The columns of a snapshot row that others query.</summary>
/// <param name="Sequence">The account's watermark: every row of its stream up to here is in.</param>
/// <param name="TenantSequence">The last tenant row that it has taken in.</param>
/// <param name="Engine">The version of the code that derived its scores.</param>
/// <param name="NextDue">The next date on which a score of it changes by itself, or null.</param>
/// <param name="Territory">The territory to which it contributes, or null.</param>
/// <param name="Keys">The account keys that belong to it; empty when it has departed (its keys were linked to others).</param>
public sealed record SnapshotStamp(long Sequence, long TenantSequence, int Engine, DateOnly? NextDue, string? Territory, ImmutableArray<string> Keys);

/// <summary>A snapshot to write.</summary>
/// <param name="Header">The account's header, whole.</param>
/// <param name="View">What the read model shows of the account, whole (see AccountDelta); null when it has departed.</param>
/// <param name="Contribution">What the account adds to its territory.</param>
/// <param name="Records">The records that changed since the last snapshot; others stay as they are. With <paramref name="ReplaceRecords"/> all of them, and others go.</param>
public sealed record SnapshotWrite(string Tenant, string Account, SnapshotStamp Stamp, byte[] Header, byte[]? View, byte[] Contribution, ImmutableArray<PackedRecord> Records, bool ReplaceRecords);

/// <summary>A snapshot as read.</summary>
public sealed record Snapshot(SnapshotStamp Stamp, byte[] Header, ImmutableArray<PackedRecord> Records);

/// <summary>A row for the read model or a territory, without the records.</summary>
public readonly record struct SnapshotRow(string Account, SnapshotStamp Stamp, byte[] Bytes);

/// <summary>A record as stored, with the account that holds it.</summary>
public readonly record struct StoredRecord(string Account, PackedRecord Record);

/// <summary>Snapshots of accounts, written behind the work. Losing all of them loses time, never truth.</summary>
public interface ISnapshotStore
{
    /// <summary>The account's snapshot with all its records, or null.</summary>
    ValueTask<Snapshot?> Load(string tenant, string account, CancellationToken cancellation = default);

    /// <summary>
    /// Writes many accounts in one commit. A row is written only when its stored sequence and tenant sequence are not
    /// ahead of the write's, so a stale duplicate activation loses.
    /// </summary>
    /// <param name="flushedThrough">For each tenant the sequence up to which no account has anything unwritten once this commit is done; start-up reads the journal from there.</param>
    /// <returns>One flag for each write: false when a newer one was there.</returns>
    ValueTask<ImmutableArray<bool>> Save(ImmutableArray<SnapshotWrite> writes, ImmutableDictionary<string, long> flushedThrough, CancellationToken cancellation = default);

    /// <summary>The sequence up to which every account's snapshot is complete; 0 at first.</summary>
    ValueTask<long> FlushedThrough(string tenant, CancellationToken cancellation = default);

    /// <summary>The accounts whose scores are due: next date ≤ <paramref name="asOf"/>, or derived by another engine version. One indexed query.</summary>
    ValueTask<ImmutableArray<string>> Due(string tenant, DateOnly asOf, int engine, CancellationToken cancellation = default);

    /// <summary>All accounts of a tenant.</summary>
    ValueTask<ImmutableArray<string>> Accounts(string tenant, CancellationToken cancellation = default);

    /// <summary>The contributions (Bytes) of a territory's accounts; of those without one when <paramref name="territory"/> is null.</summary>
    ValueTask<ImmutableArray<SnapshotRow>> Contributions(string tenant, string? territory, CancellationToken cancellation = default);

    /// <summary>The territories that have contributions.</summary>
    ValueTask<ImmutableArray<string>> Territories(string tenant, CancellationToken cancellation = default);

    /// <summary>The views (Bytes) of all accounts that have one.</summary>
    IAsyncEnumerable<SnapshotRow> Views(string tenant, CancellationToken cancellation = default);

    /// <summary>The records of all accounts whose key begins with <paramref name="prefix"/>, which ends in '/'; account by account, each account's in the order of their keys.</summary>
    IAsyncEnumerable<StoredRecord> Records(string tenant, string prefix, CancellationToken cancellation = default);

    /// <summary>Forgets every snapshot of a tenant: they are rebuilt from the journal.</summary>
    ValueTask Clear(string tenant, CancellationToken cancellation = default);
}
