namespace OneLead.Storage.Sqlite.States;

/// <summary>
/// state.db: small states and dead letters, both truth of low rate. One connection, one question at a time, a durable
/// commit a write.
/// </summary>
internal sealed class StateFile : IDisposable
{
    // Tags are never used twice, so a state that was removed and made again does not take an old write.
    private const string States = """
        CREATE TABLE state (name TEXT NOT NULL, key TEXT NOT NULL, etag INTEGER NOT NULL, bytes BLOB NOT NULL, PRIMARY KEY (name, key)) WITHOUT ROWID;
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

    private const int WritesPerCheckpoint = 500;

    private readonly Lock _gate = new();
    private int _writes;
    private bool _disposed;

    public StateFile(string path)
    {
        Connection = Connection.OpenWriter(path, "FULL", cacheMegabytes: 1);
        try
        {
            Connection.CreateSchema(States, DeadLetters);
            _writes = Connection.LogPages;
        }
        catch
        {
            Connection.Dispose();
            throw;
        }
    }

    /// <summary>For preparing statements; they run inside <see cref="Read"/> and <see cref="Write"/> alone.</summary>
    public Connection Connection { get; }

    public T Read<T>(Func<T> question)
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            return question();
        }
    }

    /// <summary>Runs a write in a transaction and returns once it is durable.</summary>
    public T Write<T>(Func<T> write) => Read(() =>
    {
        Connection.Begin();
        try
        {
            var result = write();
            Connection.Commit();
            if (++_writes >= WritesPerCheckpoint)
            {
                Connection.Checkpoint();
                _writes = 0;
            }
            return result;
        }
        catch
        {
            Connection.Rollback();
            throw;
        }
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
