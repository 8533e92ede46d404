using Npgsql;

namespace OneLead.Storage.Postgres.Snapshots;

/// <summary>The columns of the snapshot table.</summary>
internal static class PostgresSnapshotTable
{
    /// <summary>The columns that <see cref="Stamp"/> reads, in order. Further columns start at <see cref="NextColumn"/>.</summary>
    public const string RowColumns = "account, seq, tenant_seq, engine, next_due, territory, keys";
    public const int NextColumn = 7;

    /// <summary>Reads a row with one more column of bytes.</summary>
    public static SnapshotRow Row(NpgsqlDataReader r) =>
        new(PostgresText.Unescape(r.GetString(0)), Stamp(r), r.GetFieldValue<byte[]>(NextColumn));

    public static SnapshotStamp Stamp(NpgsqlDataReader r) => new(
        r.GetInt64(1), r.GetInt64(2), r.GetInt32(3), r.IsDBNull(4) ? null : r.GetFieldValue<DateOnly>(4), Statements.TextOrNull(r, 5),
        SnapshotRules.ParseKeys(PostgresText.Unescape(r.GetString(6))));
}
