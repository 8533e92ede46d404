using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Npgsql;
using static OneLead.Storage.Postgres.Statements;
using static OneLead.Storage.Postgres.Snapshots.PostgresSnapshotTable;

namespace OneLead.Storage.Postgres.Snapshots;

/// <summary>Snapshots in tables beside the journal. Reads need no fence.</summary>
internal sealed class PostgresSnapshotStore(Statements database, PostgresSnapshotWriter writer) : ISnapshotStore
{
    private const int PageRows = 500;

    public async ValueTask<Snapshot?> LoadAsync(string tenant, string account, CancellationToken cancellation = default) =>
        // One statement, so that header and records are consistent.
        await database.ReadAsync(
            Sql(
                $"""
                SELECT {RowColumns}, header, (SELECT array_agg(key ORDER BY key) FROM snapshot_record r WHERE r.tenant = $1
                    AND r.account = $2),
                    (SELECT array_agg(bytes ORDER BY key) FROM snapshot_record r WHERE r.tenant = $1 AND r.account = $2)
                FROM snapshot WHERE tenant = $1 AND account = $2
                """, Text(tenant), Text(account)),
            r => new Snapshot(Stamp(r), r.GetFieldValue<byte[]>(NextColumn), Records(r)), cancellation) is [var snapshot] ? snapshot : null;

    private static ImmutableArray<PackedRecord> Records(NpgsqlDataReader r) => r.IsDBNull(NextColumn + 1)
        ? []
        :
        [
            .. r.GetFieldValue<string[]>(NextColumn + 1).Zip(
                r.GetFieldValue<byte[][]>(NextColumn + 2), (key, bytes) => new PackedRecord(PostgresText.Unescape(key), bytes)),
        ];

    public ValueTask<ImmutableArray<SnapshotOutcome>> SaveAsync(
        ImmutableArray<SnapshotWrite> writes, CancellationToken cancellation = default) => writer.SaveAsync(writes, cancellation);

    public ValueTask SaveFlushedThroughAsync(string tenant, long through, CancellationToken cancellation = default) =>
        writer.SaveFlushedThroughAsync(tenant, through, cancellation);

    public ValueTask ClearAsync(string tenant, CancellationToken cancellation = default) => writer.ClearAsync(tenant, cancellation);

    public async ValueTask<long> GetFlushedThroughAsync(string tenant, CancellationToken cancellation = default) =>
        await database.ReadAsync(
            Sql("SELECT through FROM flushed WHERE tenant = $1", Text(tenant)), r => r.GetInt64(0), cancellation) is [var through]
            ? through
            : 0;

    public ValueTask<ImmutableArray<string>> FindBehindAsync(
        string tenant, DateOnly asOf, int? engine, long tenantRow, CancellationToken cancellation = default) => ReadTextsAsync(
        // UNION of index ranges instead of OR and <>, which would not use the indexes.
        Sql(
            """
            SELECT account FROM snapshot WHERE tenant = $1 AND next_due <= $2
            UNION SELECT account FROM snapshot WHERE tenant = $1 AND engine < $3
            UNION SELECT account FROM snapshot WHERE tenant = $1 AND engine > $3
            UNION SELECT account FROM snapshot WHERE tenant = $1 AND tenant_seq < $4
            """, Text(tenant), Value(asOf), OptionalInt(engine), Value(tenantRow)), cancellation);

    public async ValueTask<ImmutableArray<long>> GetWatermarksAsync(
        string tenant, ImmutableArray<string> accounts, CancellationToken cancellation = default)
    {
        var stored = (await database.ReadAsync(
            Sql("SELECT account, seq FROM snapshot WHERE tenant = $1 AND account = ANY ($2)", Text(tenant), Texts(accounts)),
            r => (Account: PostgresText.Unescape(r.GetString(0)), Sequence: r.GetInt64(1)), cancellation))
            .ToDictionary(s => s.Account, s => s.Sequence, StringComparer.Ordinal);
        return [.. accounts.Select(a => stored.GetValueOrDefault(a))];
    }

