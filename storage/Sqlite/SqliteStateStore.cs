using System.Globalization;

namespace OneLead.Storage.Sqlite;

/// <summary>Small states in state.db: one connection, one question at a time, a durable commit a write.</summary>
internal sealed class SqliteStateStore : IStateStore, IDisposable
{
    private const string Schema = "CREATE TABLE state (name TEXT NOT NULL, key TEXT NOT NULL, etag INTEGER NOT NULL, bytes BLOB NOT NULL, PRIMARY KEY (name, key)) WITHOUT ROWID;";
    private const int WritesPerCheckpoint = 500;

    private readonly Lock _gate = new();
    private readonly Connection _connection;
    private readonly Statement _read, _insert, _update, _delete, _nextTag;
    private int _writes;

    public SqliteStateStore(string path)
    {
        _connection = Connection.OpenWriter(path, "FULL", cacheMegabytes: 1);
        // Tags are never used twice, so a state that was removed and made again does not take an old write.
        _connection.CreateSchema(1, Schema + "CREATE TABLE tag (last INTEGER NOT NULL); INSERT INTO tag VALUES (0);");
        _read = _connection.Prepare("SELECT bytes, etag FROM state WHERE name = ? AND key = ?");
        _insert = _connection.Prepare("INSERT INTO state (name, key, bytes, etag) SELECT ?, ?, ?, last FROM tag WHERE true ON CONFLICT DO NOTHING");
        _update = _connection.Prepare("UPDATE state SET bytes = ?3, etag = (SELECT last FROM tag) WHERE name = ?1 AND key = ?2 AND etag = ?4");
        _delete = _connection.Prepare("DELETE FROM state WHERE name = ? AND key = ? AND etag = ?");
        _nextTag = _connection.Prepare("UPDATE tag SET last = last + 1");
    }

    public ValueTask<StoredState?> Read(string name, string key, CancellationToken cancellation = default)
    {
        lock (_gate)
        {
            _read.Bind(1, name).Bind(2, key);
            try { return new(_read.Step() ? new StoredState(_read.Bytes(0).ToArray(), Tag(_read.Long(1))) : null); }
            finally { _read.Reset(); }
        }
    }

    public ValueTask<string?> Write(string name, string key, byte[] bytes, string? etag, CancellationToken cancellation = default)
    {
        var statement = etag is null ? _insert : _update;
        lock (_gate)
        {
            return new(Changed(() =>
            {
                _nextTag.Run();
                statement.Bind(1, name).Bind(2, key).BindBlob(3, bytes);
                if (etag is not null)
                    statement.Bind(4, Number(etag));
                statement.Run();
            }) ? Tag(_connection.Scalar("SELECT last FROM tag")) : null);
        }
    }

    public ValueTask<bool> Clear(string name, string key, string etag, CancellationToken cancellation = default)
    {
        lock (_gate)
            return new(Changed(() => _delete.Bind(1, name).Bind(2, key).Bind(3, Number(etag)).Run()));
    }

    private bool Changed(Action write)
    {
        _connection.Begin();
        try
        {
            write();
            var changed = _connection.Changes > 0;
            _connection.Commit();
            if (++_writes % WritesPerCheckpoint == 0)
                _connection.Checkpoint();
            return changed;
        }
        catch
        {
            _connection.Rollback();
            throw;
        }
    }

    private static string Tag(long number) => number.ToString(CultureInfo.InvariantCulture);

    private static long Number(string etag) => long.TryParse(etag, CultureInfo.InvariantCulture, out var number) ? number : -1;

    public void Dispose() => _connection.Dispose();
}
