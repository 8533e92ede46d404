using static OneLead.Storage.StateTags;

namespace OneLead.Storage.Sqlite.States;

internal sealed class SqliteStateStore(StateFile file) : IStateStore
{
    private readonly Statement _read = file.Connection.Prepare("SELECT bytes, etag FROM state WHERE name = ? AND key = ?");
    private readonly Statement _readTag = file.Connection.Prepare("SELECT etag FROM state WHERE name = ? AND key = ?");
    private readonly Statement _insert = file.Connection.Prepare(
        "INSERT INTO state (name, key, bytes, etag) SELECT ?, ?, ?, last FROM tag WHERE true ON CONFLICT DO NOTHING");
    private readonly Statement _update = file.Connection.Prepare(
        "UPDATE state SET bytes = ?3, etag = (SELECT last FROM tag) WHERE name = ?1 AND key = ?2 AND etag = ?4");
    private readonly Statement _delete = file.Connection.Prepare("DELETE FROM state WHERE name = ? AND key = ? AND etag = ?");
    private readonly Statement _deleteBefore = file.Connection.Prepare("DELETE FROM state WHERE name = ? AND bytes < ?");
    private readonly Statement _nextTag = file.Connection.Prepare("UPDATE tag SET last = last + 1");

    public ValueTask<StoredState?> ReadAsync(string name, string key, CancellationToken cancellation = default) => new(file.Read(() =>
    {
        _read.Bind(1, name).Bind(2, key);
        try { return _read.Step() ? new StoredState(_read.Bytes(0).ToArray(), Tag(_read.Long(1))) : (StoredState?)null; }
        finally { _read.Reset(); }
    }));

    public ValueTask<string?> ReadTagAsync(string name, string key, CancellationToken cancellation = default) => new(file.Read(() =>
    {
        _readTag.Bind(1, name).Bind(2, key);
        try { return _readTag.Step() ? Tag(_readTag.Long(0)) : null; }
        finally { _readTag.Reset(); }
    }));

    public ValueTask<string?> WriteAsync(string name, string key, byte[] bytes, string? etag, CancellationToken cancellation = default) =>
        new(file.Write(() =>
    {
        _nextTag.Run();
        var statement = (etag is null ? _insert : _update).Bind(1, name).Bind(2, key).BindBlob(3, bytes);
        if (etag is not null)
            statement.Bind(4, Number(etag));
        statement.Run();
        return file.Connection.Changes > 0 ? Tag(file.Connection.Scalar("SELECT last FROM tag")) : null;
    }));

    public ValueTask<bool> ClearAsync(string name, string key, string etag, CancellationToken cancellation = default) =>
        new(file.Write(() =>
    {
        _delete.Bind(1, name).Bind(2, key).Bind(3, Number(etag)).Run();
        return file.Connection.Changes > 0;
    }));

    public ValueTask ClearBeforeAsync(string name, byte[] bytes, CancellationToken cancellation = default)
    {
        file.Write(() =>
        {
            _deleteBefore.Bind(1, name).BindBlob(2, bytes).Run();
            return true;
        });
        return ValueTask.CompletedTask;
    }
}
