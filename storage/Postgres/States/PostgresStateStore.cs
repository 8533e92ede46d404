using static OneLead.Storage.StateTags;

namespace OneLead.Storage.Postgres.States;

/// <summary>
/// Small states in a table. A write chooses its new ETag first, so that a retry after a lost connection recognises its own
/// commit.
/// </summary>
internal sealed class PostgresStateStore(FencedDatabase writes) : IStateStore
{
    public async ValueTask<StoredState?> ReadAsync(string name, string key, CancellationToken cancellation = default) =>
        await writes.ReadAsync(
            FencedDatabase.Sql(
                "SELECT bytes, etag FROM state WHERE name = $1 AND key = $2", FencedDatabase.Text(name), FencedDatabase.Text(key)),
            r => new StoredState(r.GetFieldValue<byte[]>(0), Tag(r.GetInt64(1))), cancellation) is [var state] ? state : null;

    public async ValueTask<string?> WriteAsync(
        string name, string key, byte[] bytes, string? etag, CancellationToken cancellation = default)
    {
        var tag = (await writes.RunAsync(FencedDatabase.Sql("SELECT nextval('state_tag')"), r => r.GetInt64(0), cancellation))[0];
        var write = etag is null
            ? FencedDatabase.Sql(
                "INSERT INTO state VALUES ($1, $2, $3, $4) ON CONFLICT (name, key) DO UPDATE SET etag = excluded.etag "
                    + "WHERE state.etag = excluded.etag RETURNING etag",
                FencedDatabase.Text(name), FencedDatabase.Text(key), FencedDatabase.Value(tag), FencedDatabase.Value(bytes))
            : FencedDatabase.Sql(
                "UPDATE state SET etag = $3, bytes = $4 WHERE name = $1 AND key = $2 AND etag IN ($3, $5) RETURNING etag",
                FencedDatabase.Text(name), FencedDatabase.Text(key), FencedDatabase.Value(tag), FencedDatabase.Value(bytes),
                FencedDatabase.Value(Number(etag)));
        return (await writes.RunAsync(write, r => r.GetInt64(0), cancellation)).Count > 0 ? Tag(tag) : null;
    }

    public async ValueTask<bool> ClearAsync(string name, string key, string etag, CancellationToken cancellation = default)
    {
        // A retry after a lost connection succeeds if the first attempt has already deleted the row.
        var tries = 0;
        return await writes.RunAsync(async (connection, token) =>
        {
            tries++;
            var cleared = await FencedDatabase.ReadRowsAsync(
                connection,
                FencedDatabase.Sql(
                    "DELETE FROM state WHERE name = $1 AND key = $2 AND etag = $3 RETURNING 1", FencedDatabase.Text(name),
                    FencedDatabase.Text(key), FencedDatabase.Value(Number(etag))),
                r => r.GetInt32(0), token);
            return cleared.Count > 0
                || (
                    tries > 1 && (
                        await FencedDatabase.ReadRowsAsync(
                            connection,
                            FencedDatabase.Sql(
                                "SELECT 1 FROM state WHERE name = $1 AND key = $2", FencedDatabase.Text(name), FencedDatabase.Text(key)),
                            r => r.GetInt32(0), token)).Count == 0);
        }, cancellation);
    }
}
