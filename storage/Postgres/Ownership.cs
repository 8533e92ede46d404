using System.Globalization;
using Npgsql;

namespace OneLead.Storage.Postgres;

/// <summary>
/// Who owns the schema. A session lock on the journal's connection refuses a second process at its start; it goes when the
/// connection does, so what really keeps a former owner from writing is the epoch, which every commit names.
/// </summary>
internal sealed class Ownership
{
    /// <summary>What <c>fence</c> raises.</summary>
    public const string Fenced = "OL001";

    private const string UnknownProcess = "another process";
    private const ulong SessionLock = 1, FenceLock = 3;

    private static readonly TimeSpan ReleaseTimeout = TimeSpan.FromSeconds(2);

    private readonly Database _database;
    private readonly long _sessionKey;
    private int _backend;

    private Ownership(Database database, long epoch) => (_database, Epoch, _sessionKey, FenceKey) = (database, epoch, database.LockKey(SessionLock), database.LockKey(FenceLock));

    /// <summary>Ours for as long as this process has the store.</summary>
    public long Epoch { get; }

    /// <summary>Our connections to the journal so far: a commit that is still under way on a lost one names an older number.</summary>
    public long Session { get; private set; }

    /// <summary>The key of the lock that writers share and a new owner takes alone.</summary>
    public long FenceKey { get; }

    /// <summary>Takes the lock that keeps a second process out; the connection holds it from now on.</summary>
    /// <exception cref="StoreOwnedException">Another process owns the schema.</exception>
    public static void Lock(NpgsqlConnection connection, Database database)
    {
        // The server takes a moment to notice that a process has died.
        if (!TryLock(connection, database.LockKey(SessionLock), ReleaseTimeout))
            throw new StoreOwnedException($"PostgreSQL ({database.Name}) is in use by {Owner(connection)}. Stop it, or choose another schema with ONELEAD__Schema.");
    }

    /// <summary>Makes this process, which holds the lock, the owner: what a former one has under way is waited for, what it tries later fails.</summary>
    /// <returns>The ownership, and the journal's commits so far.</returns>
    public static (Ownership Owner, long Commits) Take(NpgsqlConnection connection, Database database)
    {
        using var batch = new NpgsqlBatch(connection)
        {
            BatchCommands =
            {
                new("SELECT pg_advisory_xact_lock($1)") { Parameters = { new() { Value = database.LockKey(FenceLock) } } },
                new("UPDATE owner SET epoch = epoch + 1, session = 1, who = $1, since = now() RETURNING epoch, commits") { Parameters = { new() { Value = ThisProcess } } },
            },
        };
        using var reader = batch.ExecuteReader();
        reader.NextResult();
        reader.Read();
        return (new Ownership(database, reader.GetInt64(0)) { Session = 1, _backend = connection.ProcessID }, reader.GetInt64(1));
    }

    /// <summary>Goes on owning on a new connection, once nothing can happen on the lost one any more.</summary>
    /// <returns>The journal's commits so far.</returns>
    /// <exception cref="StoreOwnedException">Another process has taken the store over.</exception>
    public long Resume(NpgsqlConnection connection)
    {
        EndLostSession(connection);
        if (!TryLock(connection, _sessionKey, ReleaseTimeout))
            throw ReadEpoch(connection) != Epoch ? TakenOver() : new TimeoutException("The lost connection still holds the store.");
        // Waits for a commit that is under way on the lost connection, and keeps a later one from happening.
        using var command = new NpgsqlCommand("UPDATE owner SET session = session + 1 WHERE epoch = $1 RETURNING session, commits", connection) { Parameters = { new() { Value = Epoch } } };
        using var reader = command.ExecuteReader();
        if (!reader.Read())
            throw TakenOver();
        (Session, _backend) = (reader.GetInt64(0), connection.ProcessID);
        return reader.GetInt64(1);
    }

    /// <summary>The first statement of a transaction that writes beside the journal.</summary>
    public NpgsqlBatchCommand Fence() => new("SELECT fence($1, $2)") { Parameters = { new() { Value = Epoch }, new() { Value = FenceKey } } };

    public StoreOwnedException TakenOver() => new($"PostgreSQL ({_database.Name}) has been taken over by another process. This one writes nothing any more: restart it where it shall run.");

    private static string ThisProcess => string.Create(CultureInfo.InvariantCulture, $"process {Environment.ProcessId} on {Environment.MachineName}");

    // The server may not have noticed that the connection is gone. Its number may be somebody else's by now; ours are told by the lock they hold.
    private void EndLostSession(NpgsqlConnection connection)
    {
        using var command = new NpgsqlCommand(
            """
            SELECT pg_terminate_backend(pid) FROM pg_locks
            WHERE pid = $1 AND locktype = 'advisory' AND granted AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
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

    /// <summary>Lets the next owner in at once.</summary>
    public void Release(NpgsqlConnection connection)
    {
        using var command = new NpgsqlCommand("SELECT pg_advisory_unlock($1)", connection) { Parameters = { new() { Value = _sessionKey } } };
        command.ExecuteNonQuery();
    }

    private static long ReadEpoch(NpgsqlConnection connection)
    {
        using var command = new NpgsqlCommand("SELECT epoch FROM owner", connection);
        return (long)command.ExecuteScalar()!;
    }

    private static string Owner(NpgsqlConnection connection)
    {
        using var command = new NpgsqlCommand("SELECT who || ' since ' || to_char(since AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS') || ' UTC' FROM owner WHERE who <> ''", connection);
        try { return command.ExecuteScalar() as string ?? UnknownProcess; }
        catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.UndefinedTable) { return UnknownProcess; }
    }
}
