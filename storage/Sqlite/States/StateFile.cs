namespace OneLead.Storage.Sqlite.States;

/// <summary>
/// The file state.db with small states and dead letters. It has one connection for one query at a time; each write is a
/// durable commit.
/// </summary>
internal sealed class StateFile : IDisposable
{
    // ETags are never reused, so a write with an old ETag fails even if the state was deleted and created again.
    private const string States = """
        CREATE TABLE state (name TEXT NOT NULL, key TEXT NOT NULL, etag INTEGER NOT NULL, bytes BLOB NOT NULL,
            PRIMARY KEY (name, key)) WITHOUT ROWID;
        CREATE TABLE tag (last INTEGER NOT NULL); INSERT INTO tag VALUES (0);
        """;

    private const string DeadLetters = """
        CREATE TABLE dead_letter (
            id INTEGER PRIMARY KEY, tenant TEXT NOT NULL, source TEXT NOT NULL, source_id TEXT NOT NULL, state TEXT NOT NULL,
            version INTEGER NOT NULL, attempts INTEGER NOT NULL, received_at INTEGER NOT NULL, changed_at INTEGER,
            entity TEXT NOT NULL, reason TEXT NOT NULL, content BLOB NOT NULL,
            UNIQUE (tenant, source, source_id));
        CREATE INDEX dead_letter_state ON dead_letter (tenant, state, id);
        """;

    // Keys are encrypted with a key that is not in the store; null for one that was destroyed.
    private const string FieldKeys = """
        CREATE TABLE field_key (tenant TEXT NOT NULL, subject BLOB NOT NULL, wrapped BLOB, PRIMARY KEY (tenant, subject)) WITHOUT ROWID;
        """;

    private readonly Lock _gate = new();
    private readonly Func<SqliteError, Exception> _damaged;
    private bool _disposed;

    /// <param name="damaged">Creates the exception for a damaged file.</param>
    public StateFile(string path, Func<SqliteError, Exception> damaged)
    {
        _damaged = damaged;
        Connection = Connection.OpenWriter(path, "FULL", cacheMegabytes: 1);
        try
        {
            Connection.CreateSchema(States, DeadLetters, FieldKeys);
            // What is deleted, such as the key of an erased person, is overwritten.
            Connection.Execute("PRAGMA secure_delete=ON");
        }
        catch
        {
            Connection.Dispose();
            throw;
        }
    }

    /// <summary>For preparing statements, which may run only inside <see cref="Read"/> and <see cref="Write"/>.</summary>
    public Connection Connection { get; }

    public T Read<T>(Func<T> question)
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            try { return question(); }
            catch (SqliteError e) when (e.IsCorruption) { throw _damaged(e); }
        }
    }

    /// <summary>Runs a write in a transaction and returns when it is durable.</summary>
    public T Write<T>(Func<T> write) => Read(() => Connection.InTransaction(write));

    /// <summary>Takes deleted values out of the write-ahead log, too.</summary>
    public void ForgetDeleted() => Read(() => Connection.Scalar("PRAGMA wal_checkpoint(TRUNCATE)"));

    public void Compact() => Read(() =>
    {
        Connection.Compact();
        return true;
    });

    public void Dispose()
    {
        lock (_gate)
        {
            _disposed = true;
            Connection.Dispose();
        }
    }
}
