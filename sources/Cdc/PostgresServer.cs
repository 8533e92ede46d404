using System.Collections.Immutable;
using System.Globalization;
using System.Runtime.CompilerServices;
using Npgsql;
using NpgsqlTypes;

namespace OneLead.Sources.Cdc;

/// <summary>A session on a source's database: reads its slot and tables, and copies them.</summary>
public sealed class PostgresServer : IAsyncDisposable
{
    // Fixes the text format of values, and removes timeouts that would interrupt a copy.
    private const string Settings =
        "-c DateStyle=ISO -c TimeZone=UTC -c IntervalStyle=iso_8601 -c bytea_output=hex -c extra_float_digits=1 "
        + "-c statement_timeout=0 -c idle_in_transaction_session_timeout=0";

    private readonly PostgresSource _source;
    private readonly NpgsqlConnection _connection;

    private PostgresServer(PostgresSource source, NpgsqlConnection connection) => (_source, _connection) = (source, connection);

    /// <exception cref="NpgsqlException">The server is not reachable.</exception>
    public static async Task<PostgresServer> OpenAsync(PostgresSource source, CancellationToken cancellation = default)
    {
        var connection = new NpgsqlConnection(ConnectionString(source));
        try
        {
            await connection.OpenAsync(cancellation);
            return new(source, connection);
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    /// <summary>The source's connection string with the settings of our sessions.</summary>
    internal static string ConnectionString(PostgresSource source)
    {
        var own = new NpgsqlConnectionStringBuilder(source.ConnectionString);
        return new NpgsqlConnectionStringBuilder(source.ConnectionString)
        {
            Options = string.IsNullOrEmpty(own.Options) ? Settings : $"{own.Options} {Settings}",
            ApplicationName = own.ApplicationName ?? $"onelead {source.Name}",
            Pooling = false,
            ReadBufferSize = 64 * 1024,
            CommandTimeout = 0,
            // Detects a server that vanished within half a minute.
            TcpKeepAlive = true,
            TcpKeepAliveTime = 15,
            TcpKeepAliveInterval = 5,
        }.ConnectionString;
    }

    /// <summary>The source's slot; null if there is none.</summary>
    public async Task<SlotFacts?> ReadSlotAsync(CancellationToken cancellation = default)
    {
        // wal_status exists since PostgreSQL 13.
        await using var command = Command(
            """
            SELECT active_pid, coalesce(to_jsonb(s)->>'wal_status', '') = 'lost', confirmed_flush_lsn
            FROM pg_replication_slots s WHERE slot_name = $1
            """, _source.Slot);
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        if (!await reader.ReadAsync(cancellation))
            return null;
        return new(
            reader.IsDBNull(0) ? null : reader.GetInt32(0),
            reader.GetBoolean(1),
            reader.IsDBNull(2) ? 0 : (ulong)reader.GetFieldValue<NpgsqlLogSequenceNumber>(2));
    }

    /// <summary>Ends the session that reads the slot, if there is one.</summary>
    public async Task TerminateSlotReaderAsync(CancellationToken cancellation = default)
    {
        await using var command = Command(
            "SELECT pg_terminate_backend(active_pid) FROM pg_replication_slots WHERE slot_name = $1 AND active_pid IS NOT NULL",
            _source.Slot);
        await command.ExecuteNonQueryAsync(cancellation);
    }

    /// <exception cref="PostgresException">55006: a session reads the slot. 42704: there is no slot.</exception>
    public async Task DropSlotAsync(CancellationToken cancellation = default)
    {
        await using var command = Command("SELECT pg_drop_replication_slot($1)", _source.Slot);
        await command.ExecuteNonQueryAsync(cancellation);
    }

    /// <summary>The current end of the log.</summary>
    public async Task<ulong> ReadLogEndAsync(CancellationToken cancellation = default)
    {
        await using var command = Command(
            "SELECT CASE WHEN pg_is_in_recovery() THEN pg_last_wal_replay_lsn() ELSE pg_current_wal_lsn() END");
        return (ulong)(NpgsqlLogSequenceNumber)(await command.ExecuteScalarAsync(cancellation))!;
    }

    /// <summary>The server's clock, from which commits get their times.</summary>
    public async Task<DateTimeOffset> ReadClockAsync(CancellationToken cancellation = default)
    {
        await using var command = Command("SELECT clock_timestamp()");
        return new((DateTime)(await command.ExecuteScalarAsync(cancellation))!);
    }

    /// <summary>The followed tables of the publication, referenced tables first.</summary>
    /// <returns>Null if there is no such publication.</returns>
    public async Task<ImmutableArray<PublishedTable>?> ReadTablesAsync(CancellationToken cancellation = default)
    {
        await using (var exists = Command("SELECT 1 FROM pg_publication WHERE pubname = $1", _source.Publication))
        {
            if (await exists.ExecuteScalarAsync(cancellation) is null)
                return null;
        }
        var tables = new List<PublishedTable>();
        // Column lists and row filters exist since PostgreSQL 15.
        await using var command = Command(
            """
            SELECT p.schemaname, p.tablename, to_jsonb(p)->>'rowfilter', c.relkind = 'p',
              a.attname, a.atttypid, coalesce(a.attnum = ANY (i.indkey), false), c.oid,
              CASE c.relkind WHEN 'p'
                THEN (SELECT string_agg(t.relid::oid || ':' || pg_relation_filenode(t.relid), ',' ORDER BY t.relid::oid)
                      FROM pg_partition_tree(c.oid) t WHERE t.isleaf)
                ELSE pg_relation_filenode(c.oid)::text END
            FROM pg_publication_tables p
            JOIN pg_namespace n ON n.nspname = p.schemaname JOIN pg_class c ON c.relnamespace = n.oid AND c.relname = p.tablename
            JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = ''
              AND (to_jsonb(p)->'attnames' IS NULL OR to_jsonb(p)->'attnames' = 'null' OR to_jsonb(p)->'attnames' ? a.attname::text)
            LEFT JOIN pg_index i ON i.indrelid = c.oid AND CASE c.relreplident WHEN 'i' THEN i.indisreplident ELSE i.indisprimary END
            WHERE p.pubname = $1 ORDER BY p.schemaname, p.tablename, a.attnum
            """, _source.Publication);
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        while (await reader.ReadAsync(cancellation))
        {
            var (schema, name) = (reader.GetString(0), reader.GetString(1));
            var column = new LogColumn(reader.GetString(4), reader.GetFieldValue<uint>(5), reader.GetBoolean(6));
            if (tables.Count > 0 && tables[^1] is var last && (last.Table.Schema, last.Table.Name) == (schema, name))
                tables[^1] = last with { Table = last.Table with { Columns = last.Table.Columns.Add(column) } };
            else
                tables.Add(new(new(schema, name, [column]), reader.IsDBNull(2) ? null : reader.GetString(2), reader.GetBoolean(3))
                {
                    Relation = reader.GetFieldValue<uint>(7),
                    Files = reader.IsDBNull(8) ? "" : reader.GetString(8),
                });
        }
        return
        [
            .. tables.Where(t => _source.EntityOf(t.Table) is not null)
                .OrderBy(t => _source.Rules?.LoadOrderOf(_source.EntityOf(t.Table)!) ?? 0),
        ];
    }

    /// <summary>What the publication publishes: <c>insert,update,delete,truncate</c>, or some of them.</summary>
    public async Task<string> ReadActionsAsync(CancellationToken cancellation = default)
    {
        await using var command = Command(
            """
            SELECT concat_ws(',', CASE WHEN pubinsert THEN 'insert' END, CASE WHEN pubupdate THEN 'update' END,
              CASE WHEN pubdelete THEN 'delete' END, CASE WHEN pubtruncate THEN 'truncate' END)
            FROM pg_publication WHERE pubname = $1
            """, _source.Publication);
        return await command.ExecuteScalarAsync(cancellation) as string ?? "";
    }

    /// <summary>Starts a transaction on a snapshot that another session exported.</summary>
    public async Task EnterSnapshotAsync(string snapshot, CancellationToken cancellation = default)
    {
        // The statement takes no parameters.
        var quoted = snapshot.Replace("'", "''", StringComparison.Ordinal);
        await using var command = Command($"BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY; SET TRANSACTION SNAPSHOT '{quoted}'");
        await command.ExecuteNonQueryAsync(cancellation);
    }

    public async Task LeaveSnapshotAsync(CancellationToken cancellation = default)
    {
        await using var command = Command("COMMIT");
        await command.ExecuteNonQueryAsync(cancellation);
    }

    /// <summary>Streams the rows of a table.</summary>
    public async IAsyncEnumerable<RowChange.Inserted> CopyAsync(
        PublishedTable table, [EnumeratorCancellation] CancellationToken cancellation = default)
    {
        var width = table.Table.Columns.Length;
        var columns = string.Join(", ", table.Table.Columns.Select(c => Quoted(c.Name)));
        var from = $"{(table.IsPartitioned ? "" : "ONLY ")}{Quoted(table.Table.Schema)}.{Quoted(table.Table.Name)}";
        var where = table.Filter is { } filter ? $" WHERE {filter}" : "";
        using var text = await _connection.BeginTextExportAsync($"COPY (SELECT {columns} FROM {from}{where}) TO STDOUT", cancellation);
        while (await text.ReadLineAsync(cancellation) is { } line)
            yield return new(table.Table, ImmutableArray.Create(LogValues.ReadLine(line, width)));
    }

    public ValueTask DisposeAsync() => _connection.DisposeAsync();

    private NpgsqlCommand Command(string sql, params ReadOnlySpan<string> parameters)
    {
        var command = new NpgsqlCommand(sql, _connection);
        foreach (var parameter in parameters)
            command.Parameters.Add(new NpgsqlParameter { Value = parameter });
        return command;
    }

    private static string Quoted(string name) =>
        string.Create(CultureInfo.InvariantCulture, $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"");
}
