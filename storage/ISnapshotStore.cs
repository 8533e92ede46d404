using System.Collections.Immutable;

namespace OneLead.Storage;

/// <summary>One packed record of an account: an item, an opportunity … Bytes are the account's business; null bytes remove the record.</summary>
public readonly record struct PackedRecord(string Key, byte[]? Bytes);

/// <summary>The columns of a snapshot row that others query.</summary>
/// <param name="Sequence">The account's watermark: all its rows, links and tenant rows up to here are in, none later.</param>
/// <param name="TenantSequence">The last tenant row up to the watermark that can change a score.</param>
/// <param name="Engine">The version of the code that derived its scores.</param>
/// <param name="NextDue">The next date on which a score of it changes by itself, or null.</param>
/// <param name="Territory">The territory to which it contributes, or null.</param>
/// <param name="Keys">The account keys that belong to it; empty when it has departed (its keys were linked to others).</param>
public sealed record SnapshotStamp(long Sequence, long TenantSequence, int Engine, DateOnly? NextDue, string? Territory, ImmutableArray<string> Keys);

/// <summary>A snapshot to write.</summary>
/// <param name="Header">The account's header, whole.</param>
/// <param name="View">What the read model shows of the account, whole (see AccountDelta); null when it has departed.</param>
/// <param name="Contribution">What the account adds to its territory.</param>
/// <param name="Records">The records that changed since the snapshot at <paramref name="Base"/>; others stay as they are. With <paramref name="ReplaceRecords"/> all of them, and others go.</param>
/// <param name="Base">The watermark of the snapshot that this one changes; 0 when there is none. Not looked at with <paramref name="ReplaceRecords"/>.</param>
public sealed record SnapshotWrite(
    string Tenant, string Account, SnapshotStamp Stamp, byte[] Header, byte[]? View, byte[] Contribution, ImmutableArray<PackedRecord> Records, bool ReplaceRecords, long Base = 0);

/// <summary>What became of a snapshot write.</summary>
public enum SnapshotOutcome
{
    Written,

    /// <summary>A newer snapshot is stored: its watermark or its engine is higher. Nothing was written.</summary>
    Stale,

    /// <summary>The stored snapshot is not the base of the write. Nothing was written; write the account whole.</summary>
    NeedsWhole,
}

/// <summary>The version of a stored snapshot.</summary>
/// <param name="HasView">False for an account that the read model does not show: it has departed.</param>
public readonly record struct StoredVersion(string Account, long Sequence, int Engine, bool HasView);

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
    ValueTask<Snapshot?> LoadAsync(string tenant, string account, CancellationToken cancellation = default);

    /// <summary>
    /// Writes many accounts in one commit. Neither the watermark nor the engine of a row ever decreases, so a stale
    /// duplicate activation loses.
    /// </summary>
    /// <returns>One outcome for each write.</returns>
    ValueTask<ImmutableArray<SnapshotOutcome>> SaveAsync(ImmutableArray<SnapshotWrite> writes, CancellationToken cancellation = default);

    /// <summary>Notes the sequence up to which every account's snapshot is complete; start-up reads the journal from there. It never decreases.</summary>
    ValueTask SaveFlushedThroughAsync(string tenant, long through, CancellationToken cancellation = default);

    /// <summary>The sequence up to which every account's snapshot is complete; 0 at first.</summary>
    ValueTask<long> GetFlushedThroughAsync(string tenant, CancellationToken cancellation = default);

    /// <summary>
    /// The accounts whose stored scores are out of date: next date ≤ <paramref name="asOf"/>, derived by another engine, or
    /// without the tenant row <paramref name="tenantRow"/>, which concerns all accounts. Indexed.
    /// </summary>
    ValueTask<ImmutableArray<string>> FindBehindAsync(string tenant, DateOnly asOf, int engine, long tenantRow, CancellationToken cancellation = default);

    /// <summary>The stored watermarks of these accounts, in their order; 0 for one that is not stored.</summary>
    ValueTask<ImmutableArray<long>> GetWatermarksAsync(string tenant, ImmutableArray<string> accounts, CancellationToken cancellation = default);

    /// <summary>The versions of all stored accounts.</summary>
    ValueTask<ImmutableArray<StoredVersion>> GetVersionsAsync(string tenant, CancellationToken cancellation = default);

    /// <summary>The contributions (Bytes) of a territory's accounts; of those without one when <paramref name="territory"/> is null.</summary>
    ValueTask<ImmutableArray<SnapshotRow>> GetContributionsAsync(string tenant, string? territory, CancellationToken cancellation = default);

    /// <summary>The territories that have contributions.</summary>
    ValueTask<ImmutableArray<string>> GetTerritoriesAsync(string tenant, CancellationToken cancellation = default);

    /// <summary>The views (Bytes) of all accounts that have one.</summary>
    IAsyncEnumerable<SnapshotRow> ReadViewsAsync(string tenant, CancellationToken cancellation = default);

    /// <summary>The records of all accounts whose key begins with <paramref name="prefix"/>, which ends in '/'; account by account, each account's in the order of their keys.</summary>
    IAsyncEnumerable<StoredRecord> ReadRecordsAsync(string tenant, string prefix, CancellationToken cancellation = default);

    /// <summary>Forgets every snapshot of a tenant: they are rebuilt from the journal.</summary>
    ValueTask ClearAsync(string tenant, CancellationToken cancellation = default);
}
