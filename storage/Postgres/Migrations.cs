using System.Data;
using System.Globalization;
using System.Reflection;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using Npgsql;

namespace OneLead.Storage.Postgres;

/// <summary>
/// Migrates a schema to the current version. Runs the numbered SQL files of this assembly once, in order, each in its own
/// transaction, under an advisory lock.
/// </summary>
internal static partial class Migrations
{
    // Processes of versions before the third hold a lock on the schema as long as they run.
    private const ulong FormerOwner = 1, Lock = 2;
    private const int FirstShared = 3;

    // From then on programs write what older ones cannot read, and older ones would write rows without authors. So none may run.
    private const int FirstWithMembers = 4, FirstAudited = 5;
    private const string Folder = "Migrations/";

    /// <summary>
    /// The number of the row that marks a schema into which a store is being moved. Versions that do not know it take the schema for a
    /// newer one and refuse it, too.
    /// </summary>
    public const int Moving = int.MaxValue;

    // A node that lives renews its row every five seconds.
    private const string LivingNodes =
        "SELECT string_agg(Address || ':' || Port, ', ') FROM OrleansMembershipTable WHERE Status = 3 "
        + "AND IAmAliveTime > now() - interval '15 s'";

    private sealed record Migration(int Number, string Name, string Sql)
    {
        public string Checksum { get; } = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Sql)));
    }

    private static readonly Migration[] All = [.. Assembly.GetExecutingAssembly().GetManifestResourceNames()
        .Where(n => n.StartsWith(Folder, StringComparison.Ordinal)).Order(StringComparer.Ordinal).Select(Read)];

    /// <param name="isMove">True for the move itself, which a mark of a former one does not stop.</param>
    /// <exception cref="InvalidDataException">The schema is newer than this program, was created by other migrations, or holds an
    /// unfinished move; or the database's encoding is not UTF8.</exception>
    public static void Run(NpgsqlConnection connection, Database database, bool isMove = false)
    {
        if ((string)Scalar(connection, "SHOW server_encoding")! != "UTF8")
            throw new InvalidDataException($"PostgreSQL ({database.Name}) does not use UTF8. Create the database with ENCODING 'UTF8'.");
        var key = Key(database, Lock);
        Execute(connection, $"SELECT pg_advisory_lock({key})");
        try
        {
            // A role without the right to create schemas can use an existing one.
            if (Scalar(connection, $"SELECT 1 FROM pg_namespace WHERE nspname = '{database.Schema}'") is null)
                Execute(connection, $"CREATE SCHEMA {database.Schema}");
            Execute(
                connection,
                "CREATE TABLE IF NOT EXISTS migration (number int PRIMARY KEY, name text NOT NULL, checksum text NOT "
                    + "NULL, applied_at timestamptz NOT NULL DEFAULT now())");
            if (!isMove && MoveOf(connection) is { } move)
                throw new InvalidDataException(
                    $"PostgreSQL ({database.Name}) holds a move that is not complete ({move}). Let 'onelead migrate' end, or repeat it "
                        + "with --empty-target. Until then, use the store that is being moved, which is unchanged.");
            var applied = Applied(connection);
            Compare(connection, applied, database);
            if (applied.Count is > 0 and < FirstShared
                && Scalar(connection, $"SELECT pg_try_advisory_lock({Key(database, FormerOwner)})") is false)
                throw new StoreOwnedException(
                    $"PostgreSQL ({database.Name}) is in use by a process of an older version. Stop it, and start this one again.");
            if (applied.Count is >= FirstWithMembers and < FirstAudited && Scalar(connection, LivingNodes) is string nodes)
                throw new StoreOwnedException(
                    $"PostgreSQL ({database.Name}) is in use by nodes of an older version: {nodes}. Stop all of them, wait 15 seconds, and "
                    + "start this one again.");
            foreach (var migration in All.Skip(applied.Count))
                Apply(connection, migration);
        }
        finally
        {
            // A lost connection has released its lock.
            if (connection.FullState == ConnectionState.Open)
                Execute(connection, $"SELECT pg_advisory_unlock({key})");
        }
    }

    /// <summary>Says which move has not ended; null if there is none.</summary>
    public static string? MoveOf(NpgsqlConnection connection) =>
        (string?)Scalar(connection, string.Create(CultureInfo.InvariantCulture, $"SELECT name FROM migration WHERE number = {Moving}"));

    private static string Key(Database database, ulong purpose) => database.LockKey(purpose).ToString(CultureInfo.InvariantCulture);

    private static void Compare(
        NpgsqlConnection connection, List<(int Number, string Name, string Checksum)> applied, Database database)
    {
        if (applied.Count > All.Length && (int)Scalar(connection, "SELECT usable_from FROM compatibility")! > All.Length)
            throw new InvalidDataException(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"PostgreSQL ({database.Name}) has version {applied.Count} of the store; this program knows versions "
                        + $"up to {All.Length}. Use the newer program."));
        foreach (var (found, known) in applied.Zip(All))
        {
            if (found != (known.Number, known.Name, known.Checksum))
                throw new InvalidDataException(
                    $"PostgreSQL ({database.Name}) was made by another {found.Name} than this program's {known.Name}. Use "
                        + $"the program that made it.");
        }
    }

    private static List<(int, string, string)> Applied(NpgsqlConnection connection)
    {
        using var command = new NpgsqlCommand(
            string.Create(
                CultureInfo.InvariantCulture, $"SELECT number, name, checksum FROM migration WHERE number < {Moving} ORDER BY number"),
            connection);
        using var reader = command.ExecuteReader();
        var applied = new List<(int, string, string)>();
        while (reader.Read())
            applied.Add((reader.GetInt32(0), reader.GetString(1), reader.GetString(2)));
        return applied;
    }

    private static void Apply(NpgsqlConnection connection, Migration migration)
    {
        using var transaction = connection.BeginTransaction();
        Execute(connection, migration.Sql);
        using var record = new NpgsqlCommand("INSERT INTO migration VALUES ($1, $2, $3)", connection)
        {
            Parameters = { new() { Value = migration.Number }, new() { Value = migration.Name }, new() { Value = migration.Checksum } },
        };
        record.ExecuteNonQuery();
        transaction.Commit();
    }

    private static Migration Read(string resource)
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream(resource)!;
        using var reader = new StreamReader(stream, Encoding.UTF8);
        var name = resource[Folder.Length..];
        // Line endings may differ between checkouts.
        return new(
            int.Parse(NumberOf().Match(name).ValueSpan, CultureInfo.InvariantCulture), name, reader.ReadToEnd().ReplaceLineEndings("\n"));
    }

    private static void Execute(NpgsqlConnection connection, string sql)
    {
        using var command = new NpgsqlCommand(sql, connection);
        command.ExecuteNonQuery();
    }

    private static object? Scalar(NpgsqlConnection connection, string sql)
    {
        using var command = new NpgsqlCommand(sql, connection);
        return command.ExecuteScalar();
    }

    [GeneratedRegex("^[0-9]{4}")]
    private static partial Regex NumberOf();
}
