using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Microsoft.Extensions.Logging;
using Npgsql;
using NpgsqlTypes;

namespace OneLead.Storage.Postgres.Snapshots;

/// <summary>Snapshots in tables beside the journal.</summary>
/// <param name="heads">The journal's last committed row of each tenant.</param>
internal sealed partial class PostgresSnapshotStore(Writes writes, Func<string, long> heads) : ISnapshotStore
{
    private const int PageRows = 500;
    private const string RowColumns = "account, seq, tenant_seq, engine, next_due, territory, keys";
    private const int NextColumn = 7;

    /// <summary>Forgets the snapshots of tenants whose journal is shorter than the one that they came from: one of the two was restored from a backup.</summary>
    public static void DropWhatIsAhead(NpgsqlConnection connection, ILogger logger)
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

    public async ValueTask<Snapshot?> Load(string tenant, string account, CancellationToken cancellation = default) =>
        // One statement, so both halves are of one state.
        await writes.Read(
            Writes.Sql(
                $"""
                SELECT {RowColumns}, header, (SELECT array_agg(key ORDER BY key) FROM snapshot_record r WHERE r.tenant = $1 AND r.account = $2),
                    (SELECT array_agg(bytes ORDER BY key) FROM snapshot_record r WHERE r.tenant = $1 AND r.account = $2)
                FROM snapshot WHERE tenant = $1 AND account = $2
                """, Writes.Text(tenant), Writes.Text(account)),
            r => new Snapshot(Stamp(r), r.GetFieldValue<byte[]>(NextColumn), Records(r)), cancellation) is [var snapshot] ? snapshot : null;

    private static ImmutableArray<PackedRecord> Records(NpgsqlDataReader r) => r.IsDBNull(NextColumn + 1)
        ? []
        : [.. r.GetFieldValue<string[]>(NextColumn + 1).Zip(r.GetFieldValue<byte[][]>(NextColumn + 2), (key, bytes) => new PackedRecord(SafeText.Back(key), bytes))];

    public async ValueTask<ImmutableArray<SnapshotOutcome>> Save(ImmutableArray<SnapshotWrite> all, CancellationToken cancellation = default) =>
        await writes.Run(async (connection, token) =>
        {
            var outcomes = new SnapshotOutcome[all.Length];
            // A statement writes a row once: an account that is written twice in a call is written in two.
            var left = Enumerable.Range(0, all.Length).ToList();
            while (left.Count > 0)
            {
                var now = left.DistinctBy(i => (all[i].Tenant, all[i].Account)).ToArray();
                await Upsert(connection, all, now, outcomes, token);
                await PutRecords(connection, [.. now.Where(i => outcomes[i] == SnapshotOutcome.Written).Select(i => all[i])], token);
                left = [.. left.Except(now)];
            }
            foreach (var tenant in all.Select(w => w.Tenant).Distinct())
                await Flushed(connection, tenant, 0, token);
            return ImmutableArray.Create(outcomes);
        }, cancellation);

    public async ValueTask SaveFlushedThrough(string tenant, long through, CancellationToken cancellation = default) =>
        await writes.Run((connection, token) => Flushed(connection, tenant, through, token), cancellation);

    private async ValueTask<int> Flushed(NpgsqlConnection connection, string tenant, long through, CancellationToken cancellation) =>
        (await Writes.Rows(connection, Writes.Sql(
            """
            INSERT INTO flushed VALUES ($1, $2, $3) ON CONFLICT (tenant)
            DO UPDATE SET through = greatest(flushed.through, excluded.through), head = excluded.head
            """,
            Writes.Text(tenant), Writes.Value(through), Writes.Value(heads(tenant))), _ => 0, cancellation)).Count;

