using System.Collections.Immutable;
using System.Diagnostics;
using System.Globalization;
using System.Text;
using Microsoft.Extensions.Logging;
using Npgsql;
using NpgsqlTypes;
using OneLead.Events;
using OneLead.Storage.Postgres.Journal;
using OneLead.Storage.Postgres.Snapshots;
using OneLead.Storage.Postgres.States;

namespace OneLead.Storage.Postgres;

/// <summary>
/// The store in one schema of a PostgreSQL database: journal, snapshots, small states and dead letters. Several
/// processes may share it. Calls retry while the server restarts and fail after the timeout; the store itself stays usable.
/// </summary>
public sealed class PostgresStore : Store
{
    private static readonly TimeSpan LongestSilence = TimeSpan.FromSeconds(8), NodePause = TimeSpan.FromMilliseconds(200);

    private Statements? _statements;

    private PostgresStore(StoreHealth health) : base(health) { }

    /// <summary>Opens the store: waits for the server and migrates the schema.</summary>
    /// <exception cref="StoreOwnedException">A process of a version that does not share the schema uses it.</exception>
    /// <exception cref="InvalidDataException">The schema is newer than this program, or the database does not use UTF8.</exception>
    /// <exception cref="JournalUnavailableException">The server does not answer, or it refuses.</exception>
    /// <exception cref="CorruptJournalException">Rows of the journal are missing.</exception>
    public static PostgresStore Open(PostgresStoreOptions options, TimeProvider time, ILogger logger)
    {
        var store = new PostgresStore(options.Health);
        try
        {
            var database = store.Own(new Database(options));
            return database.Connect(connection =>
            {
                using (connection)
                {
                    Migrations.Run(connection, database, options.IsMoveTarget);
                    store.Compose(database, connection, options, time, logger);
                    return store;
                }
            });
        }
        catch
        {
            store.Dispose();
            throw;
        }
    }

    /// <summary>True if the schema exists, whatever it holds.</summary>
    /// <exception cref="NpgsqlException">The server does not answer, or it refuses.</exception>
    public static async Task<bool> ExistsAsync(PostgresStoreOptions options, CancellationToken cancellation)
    {
        await using var database = new Database(options);
        await using var connection = database.OpenUnpooled();
        await using var command = new NpgsqlCommand("SELECT EXISTS (SELECT FROM pg_namespace WHERE nspname = $1)", connection)
        {
            Parameters = { new() { Value = options.Schema } },
        };
        return (bool)(await command.ExecuteScalarAsync(cancellation))!;
    }

    /// <summary>Deletes the schema with everything in it. Nothing may use the store.</summary>
    /// <exception cref="NpgsqlException">The server does not answer, or it refuses.</exception>
    public static async Task DropAsync(PostgresStoreOptions options, CancellationToken cancellation)
    {
        await using var database = new Database(options);
        await using var connection = database.OpenUnpooled();
        await using var command = connection.CreateCommand();
        // The name follows the rule of the options, so it needs no quotes.
        command.CommandText = $"SET lock_timeout = '10s'; DROP SCHEMA IF EXISTS {options.Schema} CASCADE";
        await command.ExecuteNonQueryAsync(cancellation);
    }

    private void Compose(
        Database database, NpgsqlConnection connection, PostgresStoreOptions options, TimeProvider time, ILogger logger)
    {
        var heads = new PostgresHeads();
        heads.Refresh(Heads(connection, database));
        PostgresSnapshotWriter.DropSnapshotsAheadOfJournal(connection, logger);
        var metrics = Own(new StoreMetrics(options.Meters, () => 0));
        var statements = _statements = new Statements(database);
        var writers = Own(new PostgresWriters(database, statements, heads, options, metrics, logger));
        Journal = new PostgresJournal(database, statements, heads, writers);
        Seals = new PostgresSealStore(statements, heads);
        Snapshots = new PostgresSnapshotStore(statements, new PostgresSnapshotWriter(statements));
        States = new PostgresStateStore(statements);
        DeadLetters = new PostgresDeadLetterStore(statements, time);
        FieldKeys = new PostgresFieldKeyStore(statements);
    }

