using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using Npgsql;
using NpgsqlTypes;
using static OneLead.Storage.Postgres.Statements;

namespace OneLead.Storage.Postgres.Snapshots;

/// <summary>Writes and deletes snapshots, each call in one transaction.</summary>
internal sealed class PostgresSnapshotWriter(Statements database)
{
    private static readonly string[] Tables = ["snapshot_record", "snapshot", "flushed"];

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
            SnapshotRules.SnapshotsOutlived(logger, tenant, head);
            using var clear = new NpgsqlBatch(connection);
            foreach (var table in Tables)
                clear.BatchCommands.Add(new($"DELETE FROM {table} WHERE tenant = $1") { Parameters = { new() { Value = tenant } } });
            clear.ExecuteNonQuery();
        }
    }

    public ValueTask<ImmutableArray<SnapshotOutcome>> SaveAsync(ImmutableArray<SnapshotWrite> all, CancellationToken cancellation) =>
        database.RunAsync(async (connection, token) =>
        {
            var outcomes = new SnapshotOutcome[all.Length];
            // An upsert cannot write a row twice, so an account that occurs twice in a call needs two statements.
            var left = Enumerable.Range(0, all.Length).ToList();
            while (left.Count > 0)
            {
                var now = left.DistinctBy(i => (all[i].Tenant, all[i].Account)).ToArray();
                await DecideAsync(connection, all, now, outcomes, token);
                if (now.Where(i => outcomes[i] == SnapshotOutcome.Written).Select(i => all[i]).ToArray() is { Length: > 0 } written)
                {
                    await UpsertAsync(connection, written, token);
                    await PutRecordsAsync(connection, written, token);
                }
                left = [.. left.Except(now)];
            }
            foreach (var tenant in all.Select(w => w.Tenant).Distinct())
                await UpsertFlushedAsync(connection, tenant, 0, token);
            return ImmutableArray.Create(outcomes);
        }, cancellation);

    public async ValueTask SaveFlushedThroughAsync(string tenant, long through, CancellationToken cancellation) =>
        await database.RunAsync((connection, token) => UpsertFlushedAsync(connection, tenant, through, token), cancellation);

    public async ValueTask ClearAsync(string tenant, CancellationToken cancellation) =>
        await database.RunAsync(async (connection, token) =>
        {
            foreach (var table in Tables)
                await ExecuteAsync(connection, Sql($"DELETE FROM {table} WHERE tenant = $1", Text(tenant)), token);
            return true;
        }, cancellation);

    private static ValueTask<int> UpsertFlushedAsync(
        NpgsqlConnection connection, string tenant, long through, CancellationToken cancellation) =>
        ExecuteAsync(
            connection,
            Sql(
                """
                INSERT INTO flushed VALUES ($1, $2, coalesce((SELECT head FROM tenant WHERE name = $1), 0)) ON CONFLICT (tenant)
                DO UPDATE SET through = greatest(flushed.through, excluded.through), head = greatest(flushed.head, excluded.head)
                """,
                Text(tenant), Value(through)),
            cancellation);

    // Locks the stored rows until the end of the transaction.
    private static async Task DecideAsync(
        NpgsqlConnection connection, ImmutableArray<SnapshotWrite> all, int[] now, SnapshotOutcome[] outcomes,
        CancellationToken cancellation)
    {
        var stored = (await ReadRowsAsync(
            connection,
            Sql(
                """
                SELECT s.tenant, s.account, s.seq, s.engine FROM snapshot s JOIN unnest($1, $2) u(tenant, account) ON s.tenant = u.tenant
                    AND s.account = u.account
                FOR UPDATE OF s
                """,
                Texts(now.Select(i => all[i].Tenant)), Texts(now.Select(i => all[i].Account))),
            r => (
                Key: (PostgresText.Unescape(r.GetString(0)), PostgresText.Unescape(r.GetString(1))),
                Version: (r.GetInt64(2), r.GetInt32(3))),
            cancellation)).ToDictionary(s => s.Key, s => s.Version);
        foreach (var i in now)
            outcomes[i] = SnapshotRules.Decide(all[i], stored.TryGetValue((all[i].Tenant, all[i].Account), out var row) ? row : null);
    }

    private static ValueTask<int> UpsertAsync(NpgsqlConnection connection, SnapshotWrite[] rows, CancellationToken cancellation) =>
        ExecuteAsync(
            connection,
            Sql(
                """
                INSERT INTO snapshot (tenant, account, seq, tenant_seq, engine, next_due, territory, keys, contribution, view, header)
                SELECT * FROM unnest($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
                ON CONFLICT (tenant, account) DO UPDATE SET seq = excluded.seq, tenant_seq = excluded.tenant_seq, engine = excluded.engine,
                    next_due = excluded.next_due,
                    territory = excluded.territory, keys = excluded.keys, contribution = excluded.contribution, view = excluded.view,
                        header = excluded.header
                """,
                Texts(rows.Select(w => w.Tenant)), Texts(rows.Select(w => w.Account)),
                Array(NpgsqlDbType.Bigint, rows.Select(w => w.Stamp.Sequence)),
                Array(NpgsqlDbType.Bigint, rows.Select(w => w.Stamp.TenantSequence)),
                Array(NpgsqlDbType.Integer, rows.Select(w => w.Stamp.Engine)),
                Array(NpgsqlDbType.Date, rows.Select(w => w.Stamp.NextDue)),
                Texts(rows.Select(w => w.Stamp.Territory)), Texts(rows.Select(w => SnapshotRules.KeyText(w.Stamp))),
                Blobs(rows.Select(w => w.Contribution)), Blobs(rows.Select(w => w.View)), Blobs(rows.Select(w => w.Header))),
            cancellation);

    private static async Task PutRecordsAsync(NpgsqlConnection connection, SnapshotWrite[] writes, CancellationToken cancellation)
    {
        var replaced = writes.Where(w => w.ReplaceRecords).ToArray();
        // The last value of a repeated record wins.
        var records = writes.SelectMany(w => w.Records.Reverse().DistinctBy(r => r.Key).Select(r => (Write: w, Record: r))).ToArray();
        var (put, dropped) = (
            records.Where(r => r.Record.Bytes is not null).ToArray(), records.Where(r => r.Record.Bytes is null).ToArray());
        if (replaced.Length > 0)
        {
            await ExecuteAsync(
                connection,
                Sql(
                    "DELETE FROM snapshot_record r USING unnest($1, $2) u(tenant, account) WHERE r.tenant = u.tenant "
                        + "AND r.account = u.account",
                    Texts(replaced.Select(w => w.Tenant)), Texts(replaced.Select(w => w.Account))),
                cancellation);
        }
        if (dropped.Length > 0)
        {
            await ExecuteAsync(
                connection,
                Sql(
                    "DELETE FROM snapshot_record r USING unnest($1, $2, $3) u(tenant, account, key) WHERE r.tenant = u.tenant "
                        + "AND r.account = u.account AND r.key = u.key",
                    Texts(dropped.Select(r => r.Write.Tenant)), Texts(dropped.Select(r => r.Write.Account)),
                    Texts(dropped.Select(r => r.Record.Key))),
                cancellation);
        }
        if (put.Length > 0)
        {
            await ExecuteAsync(
                connection,
                Sql(
                    "INSERT INTO snapshot_record SELECT * FROM unnest($1, $2, $3, $4) ON CONFLICT (tenant, account, key) DO "
                        + "UPDATE SET bytes = excluded.bytes",
                    Texts(put.Select(r => r.Write.Tenant)), Texts(put.Select(r => r.Write.Account)), Texts(put.Select(r => r.Record.Key)),
                    Blobs(put.Select(r => r.Record.Bytes))),
                cancellation);
        }
    }
}
