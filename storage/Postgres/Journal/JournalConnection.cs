using System.Data;
using Npgsql;
using NpgsqlTypes;

namespace OneLead.Storage.Postgres.Journal;

/// <summary>
/// The writer's connection and its statements. Few rows are committed by one statement in one round trip; many are copied, which
/// takes two more round trips but half the time per row.
/// </summary>
internal sealed class JournalConnection : IDisposable
{
    /// <summary>The columns of a journal row, in the order in which it is written.</summary>
    public const string Columns = $"tenant, seq, received_at, home, former, decider, {PostgresAppendRequest.Columns}";
    private const int ColumnCount = 6 + PostgresAppendRequest.ColumnCount, SentBytes = 1 << 16;
    private const NpgsqlDbType Ints = NpgsqlDbType.Array | NpgsqlDbType.Integer,
        Longs = NpgsqlDbType.Array | NpgsqlDbType.Bigint, Texts = NpgsqlDbType.Array | NpgsqlDbType.Text;

    private readonly NpgsqlConnection _connection;
    private readonly int _tenant, _fewRows;
    private readonly JournalPartitions _partitions;
    private readonly NpgsqlBatch _find, _commit, _begin, _end;
    private readonly PooledBuffer _copy = new(2 * SentBytes);

    /// <param name="tenant">The number of the tenant whose rows are written.</param>
    public JournalConnection(NpgsqlConnection connection, int tenant, int fewRows)
    {
        (_connection, _tenant, _fewRows, _partitions) = (connection, tenant, fewRows, new JournalPartitions(connection));
        Execute("""
            SET plan_cache_mode = force_generic_plan;
            SET idle_in_transaction_session_timeout = '60s';
            SET tcp_keepalives_idle = 15; SET tcp_keepalives_interval = 5; SET tcp_keepalives_count = 3;
            SELECT set_config('synchronous_commit', 'on', false) WHERE current_setting('synchronous_commit') = 'off'
            """);
        // OFFSET 0 prevents the planner from turning the look-ups into a join over the table.
        _find = Batch(
            Command(
                "SELECT FROM tenant WHERE id = $1 AND epoch = $2 AND session = $3", NpgsqlDbType.Integer, NpgsqlDbType.Bigint,
                NpgsqlDbType.Bigint),
            Command(
                """
                SELECT u.place, d.seq FROM unnest($2, $3) WITH ORDINALITY u(source, source_id, place)
                CROSS JOIN LATERAL (SELECT seq FROM delivered d WHERE d.tenant = $1 AND d.source = u.source
                    AND d.source_id = u.source_id OFFSET 0) d
                """, NpgsqlDbType.Integer, Texts, Texts),
            // An entity's last row references its deciding row.
            Command(
                """
                SELECT u.place, coalesce(d.seq, l.seq), coalesce(d.occurred_at, l.occurred_at), coalesce(d.source_id, l.source_id),
                    coalesce(d.source, l.source), coalesce(d.account, l.account)
                FROM unnest($2, $3) WITH ORDINALITY u(kind, entity, place)
                CROSS JOIN LATERAL (SELECT seq, decider, occurred_at, source_id, source, account FROM journal j
                    WHERE j.tenant = $1 AND j.entity = u.entity AND j.kind = u.kind ORDER BY seq DESC LIMIT 1) l
                LEFT JOIN LATERAL (SELECT seq, occurred_at, source_id, source, account FROM journal j WHERE j.tenant = $1
                    AND j.seq = l.decider LIMIT 1) d ON true
                """, NpgsqlDbType.Integer, Texts, Texts));
        _commit = Batch(Command(
            $"""
            WITH mark AS (
                UPDATE tenant SET commits = commits + 1, head = $4, received_at = greatest(received_at, clock_timestamp())
                WHERE name = $1 AND epoch = $2 AND session = $3 RETURNING id, commits, received_at),
            rows AS (
                INSERT INTO journal ({Columns})
                SELECT mark.id, u.seq, mark.received_at, u.home, u.former, u.decider, u.account, u.kind, u.entity, u.version, u.source,
                    u.source_id, u.occurred_at, u.author, u.data
                FROM mark, unnest($5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)
                    u(seq, home, former, decider, account, kind, entity, version, source, source_id, occurred_at, author, data)),
            names AS (
                INSERT INTO delivered
                SELECT mark.id, u.source, u.source_id, u.seq FROM mark, unnest($5, $13, $14) u(seq, source, source_id))
            SELECT commits, received_at FROM mark
            """,
            NpgsqlDbType.Text, NpgsqlDbType.Bigint, NpgsqlDbType.Bigint, NpgsqlDbType.Bigint, Longs, Texts, Texts, Longs, Texts, Texts,
            Texts, Ints, Texts, Texts, Longs, Texts, Texts));
        _begin = Batch(
            new("BEGIN"),
            Command(
                """
                UPDATE tenant SET commits = commits + 1, received_at = greatest(received_at, clock_timestamp())
                WHERE id = $1 AND epoch = $2 AND session = $3 RETURNING commits, received_at
                """, NpgsqlDbType.Integer, NpgsqlDbType.Bigint, NpgsqlDbType.Bigint));
        _end = Batch(
            Command(
                """
                INSERT INTO delivered SELECT tenant, source, source_id, seq FROM journal WHERE tenant = $1 AND seq > $2 AND received_at = $3
                """, NpgsqlDbType.Integer, NpgsqlDbType.Bigint, NpgsqlDbType.TimestampTz),
            Command("UPDATE tenant SET head = $2 WHERE name = $1", NpgsqlDbType.Text, NpgsqlDbType.Bigint),
            new("COMMIT"));
    }

