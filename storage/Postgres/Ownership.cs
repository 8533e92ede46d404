using System.Globalization;
using Npgsql;
using OneLead.Storage.Postgres.Journal;

namespace OneLead.Storage.Postgres;

/// <summary>
/// The right of one process to write a tenant's journal. Every commit checks the epoch, so a former writer cannot commit after
/// another has taken over.
/// </summary>
internal sealed class Ownership
{
    // A commit in progress holds the tenant's row. It takes milliseconds, unless its process is frozen or its machine is gone.
    private const string LongestCommit = "1s";
    private const ulong TenantLock = 4;
    private const int LongestTakeSeconds = 10;

    private readonly Database _database;

    private Ownership(Database database, PostgresTenantHead tenant, long commits, long epoch) =>
        (_database, Tenant, Commits, Epoch) = (database, tenant, commits, epoch);

    /// <summary>The tenant with its last row at the time of taking.</summary>
    public PostgresTenantHead Tenant { get; }

    /// <summary>The number of journal commits at that time.</summary>
    public long Commits { get; }

    public long Epoch { get; }

    /// <summary>
    /// The number of the writer's connections so far. A commit that still runs on a lost connection has an older number and is
    /// refused.
    /// </summary>
    public long Session { get; private set; } = 1;

    /// <summary>
    /// Makes this process the writer by raising the epoch. Waits for a commit of the former writer in progress, and ends its
    /// connection if that takes longer than a second.
    /// </summary>
    /// <param name="member">The node that takes it must be an active member of the cluster; null without a cluster.</param>
    /// <exception cref="JournalFencedException">The node is no active member.</exception>
    public static Ownership Take(NpgsqlConnection connection, Database database, string tenant, ClusterNode? member)
    {
        var id = Add(connection, database, tenant);
        using var take = new NpgsqlCommand(
            """
            UPDATE tenant SET epoch = epoch + 1, session = 1, writer = $2, since = now(), backend = pg_backend_pid(), backend_since =
                (SELECT backend_start FROM pg_stat_activity WHERE pid = pg_backend_pid())
            WHERE id = $1 AND ($3 IS NULL OR EXISTS (SELECT FROM OrleansMembershipTable
                WHERE DeploymentId = $3 AND Address = $4 AND Port = $5 AND Generation = $6 AND Status = 3))
            RETURNING epoch, head, commits
            """, connection)
        {
            Parameters =
            {
                Statements.Value(id), Statements.Text(member?.Name ?? ThisProcess), Statements.Text(member?.Cluster),
                Statements.Text(member?.Address), Statements.Value(member?.Port ?? 0), Statements.Value(member?.Generation ?? 0),
            },
        };
        return Patiently(connection, id, () =>
        {
            using var reader = take.ExecuteReader();
            return reader.Read()
                ? new Ownership(database, new PostgresTenantHead(id, tenant, reader.GetInt64(1)), reader.GetInt64(2), reader.GetInt64(0))
                : throw new JournalFencedException($"{member?.Name} is no active member of the cluster. Another node writes the journal.");
        });
    }

    /// <summary>Continues the ownership on a new connection after the lost one can no longer commit.</summary>
    /// <returns>The last commit of the journal.</returns>
    /// <exception cref="JournalFencedException">Another process has taken over.</exception>
    public CommitMark Resume(NpgsqlConnection connection)
    {
        // The server may not have noticed the disconnect.
        EndWriter(connection, Tenant.Number);
        using var resume = new NpgsqlCommand(
            """
            UPDATE tenant SET session = session + 1, backend = pg_backend_pid(), backend_since =
                (SELECT backend_start FROM pg_stat_activity WHERE pid = pg_backend_pid())
            WHERE id = $1 AND epoch = $2 RETURNING session, commits, received_at
            """, connection)
        {
            Parameters = { Statements.Value(Tenant.Number), Statements.Value(Epoch) },
        };
        return Patiently(connection, Tenant.Number, () =>
        {
            using var reader = resume.ExecuteReader();
            if (!reader.Read())
                throw TakenOver();
            Session = reader.GetInt64(0);
            return new CommitMark(reader.GetInt64(1), reader.GetFieldValue<DateTimeOffset>(2));
        });
    }

    public JournalFencedException TakenOver() =>
        new($"Another process has taken over the journal of tenant {Tenant.Name} in PostgreSQL ({_database.Name}).");

    private static string ThisProcess =>
        string.Create(CultureInfo.InvariantCulture, $"process {Environment.ProcessId} on {Environment.MachineName}");

    // The lock keeps two processes from giving the same number to two tenants. A plain ON CONFLICT would wait for a commit.
    private static int Add(NpgsqlConnection connection, Database database, string tenant)
    {
        using var add = new NpgsqlBatch(connection)
        {
            BatchCommands =
            {
                Statements.Sql("SELECT pg_advisory_xact_lock($1)", Statements.Value(database.LockKey(TenantLock))),
                Statements.Sql(
                    "INSERT INTO tenant (id, name, head) SELECT (SELECT coalesce(max(id), 0) + 1 FROM tenant), $1, 0 "
                        + "WHERE NOT EXISTS (SELECT FROM tenant WHERE name = $1)",
                    Statements.Text(tenant)),
                Statements.Sql("SELECT id FROM tenant WHERE name = $1", Statements.Text(tenant)),
            },
        };
        using var reader = add.ExecuteReader();
        reader.NextResult();
        reader.Read();
        return reader.GetInt32(0);
    }

    // Waits for the tenant's row for a second, and then ends the connection that is recorded as its writer's.
    private static T Patiently<T>(NpgsqlConnection connection, int tenant, Func<T> update)
    {
        Execute(connection, $"SET lock_timeout = '{LongestCommit}'");
        for (var deadline = Environment.TickCount64 + (LongestTakeSeconds * 1000); ;)
        {
            try
            {
                var result = update();
                Execute(connection, "SET lock_timeout = 0");
                return result;
            }
            catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.LockNotAvailable && Environment.TickCount64 < deadline)
            {
                EndWriter(connection, tenant);
            }
        }
    }

    // The number of a server process is used again, so the query also compares when it began.
    private static void EndWriter(NpgsqlConnection connection, int tenant)
    {
        using var end = new NpgsqlCommand(
            """
            SELECT pg_terminate_backend(a.pid) FROM tenant t
            JOIN pg_stat_activity a ON a.pid = t.backend AND a.backend_start = t.backend_since
            WHERE t.id = $1 AND a.pid <> pg_backend_pid()
            """, connection)
        {
            Parameters = { Statements.Value(tenant) },
        };
        end.ExecuteNonQuery();
    }

    private static void Execute(NpgsqlConnection connection, string sql)
    {
        using var command = new NpgsqlCommand(sql, connection);
        command.ExecuteNonQuery();
    }
}
