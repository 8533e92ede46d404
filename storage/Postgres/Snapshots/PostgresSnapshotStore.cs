using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Microsoft.Extensions.Logging;
using Npgsql;
using NpgsqlTypes;

namespace OneLead.Storage.Postgres.Snapshots;

/// <summary>Snapshots in tables beside the journal.</summary>
/// <param name="heads">Returns the last committed journal row of a tenant.</param>
internal sealed partial class PostgresSnapshotStore(FencedDatabase writes, Func<string, long> heads) : ISnapshotStore
{
    private const int PageRows = 500;
    private const string RowColumns = "account, seq, tenant_seq, engine, next_due, territory, keys";
    private const int NextColumn = 7;

    /// <summary>
    /// Deletes the snapshots of tenants whose journal ends before the rows in the snapshots, because one of the two was
    /// restored from a backup.
    /// </summary>
    public static void DropSnapshotsAheadOfJournal(NpgsqlConnection connection, ILogger logger)
    {
        using var find = new NpgsqlCommand(
            """
            SELECT f.tenant, f.head FROM flushed f LEFT JOIN tenant t ON t.name = f.tenant
            WHERE greatest(f.head, f.through) > coalesce(t.head, 0)
            """, connection);
        var ahead = new List<(string Tenant, long Head)>();
        using (var reader = find.ExecuteReader())
        {
            while (reader.Read())
                ahead.Add((reader.GetString(0), reader.GetInt64(1)));
        }
        foreach (var (tenant, head) in ahead)
        {
            SnapshotsOutlived(logger, tenant, head);
            using var clear = new NpgsqlBatch(connection);
            foreach (var table in (ReadOnlySpan<string>)["snapshot_record", "snapshot", "flushed"])
                clear.BatchCommands.Add(new($"DELETE FROM {table} WHERE tenant = $1") { Parameters = { new() { Value = tenant } } });
            clear.ExecuteNonQuery();
        }
    }

    public async ValueTask<Snapshot?> LoadAsync(string tenant, string account, CancellationToken cancellation = default) =>
        // One statement, so that header and records are consistent.
        await writes.ReadAsync(
            FencedDatabase.Sql(
                $"""
                SELECT {RowColumns}, header, (SELECT array_agg(key ORDER BY key) FROM snapshot_record r WHERE r.tenant = $1
                    AND r.account = $2),
                    (SELECT array_agg(bytes ORDER BY key) FROM snapshot_record r WHERE r.tenant = $1 AND r.account = $2)
                FROM snapshot WHERE tenant = $1 AND account = $2
                """, FencedDatabase.Text(tenant), FencedDatabase.Text(account)),
            r => new Snapshot(Stamp(r), r.GetFieldValue<byte[]>(NextColumn), Records(r)), cancellation) is [var snapshot] ? snapshot : null;

    private static ImmutableArray<PackedRecord> Records(NpgsqlDataReader r) => r.IsDBNull(NextColumn + 1)
        ? []
        :
        [
            .. r.GetFieldValue<string[]>(NextColumn + 1).Zip(
                r.GetFieldValue<byte[][]>(NextColumn + 2), (key, bytes) => new PackedRecord(PostgresText.Unescape(key), bytes)),
        ];

    public async ValueTask<ImmutableArray<SnapshotOutcome>> SaveAsync(
        ImmutableArray<SnapshotWrite> all, CancellationToken cancellation = default) =>
        await writes.RunAsync(async (connection, token) =>
        {
            var outcomes = new SnapshotOutcome[all.Length];
            // An upsert cannot write a row twice, so an account that occurs twice in a call needs two statements.
            var left = Enumerable.Range(0, all.Length).ToList();
            while (left.Count > 0)
            {
                var now = left.DistinctBy(i => (all[i].Tenant, all[i].Account)).ToArray();
                await UpsertAsync(connection, all, now, outcomes, token);
                await PutRecordsAsync(connection, [.. now.Where(i => outcomes[i] == SnapshotOutcome.Written).Select(i => all[i])], token);
                left = [.. left.Except(now)];
            }
            foreach (var tenant in all.Select(w => w.Tenant).Distinct())
                await UpsertFlushedAsync(connection, tenant, 0, token);
            return ImmutableArray.Create(outcomes);
        }, cancellation);