    /// <summary>Looks up the stored rows on which a commit depends. Only this writer adds rows as long as it may commit.</summary>
    /// <returns>False if another process writes the tenant's journal.</returns>
    public bool Find(Ownership owner, JournalLookup lookup)
    {
        var (sources, entities) = lookup;
        Set(_find.BatchCommands[0], _tenant, owner.Epoch, owner.Session);
        Set(
            _find.BatchCommands[1], _tenant, sources.ConvertAll(s => PostgresText.Escape(s.Source)).ToArray(),
            sources.ConvertAll(s => PostgresText.Escape(s.SourceId)).ToArray());
        Set(
            _find.BatchCommands[2], _tenant, entities.ConvertAll(e => KindNames.Of(e.Kind)).ToArray(),
            entities.ConvertAll(e => PostgresText.Escape(e.Entity)).ToArray());
        using var reader = Execute(_find);
        if (!reader.Read())
            return false;
        reader.NextResult();
        while (reader.Read())
            lookup.Known[sources[(int)reader.GetInt64(0) - 1]] = reader.GetInt64(1);
        reader.NextResult();
        while (reader.Read())
            lookup.Deciders[entities[(int)reader.GetInt64(0) - 1]] = new HomeRow(
                reader.GetInt64(1), reader.GetInt64(2), PostgresText.Unescape(reader.GetString(3)),
                PostgresText.Unescape(reader.GetString(4)), PostgresText.Unescape(reader.GetString(5)));
        return true;
    }

    /// <summary>Commits the rows.</summary>
    /// <returns>The time of the commit by the server's clock; null if another process writes the tenant's journal.</returns>
    /// <exception cref="PostgresException">The journal already contains an event (unique violation), or see
    /// <see cref="CreatesPartition"/>.</exception>
    public DateTimeOffset? Commit(Ownership owner, PostgresCommit commit)
    {
        if (commit.Rows.Count <= _fewRows && _partitions.AreReady)
            return CommitFew(owner, commit);
        Set(_begin.BatchCommands[1], _tenant, owner.Epoch, owner.Session);
        if (Mark(_begin) is not { } receivedAt)
            return null;
        _partitions.Ensure(receivedAt);
        Copy(commit, receivedAt);
        Set(_end.BatchCommands[0], _tenant, commit.After, receivedAt.UtcDateTime);
        Set(_end.BatchCommands[1], PostgresText.Escape(commit.Head.Name), commit.Head.Sequence);
        Execute(_end).Dispose();
        _partitions.Committed(receivedAt, ensured: true);
        return receivedAt;
    }

    /// <summary>True if the commit failed because a partition is missing, and the next attempt will create it.</summary>
    public bool CreatesPartition(PostgresException e) => e.SqlState == PostgresErrorCodes.CheckViolation && _partitions.Forget();

