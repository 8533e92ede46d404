using System.Runtime.InteropServices;

namespace OneLead.Storage.Sqlite.Snapshots;

/// <summary>The tables of snapshots.db and the checksums of their rows.</summary>
internal static class SnapshotTables
{
    // Small columns come first, because SQLite reads a row only up to the last requested column.
    public const string Schema = """
        CREATE TABLE account (
            id INTEGER PRIMARY KEY, tenant TEXT NOT NULL, account TEXT NOT NULL,
            seq INTEGER NOT NULL, tenant_seq INTEGER NOT NULL, engine INTEGER NOT NULL, next_due INTEGER, territory TEXT,
                keys TEXT NOT NULL,
            contribution BLOB NOT NULL, contribution_check INTEGER NOT NULL, header_check INTEGER NOT NULL,
            view_check INTEGER NOT NULL, view BLOB, header BLOB NOT NULL,
            UNIQUE (tenant, account));
        CREATE INDEX account_due ON account (tenant, next_due, account) WHERE next_due IS NOT NULL;
        CREATE INDEX account_engine ON account (tenant, engine, account);
        CREATE INDEX account_territory ON account (tenant, territory);
        CREATE TABLE record (account INTEGER NOT NULL, key TEXT NOT NULL, bytes BLOB NOT NULL, checksum INTEGER NOT NULL,
            PRIMARY KEY (account, key)) WITHOUT ROWID;
        CREATE TABLE flushed (tenant TEXT PRIMARY KEY, through INTEGER NOT NULL, head INTEGER NOT NULL, head_checksum INTEGER NOT NULL);
        """;

    /// <summary>The index for the accounts that have not applied a tenant row.</summary>
    public const string TenantRowIndex = "CREATE INDEX account_tenant_row ON account (tenant, tenant_seq, account);";

    /// <summary>The columns that <see cref="ReadRow"/> reads, in order. Further columns start at <see cref="NextColumn"/>.</summary>
    public const string RowColumns =
        "account, seq, tenant_seq, engine, next_due, territory, keys, contribution, contribution_check, header_check, view_check";
    public const int NextColumn = 11;

    /// <summary>Reads the stamp and the contribution.</summary>
    public static SnapshotRow ReadRow(Statement s)
    {
        var account = s.Text(0);
        var stamp = new SnapshotStamp(
            s.Long(1), s.Long(2), (int)s.Long(3),
            s.IsNull(4) ? null : DateOnly.FromDayNumber((int)Math.Clamp(s.Long(4), 0, DateOnly.MaxValue.DayNumber)), s.TextOrNull(5),
            SnapshotRules.ParseKeys(s.Text(6)));
        var contribution = s.Bytes(7).ToArray();
        Verify(account, Check(account, stamp, contribution), s.Long(8));
        return new SnapshotRow(account, stamp, contribution);
    }

    public static uint Check(string account, SnapshotStamp stamp, ReadOnlySpan<byte> contribution)
    {
        var crc = Check(account, contribution);
        crc = Hashing.Crc(Hashing.Crc(Hashing.Crc(crc, stamp.Sequence), stamp.TenantSequence), stamp.Engine);
        crc = Hashing.Crc(crc, stamp.NextDue?.DayNumber ?? -1L);
        return Text(Text(crc, stamp.Territory ?? "\0"), SnapshotRules.KeyText(stamp));
    }

    /// <summary>Computes the checksum of an account's blob or of a record.</summary>
    public static uint Check(string owner, ReadOnlySpan<byte> bytes) => Hashing.Crc(Text(0, owner), bytes);

    /// <exception cref="CorruptSnapshotsException">The checksums differ.</exception>
    public static void Verify(string owner, uint actual, long stored)
    {
        if (actual != (uint)stored)
            throw new CorruptSnapshotsException(
                $"The snapshot of {owner} in snapshots.db does not match its checksum.\n"
                    + StoreFiles.RebuildsSnapshots);
    }

    private static uint Text(uint crc, string text) => Hashing.Crc(crc, MemoryMarshal.AsBytes(text.AsSpan()));
}
