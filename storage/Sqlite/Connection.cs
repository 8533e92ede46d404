using System.Globalization;
using SQLitePCL;

namespace OneLead.Storage.Sqlite;

/// <summary>An error of SQLite; <see cref="Code"/> is the primary result code.</summary>
[GenerateSerializer, Alias("sqlite-error")]
internal sealed class SqliteError(int code, string message) : Exception(
    string.Create(CultureInfo.InvariantCulture, $"{message} (SQLite {code})"))
{
    [Id(0)]
    public int Code { get; } = code & 0xFF;

    /// <summary>The path of the database.</summary>
    [Id(1)]
    public string File { get; init; } = "";

    /// <summary>
    /// True if the content of the file is damaged. SQLITE_ERROR counts too: all SQL is fixed, so it means that the schema is
    /// not ours.
    /// </summary>
    public bool IsCorruption => Code is raw.SQLITE_CORRUPT or raw.SQLITE_NOTADB or raw.SQLITE_ERROR;
}

/// <summary>
/// A connection for one thread at a time. It wraps SQLite's own functions because an insert through ADO.NET, which copies each
/// parameter twice, takes twice the processor time.
/// </summary>
internal sealed class Connection : IDisposable
{
    // The size of a page with its header.
    private const int LogFrame = 4_096 + 24;

    private readonly sqlite3 _handle;
    private readonly string _path;
    private Statement? _begin, _beginReading, _commit;
    private readonly List<Statement> _statements = [];

    static Connection() => Batteries_V2.Init();

    private Connection(sqlite3 handle, string path) => (_handle, _path) = (handle, path);