    private DateTimeOffset? CommitFew(Ownership owner, PostgresCommit commit)
    {
        Set(
            _commit.BatchCommands[0], PostgresText.Escape(commit.Head.Name), owner.Epoch, owner.Session, commit.Head.Sequence,
            Column(r => r.Sequence), Column(r => Safe(Home(r))), Column(r => Safe(r.Home.Former)), Column(Decider),
            Column(r => PostgresText.Escape(r.Event.Account)), Column(r => KindNames.Of(r.Event.Kind)),
            Column(r => PostgresText.Escape(r.Event.Entity)), Column(r => r.Event.Version),
            Column(r => PostgresText.Escape(r.Event.Source)), Column(r => PostgresText.Escape(r.Event.SourceId)),
            Column(r => r.Event.OccurredAt.UtcTicks), Column(r => r.Call.Author(r.Index)), Column(r => r.Call.Data(r.Index)));
        var mark = Mark(_commit);
        if (mark is { } receivedAt)
            _partitions.Committed(receivedAt, ensured: false);
        return mark;

        T[] Column<T>(Converter<NewRow, T> value) => [.. commit.Rows.ConvertAll(value)];
    }

    // The server inserts the first rows while the last ones are encoded.
    private void Copy(PostgresCommit commit, DateTimeOffset receivedAt)
    {
        _copy.Clear();
        CopyRow.Header(_copy);
        using var stream = _connection.BeginRawBinaryCopy($"COPY journal ({Columns}) FROM STDIN (FORMAT BINARY)");
        foreach (var row in commit.Rows)
        {
            CopyRow.Fields(_copy, ColumnCount);
            CopyRow.Int(_copy, _tenant);
            CopyRow.Long(_copy, row.Sequence);
            CopyRow.Time(_copy, receivedAt);
            CopyRow.TextOrNull(_copy, Home(row));
            CopyRow.TextOrNull(_copy, row.Home.Former);
            if (Decider(row) is { } decider)
                CopyRow.Long(_copy, decider);
            else
                CopyRow.Null(_copy);
            _copy.Put(row.Call.Row(row.Index));
            if (_copy.Length >= SentBytes)
                Send();
        }
        CopyRow.Trailer(_copy);
        Send();

        void Send()
        {
            stream.Write(_copy.Span);
            _copy.Clear();
        }
    }

    private static string? Home(NewRow row) => row.Home.Home == row.Event.Account ? null : row.Home.Home;

    private static long? Decider(NewRow row) => row.Home.Decider == row.Sequence ? null : row.Home.Decider;

    private static string? Safe(string? text) => text is null ? null : PostgresText.Escape(text);

    public void Rollback() => Execute("ROLLBACK");

    public bool IsBroken => _connection.FullState != ConnectionState.Open;

    private static DateTimeOffset? Mark(NpgsqlBatch batch)
    {
        using var reader = Execute(batch);
        return reader.Read() ? reader.GetFieldValue<DateTimeOffset>(1) : null;
    }

    private static NpgsqlDataReader Execute(NpgsqlBatch batch)
    {
        // Has no effect if the batch is already prepared.
        batch.Prepare();
        return batch.ExecuteReader();
    }

    private void Execute(string sql)
    {
        using var command = new NpgsqlCommand(sql, _connection);
        command.ExecuteNonQuery();
    }

    private static void Set(NpgsqlBatchCommand command, params ReadOnlySpan<object> values)
    {
        for (var i = 0; i < values.Length; i++)
            command.Parameters[i].Value = values[i];
    }

    private NpgsqlBatch Batch(params ReadOnlySpan<NpgsqlBatchCommand> commands)
    {
        var batch = new NpgsqlBatch(_connection);
        foreach (var command in commands)
            batch.BatchCommands.Add(command);
        return batch;
    }

    private static NpgsqlBatchCommand Command(string sql, params ReadOnlySpan<NpgsqlDbType> parameters)
    {
        var command = new NpgsqlBatchCommand(sql);
        foreach (var type in parameters)
            command.Parameters.Add(new NpgsqlParameter { NpgsqlDbType = type });
        return command;
    }

    public void Dispose()
    {
        _find.Dispose();
        _commit.Dispose();
        _begin.Dispose();
        _end.Dispose();
        _connection.Dispose();
        _copy.Dispose();
    }
}