    // The stored rows are read and locked first: what may be written, and what is stale, is decided here as on the embedded store.
    private static async Task Upsert(NpgsqlConnection connection, ImmutableArray<SnapshotWrite> all, int[] now, SnapshotOutcome[] outcomes, CancellationToken cancellation)
    {
        var stored = (await Writes.Rows(connection, Writes.Sql(
            """
            SELECT s.tenant, s.account, s.seq, s.engine FROM snapshot s JOIN unnest($1, $2) u(tenant, account) ON s.tenant = u.tenant AND s.account = u.account
            FOR UPDATE OF s
            """,
            Writes.Texts(now.Select(i => all[i].Tenant)), Writes.Texts(now.Select(i => all[i].Account))),
            r => (Key: (SafeText.Back(r.GetString(0)), SafeText.Back(r.GetString(1))), Sequence: r.GetInt64(2), Engine: r.GetInt32(3)), cancellation)).ToDictionary(s => s.Key);
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
        await Writes.Rows(connection, Writes.Sql(
            """
            INSERT INTO snapshot (tenant, account, seq, tenant_seq, engine, next_due, territory, keys, contribution, view, header)
            SELECT * FROM unnest($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
            ON CONFLICT (tenant, account) DO UPDATE SET seq = excluded.seq, tenant_seq = excluded.tenant_seq, engine = excluded.engine, next_due = excluded.next_due,
                territory = excluded.territory, keys = excluded.keys, contribution = excluded.contribution, view = excluded.view, header = excluded.header
            """,
            Writes.Texts(rows.Select(w => w.Tenant)), Writes.Texts(rows.Select(w => w.Account)),
            Writes.Array(NpgsqlDbType.Bigint, rows.Select(w => w.Stamp.Sequence)), Writes.Array(NpgsqlDbType.Bigint, rows.Select(w => w.Stamp.TenantSequence)),
            Writes.Array(NpgsqlDbType.Integer, rows.Select(w => w.Stamp.Engine)), Writes.Array(NpgsqlDbType.Date, rows.Select(w => w.Stamp.NextDue)),
            Writes.Texts(rows.Select(w => w.Stamp.Territory)), Writes.Texts(rows.Select(w => string.Join(' ', w.Stamp.Keys))),
            Writes.Blobs(rows.Select(w => w.Contribution)), Writes.Blobs(rows.Select(w => w.View)), Writes.Blobs(rows.Select(w => w.Header))), _ => 0, cancellation);
    }

    private static async Task PutRecords(NpgsqlConnection connection, SnapshotWrite[] writes, CancellationToken cancellation)
    {
        var replaced = writes.Where(w => w.ReplaceRecords).ToArray();
        // Of a record that is named twice the last one counts.
        var records = writes.SelectMany(w => w.Records.Reverse().DistinctBy(r => r.Key).Select(r => (Write: w, Record: r))).ToArray();
        var (put, dropped) = (records.Where(r => r.Record.Bytes is not null).ToArray(), records.Where(r => r.Record.Bytes is null).ToArray());
        if (replaced.Length > 0)
        {
            await Writes.Rows(connection, Writes.Sql(
                "DELETE FROM snapshot_record r USING unnest($1, $2) u(tenant, account) WHERE r.tenant = u.tenant AND r.account = u.account",
                Writes.Texts(replaced.Select(w => w.Tenant)), Writes.Texts(replaced.Select(w => w.Account))), _ => 0, cancellation);
        }
        if (dropped.Length > 0)
        {
            await Writes.Rows(connection, Writes.Sql(
                "DELETE FROM snapshot_record r USING unnest($1, $2, $3) u(tenant, account, key) WHERE r.tenant = u.tenant AND r.account = u.account AND r.key = u.key",
                Writes.Texts(dropped.Select(r => r.Write.Tenant)), Writes.Texts(dropped.Select(r => r.Write.Account)), Writes.Texts(dropped.Select(r => r.Record.Key))), _ => 0, cancellation);
        }
        if (put.Length > 0)
        {
            await Writes.Rows(connection, Writes.Sql(
                "INSERT INTO snapshot_record SELECT * FROM unnest($1, $2, $3, $4) ON CONFLICT (tenant, account, key) DO UPDATE SET bytes = excluded.bytes",
                Writes.Texts(put.Select(r => r.Write.Tenant)), Writes.Texts(put.Select(r => r.Write.Account)), Writes.Texts(put.Select(r => r.Record.Key)), Writes.Blobs(put.Select(r => r.Record.Bytes))), _ => 0, cancellation);
        }
    }

    public async ValueTask<long> FlushedThrough(string tenant, CancellationToken cancellation = default) =>
        await writes.Read(Writes.Sql("SELECT through FROM flushed WHERE tenant = $1", Writes.Text(tenant)), r => r.GetInt64(0), cancellation) is [var through] ? through : 0;

    public ValueTask<ImmutableArray<string>> Behind(string tenant, DateOnly asOf, int engine, long tenantRow, CancellationToken cancellation = default) => Texts(
        // Four ranges of three indexes; another engine is one that is less or greater.
        Writes.Sql(
            """
            SELECT account FROM snapshot WHERE tenant = $1 AND next_due <= $2
            UNION SELECT account FROM snapshot WHERE tenant = $1 AND engine < $3
            UNION SELECT account FROM snapshot WHERE tenant = $1 AND engine > $3
            UNION SELECT account FROM snapshot WHERE tenant = $1 AND tenant_seq < $4
            """, Writes.Text(tenant), Writes.Value(asOf), Writes.Value(engine), Writes.Value(tenantRow)), cancellation);

    public async ValueTask<ImmutableArray<long>> Watermarks(string tenant, ImmutableArray<string> accounts, CancellationToken cancellation = default)
    {
        var stored = (await writes.Read(
            Writes.Sql("SELECT account, seq FROM snapshot WHERE tenant = $1 AND account = ANY ($2)", Writes.Text(tenant), Writes.Texts(accounts)),
            r => (Account: SafeText.Back(r.GetString(0)), Sequence: r.GetInt64(1)), cancellation)).ToDictionary(s => s.Account, s => s.Sequence, StringComparer.Ordinal);
        return [.. accounts.Select(a => stored.GetValueOrDefault(a))];
    }