    public async ValueTask SaveFlushedThroughAsync(string tenant, long through, CancellationToken cancellation = default) =>
        await writes.RunAsync((connection, token) => UpsertFlushedAsync(connection, tenant, through, token), cancellation);

    private async ValueTask<int> UpsertFlushedAsync(
        NpgsqlConnection connection, string tenant, long through, CancellationToken cancellation) =>
        (await FencedDatabase.ReadRowsAsync(connection, FencedDatabase.Sql(
            """
            INSERT INTO flushed VALUES ($1, $2, $3) ON CONFLICT (tenant)
            DO UPDATE SET through = greatest(flushed.through, excluded.through), head = excluded.head
            """,
            FencedDatabase.Text(tenant), FencedDatabase.Value(through), FencedDatabase.Value(heads(tenant))), _ => 0, cancellation)).Count;

    // Locks the stored rows first, then decides which writes are allowed.
    private static async Task UpsertAsync(
        NpgsqlConnection connection, ImmutableArray<SnapshotWrite> all, int[] now, SnapshotOutcome[] outcomes,
        CancellationToken cancellation)
    {
        var stored = (await FencedDatabase.ReadRowsAsync(connection, FencedDatabase.Sql(
            """
            SELECT s.tenant, s.account, s.seq, s.engine FROM snapshot s JOIN unnest($1, $2) u(tenant, account) ON s.tenant = u.tenant
                AND s.account = u.account
            FOR UPDATE OF s
            """,
            FencedDatabase.Texts(now.Select(i => all[i].Tenant)), FencedDatabase.Texts(now.Select(i => all[i].Account))),
            r => (
                Key: (PostgresText.Unescape(r.GetString(0)), PostgresText.Unescape(r.GetString(1))), Sequence: r.GetInt64(2),
                Engine: r.GetInt32(3)),
            cancellation)).ToDictionary(s => s.Key);
        foreach (var i in now)
        {
            var (write, found) = (all[i], stored.TryGetValue((all[i].Tenant, all[i].Account), out var row));
            outcomes[i] = found && (row.Sequence > write.Stamp.Sequence || row.Engine > write.Stamp.Engine) ? SnapshotOutcome.Stale
                : !write.ReplaceRecords && row.Sequence != write.Base ? SnapshotOutcome.NeedsWhole
                : SnapshotOutcome.Written;
        }
        var rows = now.Where(i => outcomes[i] == SnapshotOutcome.Written).Select(i => all[i]).ToArray();
        if (rows.Length == 0)
            return;
        await FencedDatabase.ReadRowsAsync(connection, FencedDatabase.Sql(
            """
            INSERT INTO snapshot (tenant, account, seq, tenant_seq, engine, next_due, territory, keys, contribution, view, header)
            SELECT * FROM unnest($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
            ON CONFLICT (tenant, account) DO UPDATE SET seq = excluded.seq, tenant_seq = excluded.tenant_seq, engine = excluded.engine,
                next_due = excluded.next_due,
                territory = excluded.territory, keys = excluded.keys, contribution = excluded.contribution, view = excluded.view,
                    header = excluded.header
            """,
            FencedDatabase.Texts(rows.Select(w => w.Tenant)), FencedDatabase.Texts(rows.Select(w => w.Account)),
            FencedDatabase.Array(NpgsqlDbType.Bigint, rows.Select(w => w.Stamp.Sequence)),
            FencedDatabase.Array(NpgsqlDbType.Bigint, rows.Select(w => w.Stamp.TenantSequence)),
            FencedDatabase.Array(NpgsqlDbType.Integer, rows.Select(w => w.Stamp.Engine)),
            FencedDatabase.Array(NpgsqlDbType.Date, rows.Select(w => w.Stamp.NextDue)),
            FencedDatabase.Texts(rows.Select(w => w.Stamp.Territory)),
            FencedDatabase.Texts(rows.Select(w => string.Join(' ', w.Stamp.Keys))),
            FencedDatabase.Blobs(rows.Select(w => w.Contribution)), FencedDatabase.Blobs(rows.Select(w => w.View)),
            FencedDatabase.Blobs(rows.Select(w => w.Header))), _ => 0, cancellation);
    }

