using System.Collections.Immutable;

namespace OneLead.Storage;

/// <summary>A serialized record of an account: an item, an opportunity … Null bytes remove the record.</summary>
public readonly record struct PackedRecord(string Key, byte[]? Bytes);

/// <summary>The columns of a snapshot row that queries use.</summary>
/// <param name="Sequence">The account's watermark: the snapshot contains all its rows, links and tenant rows up to here and
/// none later.</param>
/// <param name="TenantSequence">The last tenant row up to the watermark that can change a score.</param>
/// <param name="Engine">The version of the code that derived the scores.</param>
/// <param name="NextDue">The next date on which a score changes by the passing of time, or null.</param>
/// <param name="Territory">The territory to which the account contributes, or null.</param>
/// <param name="Keys">The account's keys; empty if all its keys were linked to other accounts.</param>
public sealed record SnapshotStamp(
    long Sequence, long TenantSequence, int Engine, DateOnly? NextDue, string? Territory, ImmutableArray<string> Keys);

/// <summary>A snapshot to write.</summary>
/// <param name="View">The whole account for the read model (see AccountDelta); null if all its keys were linked to other accounts.</param>
/// <param name="Contribution">The account's contribution to its territory.</param>
/// <param name="Records">The records that changed since the snapshot at <paramref name="Base"/>; all records with
/// <paramref name="ReplaceRecords"/>.</param>
/// <param name="ReplaceRecords">True to remove every stored record that is not in <paramref name="Records"/>.</param>
/// <param name="Base">The watermark of the stored snapshot that this one changes; 0 if there is none. Ignored with
/// <paramref name="ReplaceRecords"/>.</param>
public sealed record SnapshotWrite(
    string Tenant, string Account, SnapshotStamp Stamp, byte[] Header, byte[]? View, byte[] Contribution,
    ImmutableArray<PackedRecord> Records, bool ReplaceRecords, long Base = 0);

/// <summary>The result of a snapshot write.</summary>
public enum SnapshotOutcome
{
    Written,

    /// <summary>The stored snapshot has a higher watermark or engine. Nothing was written.</summary>
    Stale,

    /// <summary>The stored snapshot is not the base of the write. Nothing was written; write the whole account.</summary>
    NeedsWhole,
}

/// <summary>The version of a stored snapshot.</summary>
/// <param name="HasView">False if the read model does not show the account, because all its keys were linked to other accounts.</param>
public readonly record struct StoredVersion(string Account, long Sequence, int Engine, bool HasView);

/// <summary>A stored snapshot.</summary>
public sealed record Snapshot(SnapshotStamp Stamp, byte[] Header, ImmutableArray<PackedRecord> Records);

/// <summary>A stored view or contribution, without the records.</summary>
public readonly record struct SnapshotRow(string Account, SnapshotStamp Stamp, byte[] Bytes);

/// <summary>A stored record with its account.</summary>
public readonly record struct StoredRecord(string Account, PackedRecord Record);

/// <summary>Stores snapshots of accounts. They are a cache: all of them can be rebuilt from the journal.</summary>
public interface ISnapshotStore
{
    /// <summary>Loads an account's snapshot with all its records; null if it has none.</summary>
    ValueTask<Snapshot?> LoadAsync(string tenant, string account, CancellationToken cancellation = default);

    /// <summary>
    /// Writes many accounts in one commit. Neither the watermark nor the engine of a row ever decreases, so a duplicate
    /// activation with older state cannot overwrite newer state.
    /// </summary>
    /// <returns>One outcome for each write.</returns>
    ValueTask<ImmutableArray<SnapshotOutcome>> SaveAsync(ImmutableArray<SnapshotWrite> writes, CancellationToken cancellation = default);

    /// <summary>
    /// Stores the sequence up to which every account's snapshot is complete. Start-up reads the journal from there. It never
    /// decreases.
    /// </summary>
    ValueTask SaveFlushedThroughAsync(string tenant, long through, CancellationToken cancellation = default);

    /// <summary>Returns the sequence up to which every account's snapshot is complete; 0 if none is stored.</summary>
    ValueTask<long> GetFlushedThroughAsync(string tenant, CancellationToken cancellation = default);

    /// <summary>
    /// Finds the accounts whose stored scores are out of date: due on or before <paramref name="asOf"/>, derived by another
    /// engine, or without the tenant row <paramref name="tenantRow"/>. Uses indexes.
    /// </summary>
    /// <param name="engine">Null: any engine will do.</param>
    ValueTask<ImmutableArray<string>> FindBehindAsync(
        string tenant, DateOnly asOf, int? engine, long tenantRow, CancellationToken cancellation = default);

    /// <summary>Returns the stored watermarks of accounts in the given order; 0 for an account without a snapshot.</summary>
    ValueTask<ImmutableArray<long>> GetWatermarksAsync(
        string tenant, ImmutableArray<string> accounts, CancellationToken cancellation = default);

    /// <summary>Returns the versions of all stored accounts.</summary>
    ValueTask<ImmutableArray<StoredVersion>> GetVersionsAsync(string tenant, CancellationToken cancellation = default);

    /// <summary>Returns the contributions (Bytes) of a territory's accounts; null selects accounts without a territory.</summary>
    ValueTask<ImmutableArray<SnapshotRow>> GetContributionsAsync(
        string tenant, string? territory, CancellationToken cancellation = default);

    /// <summary>Returns the territories with contributions.</summary>
    ValueTask<ImmutableArray<string>> GetTerritoriesAsync(string tenant, CancellationToken cancellation = default);

    /// <summary>Reads all views (Bytes).</summary>
    IAsyncEnumerable<SnapshotRow> ReadViewsAsync(string tenant, CancellationToken cancellation = default);

    /// <summary>
    /// Reads all records whose key starts with <paramref name="prefix"/>, which ends in '/'; account by account, ordered by
    /// key.
    /// </summary>
    IAsyncEnumerable<StoredRecord> ReadRecordsAsync(string tenant, string prefix, CancellationToken cancellation = default);

    /// <summary>Deletes every snapshot of a tenant. They are rebuilt from the journal.</summary>
    ValueTask ClearAsync(string tenant, CancellationToken cancellation = default);
}