    public async ValueTask<ImmutableArray<StoredVersion>> GetVersionsAsync(string tenant, CancellationToken cancellation = default) =>
        [.. await database.ReadAsync(
            Sql("SELECT account, seq, engine, view IS NOT NULL FROM snapshot WHERE tenant = $1", Text(tenant)),
            r => new StoredVersion(PostgresText.Unescape(r.GetString(0)), r.GetInt64(1), r.GetInt32(2), r.GetBoolean(3)), cancellation)];

    public async ValueTask<ImmutableArray<SnapshotRow>> GetContributionsAsync(
        string tenant, string? territory, CancellationToken cancellation = default) =>
        [.. await database.ReadAsync(
            territory is null
                ? Sql($"SELECT {RowColumns}, contribution FROM snapshot WHERE tenant = $1 AND territory IS NULL", Text(tenant))
                : Sql(
                    $"SELECT {RowColumns}, contribution FROM snapshot WHERE tenant = $1 AND territory = $2", Text(tenant),
                    Text(territory)),
            Row, cancellation)];

    public ValueTask<ImmutableArray<string>> GetTerritoriesAsync(string tenant, CancellationToken cancellation = default) =>
        ReadTextsAsync(
            Sql("SELECT DISTINCT territory FROM snapshot WHERE tenant = $1 AND territory IS NOT NULL", Text(tenant)), cancellation);

    public async IAsyncEnumerable<SnapshotRow> ReadViewsAsync(
        string tenant, [EnumeratorCancellation] CancellationToken cancellation = default)
    {
        // Keyset paging by account, which concurrent writes do not disturb.
        for (var after = ""; ;)
        {
            var page = await database.ReadAsync(
                Sql(
                    $"SELECT {RowColumns}, view FROM snapshot WHERE tenant = $1 AND account > $2 AND view IS NOT NULL "
                        + $"ORDER BY account LIMIT $3",
                    Text(tenant), Text(after), Value(PageRows)),
                Row, cancellation);
            foreach (var row in page)
                yield return row;
            if (page.Count < PageRows)
                yield break;
            after = page[^1].Account;
        }
    }

    public async IAsyncEnumerable<StoredRecord> ReadRecordsAsync(
        string tenant, string prefix, [EnumeratorCancellation] CancellationToken cancellation = default)
    {
        // The left join also returns accounts without such records, so that an empty page means the end.
        for (var after = ""; ;)
        {
            var page = await database.ReadAsync(
                Sql(
                    """
                    SELECT s.account, r.key, r.bytes FROM (SELECT account FROM snapshot WHERE tenant = $1 AND account > $2
                        ORDER BY account LIMIT $3) s
                    LEFT JOIN snapshot_record r ON r.tenant = $1 AND r.account = s.account AND r.key >= $4 AND r.key < $5
                        ORDER BY s.account, r.key
                    """, Text(tenant), Text(after), Value(PageRows), Text(prefix), Text(SnapshotRules.EndOf(prefix))),
                r => (
                    Account: PostgresText.Unescape(r.GetString(0)),
                    Record: r.IsDBNull(1) ? default : new PackedRecord(PostgresText.Unescape(r.GetString(1)), r.GetFieldValue<byte[]>(2))),
                cancellation);
            if (page.Count == 0)
                yield break;
            foreach (var (account, record) in page)
            {
                if (record.Bytes is not null)
                    yield return new(account, record);
            }
            after = page[^1].Account;
        }
    }

    private async ValueTask<ImmutableArray<string>> ReadTextsAsync(NpgsqlBatchCommand sql, CancellationToken cancellation) =>
        [.. await database.ReadAsync(sql, r => PostgresText.Unescape(r.GetString(0)), cancellation)];
}