    /// <summary>Opens the writer's connection in WAL mode.</summary>
    /// <param name="checkpointPages">
    /// The size of the write-ahead log, in pages, at which a commit checkpoints it; 0 if the caller does so (see <see cref="Checkpoint"/>).
    /// </param>
    public static Connection OpenWriter(string path, string synchronous, int cacheMegabytes = 8, int checkpointPages = 4_096)
    {
        var connection = Open(path, raw.SQLITE_OPEN_READWRITE | raw.SQLITE_OPEN_CREATE);
        try
        {
            connection.Execute("PRAGMA journal_mode=WAL");
            connection.Execute(string.Create(CultureInfo.InvariantCulture, $"PRAGMA wal_autocheckpoint={checkpointPages}"));
            connection.Execute($"PRAGMA synchronous={synchronous}");
            connection.Execute(string.Create(CultureInfo.InvariantCulture, $"PRAGMA cache_size=-{cacheMegabytes * 1024}"));
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    public static Connection OpenReader(string path, int cacheMegabytes = 2)
    {
        var connection = Open(path, raw.SQLITE_OPEN_READONLY);
        connection.Execute(string.Create(CultureInfo.InvariantCulture, $"PRAGMA cache_size=-{cacheMegabytes * 1024}"));
        return connection;
    }

    private static Connection Open(string path, int flags)
    {
        var code = raw.sqlite3_open_v2(path, out var handle, flags | raw.SQLITE_OPEN_NOMUTEX, null);
        if (code != raw.SQLITE_OK)
        {
            handle.Dispose();
            throw new SqliteError(code, $"Cannot open {path}: {raw.sqlite3_errstr(code).utf8_to_string()}") { File = path };
        }
        raw.sqlite3_busy_timeout(handle, 10_000);
        return new Connection(handle, path);
    }

    /// <summary>Prepares a statement that the connection disposes.</summary>
    public Statement Prepare(string sql)
    {
        var prepared = PrepareOnce(sql);
        _statements.Add(prepared);
        return prepared;
    }

    /// <summary>Prepares a statement that the caller disposes.</summary>
    public Statement PrepareOnce(string sql)
    {
        Check(raw.sqlite3_prepare_v3(_handle, sql, raw.SQLITE_PREPARE_PERSISTENT, out var statement));
        return new Statement(this, statement);
    }

    public void Execute(string sql) => Check(raw.sqlite3_exec(_handle, sql, null, null, out _));

    public long Scalar(string sql)
    {
        using var statement = PrepareOnce(sql);
        return statement.Step() ? statement.Long(0) : 0;
    }

    /// <summary>Runs the migration steps that the file does not have yet. Its user_version is the number of steps.</summary>
    /// <exception cref="InvalidDataException">The file has a newer format.</exception>
    public void CreateSchema(params ReadOnlySpan<string> steps)
    {
        var found = Scalar("PRAGMA user_version");
        if (found < 0 || found > steps.Length)
            throw new InvalidDataException(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{_path} has format {found}; this version supports formats up to {steps.Length}. Use a newer version."));
        if (found < steps.Length)
            Execute(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"BEGIN; {string.Concat(steps[(int)found..])} PRAGMA user_version={steps.Length}; COMMIT"));
    }

    /// <summary>Begins a write transaction.</summary>
    public void Begin() => (_begin ??= Prepare("BEGIN IMMEDIATE")).Run();

    /// <summary>Begins a read transaction, which sees a consistent state.</summary>
    public void BeginReading() => (_beginReading ??= Prepare("BEGIN")).Run();

    public void Commit() => (_commit ??= Prepare("COMMIT")).Run();

    /// <summary>Runs a write transaction. A failure rolls it back.</summary>
    public T InTransaction<T>(Func<T> write)
    {
        Begin();
        try
        {
            var result = write();
            Commit();
            return result;
        }
        catch
        {
            Rollback();
            throw;
        }
    }

    private bool HasTransaction => raw.sqlite3_get_autocommit(_handle) == 0;

    /// <summary>Rolls back the transaction if the failure left one open.</summary>
    public void Rollback()
    {
        foreach (var statement in _statements)
            statement.Reset();
        if (HasTransaction)
            Execute("ROLLBACK");
    }

    /// <summary>Writes the file again, so that nothing is left in it of what was replaced or deleted.</summary>
    public void Compact()
    {
        Execute("VACUUM");
        Scalar("PRAGMA wal_checkpoint(TRUNCATE)");
    }

    /// <summary>Makes a small durable write that changes nothing.</summary>
    public void Touch() => Execute(string.Create(CultureInfo.InvariantCulture, $"PRAGMA user_version={Scalar("PRAGMA user_version")}"));

    public int Changes => raw.sqlite3_changes(_handle);

    /// <summary>The number of pages in the write-ahead log file, an upper bound of the pages that a crash left in it.</summary>
    public int LogPages => new FileInfo(_path + "-wal") is { Exists: true } log ? (int)(log.Length / LogFrame) : 0;

    /// <summary>
    /// Checkpoints the write-ahead log as far as readers allow. Between the transactions of the writer it reaches the end of the
    /// log, so that the log starts over.
    /// </summary>
    public void Checkpoint() =>
        Check(raw.sqlite3_wal_checkpoint_v2(_handle, "main", raw.SQLITE_CHECKPOINT_PASSIVE, out _, out _));

    public void Check(int code)
    {
        if (code is not (raw.SQLITE_OK or raw.SQLITE_ROW or raw.SQLITE_DONE))
            throw new SqliteError(code, raw.sqlite3_errmsg(_handle).utf8_to_string()) { File = _path };
    }

    public void Dispose()
    {
        foreach (var statement in _statements)
            statement.Dispose();
        _handle.Dispose();
    }
}

/// <summary>A prepared statement. Parameters start at 1, columns at 0.</summary>
internal sealed class Statement(Connection connection, sqlite3_stmt handle) : IDisposable
{
    public Statement Bind(int index, long value)
    {
        connection.Check(raw.sqlite3_bind_int64(handle, index, value));
        return this;
    }

    public Statement Bind(int index, long? value) => value is { } v ? Bind(index, v) : BindNull(index);

    public Statement Bind(int index, string? text)
    {
        connection.Check(text is null ? raw.sqlite3_bind_null(handle, index) : raw.sqlite3_bind_text(handle, index, text));
        return this;
    }

    public Statement BindText(int index, ReadOnlySpan<byte> utf8)
    {
        connection.Check(raw.sqlite3_bind_text(handle, index, utf8));
        return this;
    }

    public Statement BindBlob(int index, ReadOnlySpan<byte> bytes)
    {
        connection.Check(raw.sqlite3_bind_blob(handle, index, bytes));
        return this;
    }

    public Statement BindNull(int index)
    {
        connection.Check(raw.sqlite3_bind_null(handle, index));
        return this;
    }

    /// <summary>Moves to the next row. Resets the statement after the last row or an error.</summary>
    public bool Step()
    {
        var code = raw.sqlite3_step(handle);
        if (code == raw.SQLITE_ROW)
            return true;
        // Reads the error message before Reset clears it.
        try { connection.Check(code); }
        finally { Reset(); }
        return false;
    }

    /// <summary>Runs a statement that returns no rows.</summary>
    public void Run()
    {
        while (Step()) { }
    }

    public void Reset() => raw.sqlite3_reset(handle);

    public bool IsNull(int column) => raw.sqlite3_column_type(handle, column) == raw.SQLITE_NULL;

    public long Long(int column) => raw.sqlite3_column_int64(handle, column);

    public string Text(int column) => raw.sqlite3_column_text(handle, column).utf8_to_string();

    public string? TextOrNull(int column) => IsNull(column) ? null : Text(column);

    /// <summary>The bytes of a text or blob. They are valid until the next step or reset.</summary>
    public ReadOnlySpan<byte> Bytes(int column) => raw.sqlite3_column_blob(handle, column);

    public void Dispose() => handle.Dispose();
}
