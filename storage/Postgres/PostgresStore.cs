using System.Collections.Immutable;
using System.Globalization;
using Microsoft.Extensions.Logging;
using Npgsql;
using OneLead.Storage.Postgres.Journal;
using OneLead.Storage.Postgres.Snapshots;
using OneLead.Storage.Postgres.States;

namespace OneLead.Storage.Postgres;

/// <summary>
/// The store in one schema of a PostgreSQL database: journal, snapshots, small states and dead letters. One process owns it
/// at a time. Calls retry while the server restarts and fail after the timeout; the store itself stays usable.
/// </summary>
public sealed class PostgresStore : Store
{
    private FencedDatabase? _writes;
    private Ownership? _owner;

    private PostgresStore(StoreHealth health) : base(health) { }

    /// <summary>Opens the store: waits for the server, takes ownership of the schema and migrates it.</summary>
    /// <exception cref="StoreOwnedException">Another process owns the schema.</exception>
    /// <exception cref="InvalidDataException">The schema is newer than this program, or the database does not use UTF8.</exception>
    /// <exception cref="JournalUnavailableException">The server does not answer, or it refuses.</exception>
    /// <exception cref="CorruptJournalException">Rows of the journal are missing.</exception>
    public static PostgresStore Open(PostgresStoreOptions options, TimeProvider time, ILogger logger)
    {
        var store = new PostgresStore(options.Health);
        try
        {
            var database = store.Own(new Database(options));
            store.Take(database, options, time, logger);
            return store;
        }
        catch
        {
            store.Dispose();
            throw;
        }
    }

    private void Take(Database database, PostgresStoreOptions options, TimeProvider time, ILogger logger)
    {
        var deadline = database.Deadline();
        for (var pause = Database.InitialPause; ; pause = Database.NextPause(pause))
        {
            NpgsqlConnection? connection = null;
            try
            {
                connection = database.OpenUnpooled();
                Ownership.Lock(connection, database);
                Migrations.Run(connection, database);
                var owner = Ownership.Take(connection, database).Owner;
                Compose(database, connection, owner, options, time, logger);
                return;
            }
            catch (Exception e)
            {
                connection?.Dispose();
                if (e is NpgsqlException && (!Database.IsConnectionFailure(e) || Environment.TickCount64 > deadline))
                    throw database.Unavailable(e);
                if (!Database.IsConnectionFailure(e))
                    throw;
            }
            Thread.Sleep(pause);
        }
    }

    private void Compose(
        Database database, NpgsqlConnection connection, Ownership owner, PostgresStoreOptions options, TimeProvider time, ILogger logger)
    {
        var heads = Heads(connection, database);
        PostgresSnapshotWriter.DropSnapshotsAheadOfJournal(connection, logger);
        var metrics = Own(new StoreMetrics(options.Meters, () => 0));
        var writer = Own(new PostgresJournalWriter(database, connection, owner, heads, options, time, metrics, logger));
        var writes = new FencedDatabase(database, owner);
        (_writes, _owner) = (writes, owner);
        Journal = new PostgresJournal(writer, database);
        Snapshots = new PostgresSnapshotStore(
            writes, new PostgresSnapshotWriter(writes, tenant => writer.Heads.Committed.GetValueOrDefault(tenant)?.Sequence ?? 0));
        States = new PostgresStateStore(writes);
        DeadLetters = new PostgresDeadLetterStore(writes, time);
    }

    private protected override async Task WriteAsync(CancellationToken cancellation) =>
        await _writes!.RunAsync(
            FencedDatabase.Sql("UPDATE owner SET since = since WHERE epoch = $1 RETURNING 1", FencedDatabase.Value(_owner!.Epoch)),
            r => r.GetInt32(0), cancellation);

    // The last row must match the stored head. A difference means that the tables were restored from different backups.
    private static ImmutableDictionary<string, PostgresTenantHead> Heads(NpgsqlConnection connection, Database database)
    {
        using var command = new NpgsqlCommand(
            "SELECT id, name, head, (SELECT seq FROM journal j WHERE j.tenant = t.id ORDER BY seq DESC LIMIT 1) FROM tenant t ORDER BY id",
            connection);
        using var reader = command.ExecuteReader();
        var heads = ImmutableDictionary.CreateBuilder<string, PostgresTenantHead>();
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
            heads.Add(head.Name, head);
        }
        return heads.ToImmutable();
    }
}