    private static async Task PutRecordsAsync(NpgsqlConnection connection, SnapshotWrite[] writes, CancellationToken cancellation)
    {
        var replaced = writes.Where(w => w.ReplaceRecords).ToArray();
        // The last value of a repeated record wins.
        var records = writes.SelectMany(w => w.Records.Reverse().DistinctBy(r => r.Key).Select(r => (Write: w, Record: r))).ToArray();
        var (put, dropped) = (
            records.Where(r => r.Record.Bytes is not null).ToArray(), records.Where(r => r.Record.Bytes is null).ToArray());
        if (replaced.Length > 0)
        {
            await FencedDatabase.ReadRowsAsync(connection, FencedDatabase.Sql(
                "DELETE FROM snapshot_record r USING unnest($1, $2) u(tenant, account) WHERE r.tenant = u.tenant AND r.account = u.account",
                FencedDatabase.Texts(replaced.Select(w => w.Tenant)),
                FencedDatabase.Texts(replaced.Select(w => w.Account))), _ => 0, cancellation);
        }
        if (dropped.Length > 0)
        {
            await FencedDatabase.ReadRowsAsync(connection, FencedDatabase.Sql(
                "DELETE FROM snapshot_record r USING unnest($1, $2, $3) u(tenant, account, key) WHERE r.tenant = u.tenant "
                    + "AND r.account = u.account AND r.key = u.key",
                FencedDatabase.Texts(dropped.Select(r => r.Write.Tenant)), FencedDatabase.Texts(dropped.Select(r => r.Write.Account)),
                FencedDatabase.Texts(dropped.Select(r => r.Record.Key))), _ => 0, cancellation);
        }
        if (put.Length > 0)
        {
            await FencedDatabase.ReadRowsAsync(connection, FencedDatabase.Sql(
                "INSERT INTO snapshot_record SELECT * FROM unnest($1, $2, $3, $4) ON CONFLICT (tenant, account, key) DO "
                    + "UPDATE SET bytes = excluded.bytes",
                FencedDatabase.Texts(put.Select(r => r.Write.Tenant)), FencedDatabase.Texts(put.Select(r => r.Write.Account)),
                FencedDatabase.Texts(put.Select(r => r.Record.Key)),
                FencedDatabase.Blobs(put.Select(r => r.Record.Bytes))), _ => 0, cancellation);
        }
    }

    public async ValueTask<long> GetFlushedThroughAsync(string tenant, CancellationToken cancellation = default) =>
        await writes.ReadAsync(
            FencedDatabase.Sql("SELECT through FROM flushed WHERE tenant = $1", FencedDatabase.Text(tenant)), r => r.GetInt64(0),
            cancellation) is [var through]
            ? through
            : 0;

    public ValueTask<ImmutableArray<string>> FindBehindAsync(
        string tenant, DateOnly asOf, int engine, long tenantRow, CancellationToken cancellation = default) => ReadTextsAsync(
        // UNION of index ranges instead of OR and <>, which would not use the indexes.
        FencedDatabase.Sql(
            """
            SELECT account FROM snapshot WHERE tenant = $1 AND next_due <= $2
            UNION SELECT account FROM snapshot WHERE tenant = $1 AND engine < $3
            UNION SELECT account FROM snapshot WHERE tenant = $1 AND engine > $3
            UNION SELECT account FROM snapshot WHERE tenant = $1 AND tenant_seq < $4
            """, FencedDatabase.Text(tenant), FencedDatabase.Value(asOf), FencedDatabase.Value(engine),
            FencedDatabase.Value(tenantRow)), cancellation);

    public async ValueTask<ImmutableArray<long>> GetWatermarksAsync(
        string tenant, ImmutableArray<string> accounts, CancellationToken cancellation = default)
    {
        var stored = (await writes.ReadAsync(
            FencedDatabase.Sql(
                "SELECT account, seq FROM snapshot WHERE tenant = $1 AND account = ANY ($2)", FencedDatabase.Text(tenant),
                FencedDatabase.Texts(accounts)),
            r => (Account: PostgresText.Unescape(r.GetString(0)), Sequence: r.GetInt64(1)),
            cancellation)).ToDictionary(s => s.Account, s => s.Sequence, StringComparer.Ordinal);
        return [.. accounts.Select(a => stored.GetValueOrDefault(a))];
    }

    public async ValueTask<ImmutableArray<StoredVersion>> GetVersionsAsync(string tenant, CancellationToken cancellation = default) =>
        [.. await writes.ReadAsync(
            FencedDatabase.Sql(
                "SELECT account, seq, engine, view IS NOT NULL FROM snapshot WHERE tenant = $1", FencedDatabase.Text(tenant)),
            r => new StoredVersion(PostgresText.Unescape(r.GetString(0)), r.GetInt64(1), r.GetInt32(2), r.GetBoolean(3)), cancellation)];

