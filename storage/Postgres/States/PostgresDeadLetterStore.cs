using System.Collections.Immutable;
using Npgsql;
using static OneLead.Storage.DeadLetterColumns;

namespace OneLead.Storage.Postgres.States;

internal sealed class PostgresDeadLetterStore(Statements writes, TimeProvider time) : IDeadLetterStore
{
    public ValueTask<ImmutableArray<long>> AddAsync(
        string tenant, ImmutableArray<NewDeadLetter> letters, CancellationToken cancellation = default)
    {
        if (letters.IsDefaultOrEmpty)
            return new([]);
        // Removes repeats within the call, so that ids have no gaps.
        var distinct = letters.DistinctBy(l => (l.Source, l.SourceId)).ToArray();
        var parameters = new Func<NpgsqlParameter>[]
        {
            () => Statements.Text(tenant), () => Statements.Texts(distinct.Select(l => l.Source)),
            () => Statements.Texts(distinct.Select(l => l.SourceId)), () => Statements.Texts(distinct.Select(l => l.Entity)),
            () => Statements.Texts(distinct.Select(l => l.Reason)), () => Statements.Blobs(distinct.Select(l => l.Content)),
            () => Statements.Value(Now()),
        };
        return writes.RunAsync(async (connection, token) =>
        {
            // Serializes writers, because the next id is the last one plus 1.
            await Statements.ExecuteAsync(
                connection, Statements.Sql("LOCK TABLE dead_letter IN SHARE ROW EXCLUSIVE MODE"), token);
            await Statements.ExecuteAsync(connection, Statements.Sql(
                """
                INSERT INTO dead_letter (id, tenant, source, source_id, entity, reason, content, received_at, state, version, attempts)
                SELECT (SELECT coalesce(max(id), 0) FROM dead_letter) + row_number() OVER (ORDER BY place), $1, source, source_id, entity,
                    reason, content, $7, 'open', 1, 0
                FROM unnest($2, $3, $4, $5, $6) WITH ORDINALITY u(source, source_id, entity, reason, content, place)
                WHERE NOT EXISTS (SELECT FROM dead_letter d WHERE d.tenant = $1 AND d.source = u.source AND d.source_id = u.source_id)
                """, [.. parameters.Select(p => p())]), token);
            var ids = (await Statements.ReadRowsAsync(connection, Statements.Sql(
                "SELECT d.source, d.source_id, d.id FROM unnest($2, $3) u(source, source_id) JOIN dead_letter d ON "
                    + "d.tenant = $1 AND d.source = u.source AND d.source_id = u.source_id",
                [.. parameters[..3].Select(p => p())]), r => (Key: (
                    PostgresText.Unescape(r.GetString(0)), PostgresText.Unescape(r.GetString(1))),
                Id: r.GetInt64(2)), token)).ToDictionary(l => l.Key, l => l.Id);
            return letters.Select(l => ids[(l.Source, l.SourceId)]).ToImmutableArray();
        }, cancellation);
    }

    public async ValueTask<ImmutableArray<DeadLetter>> ListAsync(
        string tenant, string? source, DeadLetterState? state, long after, int limit, CancellationToken cancellation = default) =>
        [.. await writes.ReadAsync(
            Statements.Sql(
                $"SELECT {Columns} FROM dead_letter WHERE tenant = $1 AND ($2 IS NULL OR source = $2) AND ($3 IS NULL OR "
                    + $"state = $3) AND id > $4 ORDER BY id LIMIT $5",
                Statements.Text(tenant), Statements.Text(source), Statements.Text(state is { } of ? Wire.Name(of) : null),
                Statements.Value(after), Statements.Value(limit)),
            Letter, cancellation)];

    public async ValueTask<DeadLetter?> FindAsync(string tenant, long id, CancellationToken cancellation = default) =>
        await writes.ReadAsync(
            Statements.Sql(
                $"SELECT {Columns} FROM dead_letter WHERE tenant = $1 AND id = $2", Statements.Text(tenant), Statements.Value(id)),
            Letter, cancellation) is [var letter]
            ? letter
            : null;

    public async ValueTask<DeadLetter?> UpdateAsync(DeadLetter changed, CancellationToken cancellation = default)
    {
        // The second condition matches this change itself, which may have been committed before the connection was lost.
        var now = Now();
        var written = await writes.RunAsync(
            Statements.Sql(
                $"""
                UPDATE dead_letter SET reason = $4, content = $5, state = $6, attempts = $7, changed_at = $8, version = $3 + 1
                WHERE tenant = $1 AND id = $2 AND (version = $3 OR (version = $3 + 1 AND changed_at = $8 AND content = $5 AND state = $6
                    AND attempts = $7)) RETURNING {Columns}
                """,
                Statements.Text(changed.Tenant), Statements.Value(changed.Id), Statements.Value(changed.Version),
                Statements.Text(changed.Letter.Reason), Statements.Value(changed.Letter.Content),
                Statements.Text(Wire.Name(changed.State)), Statements.Value(changed.Attempts), Statements.Value(now)),
            Letter, cancellation);
        return written is [var letter] ? letter : null;
    }

    public async ValueTask<ImmutableArray<DeadLetterCount>> CountAsync(string tenant, CancellationToken cancellation = default) =>
        [.. await writes.ReadAsync(
            Statements.Sql(
                "SELECT source, state, count(*) FROM dead_letter WHERE tenant = $1 GROUP BY source, state ORDER BY source, state",
                Statements.Text(tenant)),
            r => new DeadLetterCount(PostgresText.Unescape(r.GetString(0)), State(r.GetString(1)), r.GetInt64(2)), cancellation)];

    private DateTime Now() => StoredTime.Truncate(time.GetUtcNow()).UtcDateTime;

    private static DeadLetter Letter(NpgsqlDataReader r) => new(
        r.GetInt64(0), PostgresText.Unescape(r.GetString(1)),
        new NewDeadLetter(
            PostgresText.Unescape(r.GetString(2)), PostgresText.Unescape(r.GetString(3)), PostgresText.Unescape(r.GetString(4)),
            PostgresText.Unescape(r.GetString(5)), r.GetFieldValue<byte[]>(6)),
        r.GetFieldValue<DateTimeOffset>(7), State(r.GetString(8)), r.GetInt32(9), r.GetInt32(10),
        r.IsDBNull(11) ? null : r.GetFieldValue<DateTimeOffset>(11));
}