    public override bool IsShared => true;

    // A node that lives renews its row every few seconds. That of one that was killed stays as it is.
    public override async ValueTask<ImmutableArray<string>> FindNodesAsync(CancellationToken cancellation)
    {
        var first = await ReadAsync();
        for (var (now, watch) = (first, Stopwatch.StartNew()); !now.IsEmpty && watch.Elapsed < LongestSilence; now = await ReadAsync())
        {
            if (now.Where(n => first.GetValueOrDefault(n.Key) != n.Value).Select(static n => n.Key).ToImmutableArray() is [_, ..] living)
                return living;
            await Task.Delay(NodePause, cancellation);
        }
        return [];

        async ValueTask<ImmutableDictionary<string, DateTime>> ReadAsync() =>
            (await _statements!.ReadAsync(
                Statements.Sql("SELECT Address || ':' || Port, IAmAliveTime FROM OrleansMembershipTable WHERE Status = 3"),
                r => KeyValuePair.Create(r.GetString(0), r.GetDateTime(1)), cancellation)).ToImmutableDictionary();
    }

    public override async ValueTask RewriteAsync(string tenant, IReadOnlyList<JournalEntry> rows, CancellationToken cancellation) =>
        await _statements!.RunAsync(async (connection, token) =>
        {
            await Statements.ExecuteAsync(connection, Statements.Sql("DELETE FROM seal"), token);
            return await Statements.ExecuteAsync(
                connection,
                Statements.Sql(
                    """
                    UPDATE journal j SET data = c.data FROM tenant t, unnest($2, $3) c(seq, data)
                    WHERE t.name = $1 AND j.tenant = t.id AND j.seq = c.seq
                    """,
                    Statements.Text(PostgresText.Escape(tenant)),
                    Statements.Array(NpgsqlDbType.Bigint, rows.Select(static r => r.Sequence)),
                    Statements.Array(NpgsqlDbType.Text, rows.Select(static r => Encoding.UTF8.GetString(r.Event.Data.ToJson())))),
                token);
        }, cancellation);

    public override async ValueTask CompactAsync(CancellationToken cancellation)
    {
        await using var connection = _statements!.Database.OpenUnpooled();
        foreach (var table in (string[])["journal", "snapshot", "snapshot_record", "state", "dead_letter"])
        {
            await using var command = new NpgsqlCommand($"VACUUM (FULL) {table}", connection) { CommandTimeout = 0 };
            await command.ExecuteNonQueryAsync(cancellation);
        }
    }

    // The tables of a commit must be there and take rows, too.
    private protected override async Task WriteAsync(CancellationToken cancellation) =>
        await _statements!.RunAsync(async (connection, token) =>
        {
            foreach (var table in (string[])["journal", "delivered", "tenant"])
                await Statements.ExecuteAsync(connection, Statements.Sql($"INSERT INTO {table} SELECT * FROM {table} WHERE false"), token);
            return await Statements.ExecuteAsync(connection, Statements.Sql("UPDATE probe SET at = now()"), token);
        }, cancellation);

    // The last row must match the stored head. A difference means that the tables were restored from different backups.
    private static List<PostgresTenantHead> Heads(NpgsqlConnection connection, Database database)
    {
        using var command = new NpgsqlCommand(
            "SELECT id, name, head, (SELECT seq FROM journal j WHERE j.tenant = t.id ORDER BY seq DESC LIMIT 1) FROM tenant t ORDER BY id",
            connection);
        using var reader = command.ExecuteReader();
        var heads = new List<PostgresTenantHead>();
        while (reader.Read())
        {
            var head = new PostgresTenantHead(reader.GetInt32(0), PostgresText.Unescape(reader.GetString(1)), reader.GetInt64(2));
            var last = reader.IsDBNull(3) ? 0 : reader.GetInt64(3);
            if (last != head.Sequence)
                throw new CorruptJournalException(
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"The journal of tenant {head.Name} in PostgreSQL ({database.Name}) ends at row {last}, but "
                            + $"{head.Sequence} rows were committed.\nRestore the database from a backup."),
                    head.Sequence);
            heads.Add(head);
        }
        return heads;
    }
}