    public async ValueTask<ImmutableArray<StoredVersion>> Versions(string tenant, CancellationToken cancellation = default) =>
        [.. await writes.Read(
            Writes.Sql("SELECT account, seq, engine, view IS NOT NULL FROM snapshot WHERE tenant = $1", Writes.Text(tenant)),
            r => new StoredVersion(SafeText.Back(r.GetString(0)), r.GetInt64(1), r.GetInt32(2), r.GetBoolean(3)), cancellation)];

    public async ValueTask<ImmutableArray<SnapshotRow>> Contributions(string tenant, string? territory, CancellationToken cancellation = default) =>
        [.. await writes.Read(
            territory is null
                ? Writes.Sql($"SELECT {RowColumns}, contribution FROM snapshot WHERE tenant = $1 AND territory IS NULL", Writes.Text(tenant))
                : Writes.Sql($"SELECT {RowColumns}, contribution FROM snapshot WHERE tenant = $1 AND territory = $2", Writes.Text(tenant), Writes.Text(territory)),
            Row, cancellation)];

    public ValueTask<ImmutableArray<string>> Territories(string tenant, CancellationToken cancellation = default) =>
        Texts(Writes.Sql("SELECT DISTINCT territory FROM snapshot WHERE tenant = $1 AND territory IS NOT NULL", Writes.Text(tenant)), cancellation);

    public async IAsyncEnumerable<SnapshotRow> Views(string tenant, [EnumeratorCancellation] CancellationToken cancellation = default)
    {
        // By account, so that a page begins behind the last one whatever is written meanwhile.
        for (var after = ""; ;)
        {
            var page = await writes.Read(
                Writes.Sql($"SELECT {RowColumns}, view FROM snapshot WHERE tenant = $1 AND account > $2 AND view IS NOT NULL ORDER BY account LIMIT $3", Writes.Text(tenant), Writes.Text(after), Writes.Value(PageRows)),
                Row, cancellation);
            foreach (var row in page)
                yield return row;
            if (page.Count < PageRows)
                yield break;
            after = page[^1].Account;
        }
    }

    public async IAsyncEnumerable<StoredRecord> Records(string tenant, string prefix, [EnumeratorCancellation] CancellationToken cancellation = default)
    {
        // Accounts without such records are named too, so that the last page is known by them. '0' follows '/'.
        for (var after = ""; ;)
        {
            var page = await writes.Read(
                Writes.Sql(
                    """
                    SELECT s.account, r.key, r.bytes FROM (SELECT account FROM snapshot WHERE tenant = $1 AND account > $2 ORDER BY account LIMIT $3) s
                    LEFT JOIN snapshot_record r ON r.tenant = $1 AND r.account = s.account AND r.key >= $4 AND r.key < $5 ORDER BY s.account, r.key
                    """, Writes.Text(tenant), Writes.Text(after), Writes.Value(PageRows), Writes.Text(prefix), Writes.Text(prefix[..^1] + '0')),
                r => (Account: SafeText.Back(r.GetString(0)), Record: r.IsDBNull(1) ? default : new PackedRecord(SafeText.Back(r.GetString(1)), r.GetFieldValue<byte[]>(2))), cancellation);
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

    public async ValueTask Clear(string tenant, CancellationToken cancellation = default) => await writes.Run(async (connection, token) =>
    {
        foreach (var table in (string[])["snapshot_record", "snapshot", "flushed"])
            await Writes.Rows(connection, Writes.Sql($"DELETE FROM {table} WHERE tenant = $1", Writes.Text(tenant)), _ => 0, token);
        return true;
    }, cancellation);

    private async ValueTask<ImmutableArray<string>> Texts(NpgsqlBatchCommand sql, CancellationToken cancellation) =>
        [.. await writes.Read(sql, r => SafeText.Back(r.GetString(0)), cancellation)];

    private static SnapshotRow Row(NpgsqlDataReader r) => new(SafeText.Back(r.GetString(0)), Stamp(r), r.GetFieldValue<byte[]>(NextColumn));

    private static SnapshotStamp Stamp(NpgsqlDataReader r) => new(
        r.GetInt64(1), r.GetInt64(2), r.GetInt32(3), r.IsDBNull(4) ? null : r.GetFieldValue<DateOnly>(4), Writes.TextOrNull(r, 5),
        SafeText.Back(r.GetString(6)) is { Length: > 0 } keys ? [.. keys.Split(' ')] : []);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The snapshots of tenant {Tenant} were made when the journal reached row {Head}, which it does not have now; they are rebuilt.")]
    private static partial void SnapshotsOutlived(ILogger logger, string tenant, long head);
}
