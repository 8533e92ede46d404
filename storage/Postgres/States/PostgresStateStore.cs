using static OneLead.Storage.StateTags;

namespace OneLead.Storage.Postgres.States;

/// <summary>
/// Small states in a table. A write chooses its new ETag first, so that a retry after a lost connection recognises its own
/// commit.
/// </summary>
internal sealed class PostgresStateStore(Statements writes) : IStateStore
{
    public async ValueTask<StoredState?> ReadAsync(string name, string key, CancellationToken cancellation = default) =>
        await writes.ReadAsync(
            Statements.Sql(
                "SELECT bytes, etag FROM state WHERE name = $1 AND key = $2", Statements.Text(name), Statements.Text(key)),
            r => new StoredState(r.GetFieldValue<byte[]>(0), Tag(r.GetInt64(1))), cancellation) is [var state] ? state : null;

    public async ValueTask<string?> ReadTagAsync(string name, string key, CancellationToken cancellation = default) =>
        await writes.ReadAsync(
            Statements.Sql("SELECT etag FROM state WHERE name = $1 AND key = $2", Statements.Text(name), Statements.Text(key)),
            r => Tag(r.GetInt64(0)), cancellation) is [var tag] ? tag : null;

    public async ValueTask<string?> WriteAsync(
        string name, string key, byte[] bytes, string? etag, CancellationToken cancellation = default)
    {
        var tag = (await writes.RunAsync(Statements.Sql("SELECT nextval('state_tag')"), r => r.GetInt64(0), cancellation))[0];
        var write = etag is null
            ? Statements.Sql(
                "INSERT INTO state VALUES ($1, $2, $3, $4) ON CONFLICT (name, key) DO UPDATE SET etag = excluded.etag "
                    + "WHERE state.etag = excluded.etag RETURNING etag",
                Statements.Text(name), Statements.Text(key), Statements.Value(tag), Statements.Value(bytes))
            : Statements.Sql(
                "UPDATE state SET etag = $3, bytes = $4 WHERE name = $1 AND key = $2 AND etag IN ($3, $5) RETURNING etag",
                Statements.Text(name), Statements.Text(key), Statements.Value(tag), Statements.Value(bytes),
                Statements.Value(Number(etag)));
        return (await writes.RunAsync(write, r => r.GetInt64(0), cancellation)).Count > 0 ? Tag(tag) : null;
    }

    public async ValueTask<bool> ClearAsync(string name, string key, string etag, CancellationToken cancellation = default)
    {
        // A retry after a lost connection succeeds if the first attempt has already deleted the row.
        var tries = 0;
        return await writes.RunAsync(async (connection, token) =>
        {
            tries++;
            var cleared = await Statements.ReadRowsAsync(
                connection,
                Statements.Sql(
                    "DELETE FROM state WHERE name = $1 AND key = $2 AND etag = $3 RETURNING 1", Statements.Text(name),
                    Statements.Text(key), Statements.Value(Number(etag))),
                r => r.GetInt32(0), token);
            return cleared.Count > 0
                || (
                    tries > 1 && (
                        await Statements.ReadRowsAsync(
                            connection,
                            Statements.Sql(
                                "SELECT 1 FROM state WHERE name = $1 AND key = $2", Statements.Text(name), Statements.Text(key)),
                            r => r.GetInt32(0), token)).Count == 0);
        }, cancellation);
    }

    public async ValueTask ClearBeforeAsync(string name, byte[] bytes, CancellationToken cancellation = default) =>
        await writes.RunAsync(
            Statements.Sql("DELETE FROM state WHERE name = $1 AND bytes < $2", Statements.Text(name), Statements.Value(bytes)),
            r => 0, cancellation);
}
