using System.Globalization;
using Npgsql;

namespace OneLead.Storage.Postgres;

/// <summary>
/// The ownership of the schema. A session lock on the journal's connection makes a second process fail at start. The lock
/// ends with the connection, so every commit also checks the epoch, which fences a former owner.
/// </summary>
internal sealed class Ownership
{
    /// <summary>The SQLSTATE that the function <c>fence</c> raises.</summary>
    public const string Fenced = "OL001";

    private const string UnknownProcess = "another process";
    private const ulong SessionLock = 1, FenceLock = 3;

    private static readonly TimeSpan ReleaseTimeout = TimeSpan.FromSeconds(2);

    private readonly Database _database;
    private readonly long _sessionKey;
    private int _backend;

    private Ownership(Database database, long epoch) =>
        (_database, Epoch, _sessionKey, FenceKey) = (database, epoch, database.LockKey(SessionLock), database.LockKey(FenceLock));

    /// <summary>The epoch of this process's ownership.</summary>
    public long Epoch { get; }

    /// <summary>
    /// The number of journal connections so far. A commit that still runs on a lost connection has an older number and is
    /// refused.
    /// </summary>
    public long Session { get; private set; }

    /// <summary>The key of the lock that writers share and a new owner takes exclusively.</summary>
    public long FenceKey { get; }

    /// <summary>Takes the session lock that prevents a second process from starting.</summary>
    /// <exception cref="StoreOwnedException">Another process owns the schema.</exception>
    public static void Lock(NpgsqlConnection connection, Database database)
    {
        // The server needs a moment to notice that a process has died.
        if (!TryLock(connection, database.LockKey(SessionLock), ReleaseTimeout))
            throw new StoreOwnedException(
                $"PostgreSQL ({database.Name}) is in use by {Owner(connection)}. Stop it, or choose another schema with ONELEAD__Schema.");
    }

    /// <summary>
    /// Makes this process the owner by raising the epoch. Waits for writes of the former owner in progress; its later writes
    /// fail.
    /// </summary>
    /// <returns>The ownership and the number of journal commits so far.</returns>
    public static (Ownership Owner, long Commits) Take(NpgsqlConnection connection, Database database)
    {
        using var batch = new NpgsqlBatch(connection)
        {
            BatchCommands =
            {
                new("SELECT pg_advisory_xact_lock($1)") { Parameters = { new() { Value = database.LockKey(FenceLock) } } },
                new("UPDATE owner SET epoch = epoch + 1, session = 1, who = $1, since = now() RETURNING epoch, commits")
                {
                    Parameters = { new() { Value = ThisProcess } },
                },
            },
        };
        using var reader = batch.ExecuteReader();
        reader.NextResult();
        reader.Read();
        return (new Ownership(database, reader.GetInt64(0)) { Session = 1, _backend = connection.ProcessID }, reader.GetInt64(1));
    }

    /// <summary>Continues the ownership on a new connection after the lost one can no longer commit.</summary>
    /// <returns>The number of journal commits so far.</returns>
    /// <exception cref="StoreOwnedException">Another process owns the store.</exception>
    public long Resume(NpgsqlConnection connection)
    {
        EndLostSession(connection);
        if (!TryLock(connection, _sessionKey, ReleaseTimeout))
            throw ReadEpoch(connection) != Epoch ? TakenOver() : new TimeoutException("The lost connection still holds the session lock.");
        // Waits for a commit in progress on the lost connection and prevents later ones.
        using var command = new NpgsqlCommand(
            "UPDATE owner SET session = session + 1 WHERE epoch = $1 RETURNING session, commits",
            connection)
        { Parameters = { new() { Value = Epoch } } };
        using var reader = command.ExecuteReader();
        if (!reader.Read())
            throw TakenOver();
        (Session, _backend) = (reader.GetInt64(0), connection.ProcessID);
        return reader.GetInt64(1);
    }

    /// <summary>The first statement of every writing transaction except the journal's own.</summary>
    public NpgsqlBatchCommand Fence() =>
        new("SELECT fence($1, $2)") { Parameters = { new() { Value = Epoch }, new() { Value = FenceKey } } };

    public StoreOwnedException TakenOver() =>
        new(
            $"PostgreSQL ({_database.Name}) is now owned by another process. This process no longer writes. Stop one of "
                + $"the two and restart the other.");

    private static string ThisProcess =>
        string.Create(CultureInfo.InvariantCulture, $"process {Environment.ProcessId} on {Environment.MachineName}");

    // The server may not have noticed the disconnect. The backend's id may have been reused, so the query also checks the lock
    // that it holds.
    private void EndLostSession(NpgsqlConnection connection)
    {
        using var command = new NpgsqlCommand(
            """
            SELECT pg_terminate_backend(pid) FROM pg_locks
            WHERE pid = $1 AND locktype = 'advisory' AND granted AND database = (SELECT oid FROM pg_database
                WHERE datname = current_database())
              AND classid::bigint = ($2 >> 32) & 4294967295 AND objid::bigint = $2 & 4294967295 AND objsubid = 1
            """, connection)
        {
            Parameters = { new() { Value = _backend }, new() { Value = _sessionKey } },
        };
        command.ExecuteNonQuery();
    }

    private static bool TryLock(NpgsqlConnection connection, long key, TimeSpan patience)
    {
        using var command = new NpgsqlCommand("SELECT pg_try_advisory_lock($1)", connection) { Parameters = { new() { Value = key } } };
        for (var deadline = Environment.TickCount64 + patience.TotalMilliseconds; ; Thread.Sleep(Database.InitialPause))
        {
            if ((bool)command.ExecuteScalar()!)
                return true;
            if (Environment.TickCount64 > deadline)
                return false;
        }
    }

    /// <summary>Releases the session lock.</summary>
    public void Release(NpgsqlConnection connection)
    {
        using var command = new NpgsqlCommand(
            "SELECT pg_advisory_unlock($1)", connection)
        { Parameters = { new() { Value = _sessionKey } } };
        command.ExecuteNonQuery();
    }

    private static long ReadEpoch(NpgsqlConnection connection)
    {
        using var command = new NpgsqlCommand("SELECT epoch FROM owner", connection);
        return (long)command.ExecuteScalar()!;
    }

    private static string Owner(NpgsqlConnection connection)
    {
        using var command = new NpgsqlCommand(
            "SELECT who || ' since ' || to_char(since AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS') || ' UTC' FROM owner WHERE who <> ''",
            connection);
        try { return command.ExecuteScalar() as string ?? UnknownProcess; }
        catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.UndefinedTable) { return UnknownProcess; }
    }
}
