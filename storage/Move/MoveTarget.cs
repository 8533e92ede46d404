using System.Globalization;
using Npgsql;
using OneLead.Storage.Postgres;

namespace OneLead.Storage.Move;

/// <summary>A schema into which a store is moved, marked as long as the move has not ended.</summary>
internal sealed class MoveTarget : IDisposable
{
    private const ulong MoveLock = 5;
    private const string Tables = "tenant, journal, delivered, seal, snapshot, snapshot_record, flushed, state, dead_letter";

    private readonly Database _database;
    private readonly NpgsqlConnection _connection;

    private MoveTarget(Database database, NpgsqlConnection connection) => (_database, _connection) = (database, connection);

    public string Name => _database.Name;

    /// <summary>Creates the tables if they are missing, and marks the schema.</summary>
    /// <param name="move">Says which move this is.</param>
    /// <exception cref="MoveException">The schema holds a store or a former move, or is the target of another one.</exception>
    public static MoveTarget Mark(PostgresStoreOptions options, string move, bool emptiesTarget)
    {
        var database = new Database(options);
        try
        {
            return database.Connect(connection =>
            {
                Migrations.Run(connection, database, isMove: true);
                var target = new MoveTarget(database, connection);
                target.Begin(move, emptiesTarget);
                return target;
            });
        }
        catch
        {
            database.Dispose();
            throw;
        }
    }

    /// <summary>Removes the mark from an empty target.</summary>
    public void Unmark() => Execute(
        $"""
        BEGIN;
        UPDATE compatibility SET usable_from = (SELECT checksum::int FROM migration WHERE number = {Moving});
        DELETE FROM migration WHERE number = {Moving};
        COMMIT
        """);

    public T InTransaction<T>(Func<NpgsqlConnection, T> write)
    {
        using var transaction = _connection.BeginTransaction();
        var result = write(_connection);
        transaction.Commit();
        // The planner knows nothing of tables that were filled at once.
        Execute($"ANALYZE {Tables}");
        return result;
    }

    /// <summary>Removes the mark.</summary>
    /// <exception cref="MoveException">Another process has written to the target.</exception>
    public void Complete()
    {
        // A process that was starting when the mark was set.
        if (Scalar("SELECT EXISTS (SELECT FROM tenant WHERE epoch <> 0)") is true)
            throw new MoveException(
                $"A server started on PostgreSQL ({Name}) during the move and wrote to it. Stop it, and repeat the move with "
                + "--empty-target.");
        Unmark();
    }

    public void Dispose()
    {
        _connection.Dispose();
        _database.Dispose();
    }

    private static string Moving => Migrations.Moving.ToString(CultureInfo.InvariantCulture);

    private void Begin(string move, bool emptiesTarget)
    {
        // Held as long as the connection.
        if (Scalar($"SELECT pg_try_advisory_lock({_database.LockKey(MoveLock).ToString(CultureInfo.InvariantCulture)})") is false)
            throw new MoveException($"Another move into PostgreSQL ({Name}) is under way.");
        if (Migrations.MoveOf(_connection) is { } former)
        {
            if (!emptiesTarget)
                throw new MoveException(
                    $"PostgreSQL ({Name}) holds a move that has not ended ({former}). Repeat the command with --empty-target to delete "
                    + "what it copied, or name another schema with --to-schema.");
            Execute($"TRUNCATE {Tables}; ALTER SEQUENCE state_tag RESTART");
            Unmark();
        }
        if (Scalar(string.Join(" OR ", Tables.Split(", ").Select(static t => $"EXISTS (SELECT FROM {t})")).Insert(0, "SELECT ")) is true)
            throw new MoveException(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"PostgreSQL ({Name}) holds a store with {Scalar("SELECT count(*) FROM journal")} journal rows. ")
                + "Name another schema with --to-schema.");
        Execute(
            $"""
            BEGIN;
            INSERT INTO migration (number, name, checksum) SELECT {Moving}, {Quoted(move)}, usable_from::text FROM compatibility;
            UPDATE compatibility SET usable_from = {Moving};
            COMMIT
            """);
    }

    private static string Quoted(string text) => $"'{text.Replace("'", "''", StringComparison.Ordinal)}'";

    private void Execute(string sql)
    {
        using var command = new NpgsqlCommand(sql, _connection);
        command.ExecuteNonQuery();
    }

    private object? Scalar(string sql)
    {
        using var command = new NpgsqlCommand(sql, _connection);
        return command.ExecuteScalar();
    }
}