    public async ValueTask<ImmutableArray<SnapshotRow>> GetContributionsAsync(
        string tenant, string? territory, CancellationToken cancellation = default) =>
        [.. await writes.ReadAsync(
            territory is null
                ? FencedDatabase.Sql(
                    $"SELECT {RowColumns}, contribution FROM snapshot WHERE tenant = $1 AND territory IS NULL", FencedDatabase.Text(tenant))
                : FencedDatabase.Sql(
                    $"SELECT {RowColumns}, contribution FROM snapshot WHERE tenant = $1 AND territory = $2", FencedDatabase.Text(tenant),
                    FencedDatabase.Text(territory)),
            Row, cancellation)];

    public ValueTask<ImmutableArray<string>> GetTerritoriesAsync(string tenant, CancellationToken cancellation = default) =>
        ReadTextsAsync(
            FencedDatabase.Sql(
                "SELECT DISTINCT territory FROM snapshot WHERE tenant = $1 AND territory IS NOT NULL", FencedDatabase.Text(tenant)),
            cancellation);

    public async IAsyncEnumerable<SnapshotRow> ReadViewsAsync(
        string tenant, [EnumeratorCancellation] CancellationToken cancellation = default)
    {
        // Keyset paging by account, which concurrent writes do not disturb.
        for (var after = ""; ;)
        {
            var page = await writes.ReadAsync(
                FencedDatabase.Sql(
                    $"SELECT {RowColumns}, view FROM snapshot WHERE tenant = $1 AND account > $2 AND view IS NOT NULL "
                        + $"ORDER BY account LIMIT $3",
                    FencedDatabase.Text(tenant), FencedDatabase.Text(after), FencedDatabase.Value(PageRows)),
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
        // The left join also returns accounts without such records, so that an empty page means the end. '0' is the character after '/'.
        for (var after = ""; ;)
        {
            var page = await writes.ReadAsync(
                FencedDatabase.Sql(
                    """
                    SELECT s.account, r.key, r.bytes FROM (SELECT account FROM snapshot WHERE tenant = $1 AND account > $2
                        ORDER BY account LIMIT $3) s
                    LEFT JOIN snapshot_record r ON r.tenant = $1 AND r.account = s.account AND r.key >= $4 AND r.key < $5
                        ORDER BY s.account, r.key
                    """, FencedDatabase.Text(tenant), FencedDatabase.Text(after), FencedDatabase.Value(PageRows),
                    FencedDatabase.Text(prefix), FencedDatabase.Text(prefix[..^1] + '0')),
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

    public async ValueTask ClearAsync(string tenant, CancellationToken cancellation = default) =>
        await writes.RunAsync(async (connection, token) =>
    {
        foreach (var table in (string[])["snapshot_record", "snapshot", "flushed"])
            await FencedDatabase.ReadRowsAsync(
                connection, FencedDatabase.Sql($"DELETE FROM {table} WHERE tenant = $1", FencedDatabase.Text(tenant)), _ => 0, token);
        return true;
    }, cancellation);

    private async ValueTask<ImmutableArray<string>> ReadTextsAsync(NpgsqlBatchCommand sql, CancellationToken cancellation) =>
        [.. await writes.ReadAsync(sql, r => PostgresText.Unescape(r.GetString(0)), cancellation)];

    private static SnapshotRow Row(NpgsqlDataReader r) =>
        new(PostgresText.Unescape(r.GetString(0)), Stamp(r), r.GetFieldValue<byte[]>(NextColumn));

    private static SnapshotStamp Stamp(NpgsqlDataReader r) => new(
        r.GetInt64(1), r.GetInt64(2), r.GetInt32(3), r.IsDBNull(4) ? null : r.GetFieldValue<DateOnly>(4), FencedDatabase.TextOrNull(r, 5),
        PostgresText.Unescape(r.GetString(6)) is { Length: > 0 } keys ? [.. keys.Split(' ')] : []);

    [LoggerMessage(Level = LogLevel.Warning,
        Message = "The snapshots of tenant {Tenant} contain journal row {Head}, which the journal does not have. They are rebuilt")]
    private static partial void SnapshotsOutlived(ILogger logger, string tenant, long head);
}
