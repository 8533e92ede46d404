using System.Data;
using Npgsql;
using NpgsqlTypes;
using OneLead.Events;

namespace OneLead.Storage.Postgres.Journal;

/// <summary>
/// The writer's connection and its statements. A commit looks up its events in one round trip and writes in another. Few
/// rows are sent as arrays; many by COPY, which needs two more round trips but half the time per row.
/// </summary>
internal sealed class JournalConnection : IDisposable
{
    private const string Columns = $"tenant, seq, received_at, home, former, decider, {PostgresAppendRequest.Columns}";
    private const int ColumnCount = 6 + PostgresAppendRequest.ColumnCount;

    private readonly NpgsqlConnection _connection;
    private readonly int _fewRows;
    private readonly JournalPartitions _partitions;
    private const NpgsqlDbType Ints = NpgsqlDbType.Array | NpgsqlDbType.Integer,
        Longs = NpgsqlDbType.Array | NpgsqlDbType.Bigint, Texts = NpgsqlDbType.Array | NpgsqlDbType.Text;

    private readonly NpgsqlBatch _begin, _end, _endFew;
    private readonly PooledBuffer _copy = new(1 << 20);

    private readonly int _tenant;

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
        _begin = new NpgsqlBatch(connection)
        {
            BatchCommands =
            {
                new("BEGIN"),
                Command(
                    """
                    UPDATE tenant SET commits = commits + 1, received_at = greatest(received_at, clock_timestamp())
                    WHERE id = $1 AND epoch = $2 AND session = $3 RETURNING commits, received_at
                    """, NpgsqlDbType.Integer, NpgsqlDbType.Bigint, NpgsqlDbType.Bigint),
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
                    """, NpgsqlDbType.Integer, Texts, Texts),
            },
        };
        _end = new NpgsqlBatch(connection);
        _endFew = new NpgsqlBatch(connection)
        {
            BatchCommands =
            {
                Command(
                    $"INSERT INTO journal ({Columns}) SELECT $1, u.seq, $3, u.home, u.former, u.decider, u.account, "
                        + $"u.kind, u.entity, u.version, u.source, u.source_id, u.occurred_at, u.data FROM unnest($2, $4, "
                        + $"$5, $6, $7, $8, $9, $10, $11, $12, $13, $14) u(seq, home, former, decider, account, kind, "
                        + $"entity, version, source, source_id, occurred_at, data)",
                    NpgsqlDbType.Integer, Longs, NpgsqlDbType.TimestampTz, Texts, Texts, Longs, Texts, Texts, Texts, Ints, Texts, Texts,
                    Longs, Texts),
            },
        };
        foreach (var batch in (NpgsqlBatch[])[_end, _endFew])
        {
            batch.BatchCommands.Add(Command(
                """
                INSERT INTO delivered SELECT tenant, source, source_id, seq FROM journal WHERE tenant = $1 AND seq > $2 AND received_at = $3
                """, NpgsqlDbType.Integer, NpgsqlDbType.Bigint, NpgsqlDbType.TimestampTz));
            batch.BatchCommands.Add(
                Command("UPDATE tenant SET head = $2 WHERE name = $1", NpgsqlDbType.Text, NpgsqlDbType.Bigint));
            batch.BatchCommands.Add(new("COMMIT"));
        }
    }

    /// <summary>Begins a commit and looks up the stored rows on which it depends.</summary>
    /// <returns>The number and time of the commit; null if another process writes the tenant's journal.</returns>
    public CommitMark? Begin(Ownership owner, JournalLookup lookup)
    {
        var (sources, entities) = lookup;
        Set(_begin.BatchCommands[1], _tenant, owner.Epoch, owner.Session);
        Set(
            _begin.BatchCommands[2], _tenant, sources.ConvertAll(s => PostgresText.Escape(s.Source)).ToArray(),
            sources.ConvertAll(s => PostgresText.Escape(s.SourceId)).ToArray());
        Set(
            _begin.BatchCommands[3], _tenant, entities.ConvertAll(e => KindNames.Of(e.Kind)).ToArray(),
            entities.ConvertAll(e => PostgresText.Escape(e.Entity)).ToArray());
        // Has no effect if the batch is already prepared.
        _begin.Prepare();
        using var reader = _begin.ExecuteReader();
        if (!reader.Read())
            return null;
        var mark = new CommitMark(reader.GetInt64(0), reader.GetFieldValue<DateTimeOffset>(1));
        reader.NextResult();
        while (reader.Read())
            lookup.Known[sources[(int)reader.GetInt64(0) - 1]] = reader.GetInt64(1);
        reader.NextResult();
        while (reader.Read())
            lookup.Deciders[entities[(int)reader.GetInt64(0) - 1]] = new HomeRow(
                reader.GetInt64(1), reader.GetInt64(2), PostgresText.Unescape(reader.GetString(3)),
                PostgresText.Unescape(reader.GetString(4)), PostgresText.Unescape(reader.GetString(5)));
        return mark;
    }

    /// <summary>Copies the rows unless they are few enough to be sent with the commit.</summary>
    public void Write(PostgresCommit commit)
    {
        var rows = commit.Rows;
        _partitions.Ensure(commit.Mark.ReceivedAt);
        if (rows.Count <= _fewRows)
            return;
        _copy.Clear();
        CopyRow.Header(_copy);
        foreach (var row in rows)
        {
            var entry = row.Entry;
            CopyRow.Fields(_copy, ColumnCount);
            CopyRow.Int(_copy, _tenant);
            CopyRow.Long(_copy, entry.Sequence);
            CopyRow.Time(_copy, entry.ReceivedAt);
            CopyRow.TextOrNull(_copy, Home(entry));
            CopyRow.TextOrNull(_copy, entry.Former);
            if (row.Decider == entry.Sequence)
                CopyRow.Null(_copy);
            else
                CopyRow.Long(_copy, row.Decider);
            _copy.Put(row.Call.Row(row.Index));
        }
        CopyRow.Trailer(_copy);
        using var stream = _connection.BeginRawBinaryCopy($"COPY journal ({Columns}) FROM STDIN (FORMAT BINARY)");
        stream.Write(_copy.Span);
    }

    /// <summary>Commits and sends the rows if they are few.</summary>
    public void End(PostgresCommit commit)
    {
        var few = commit.Rows.Count <= _fewRows;
        var batch = few ? _endFew : _end;
        var commands = batch.BatchCommands;
        if (few)
            SetRows(commands[0], commit);
        Set(commands[^3], _tenant, commit.After, commit.Mark.ReceivedAt.UtcDateTime);
        Set(commands[^2], PostgresText.Escape(commit.Head.Name), commit.Head.Sequence);
        batch.Prepare();
        batch.ExecuteNonQuery();
        _partitions.Committed();
    }

    private void SetRows(NpgsqlBatchCommand insert, PostgresCommit commit)
    {
        Set(
            insert, _tenant, Column(r => r.Entry.Sequence), commit.Mark.ReceivedAt.UtcDateTime, Column(r => Safe(Home(r.Entry))),
            Column(r => Safe(r.Entry.Former)),
            Column(r => r.Decider == r.Entry.Sequence ? null : (long?)r.Decider), Column(r => PostgresText.Escape(r.Entry.Event.Account)),
            Column(r => KindNames.Of(r.Entry.Event.Kind)),
            Column(r => PostgresText.Escape(r.Entry.Event.Entity)), Column(r => r.Entry.Event.Version),
            Column(r => PostgresText.Escape(r.Entry.Event.Source)), Column(r => PostgresText.Escape(r.Entry.Event.SourceId)),
            Column(r => r.Entry.Event.OccurredAt.UtcTicks), Column(r => r.Call.Data(r.Index)));

        T[] Column<T>(Converter<NewRow, T> value) => [.. commit.Rows.ConvertAll(value)];
    }

    private static string? Home(JournalEntry entry) => entry.Home == entry.Event.Account ? null : entry.Home;

    private static string? Safe(string? text) => text is null ? null : PostgresText.Escape(text);

    public void Rollback() => Execute("ROLLBACK");

    public bool IsBroken => _connection.FullState != ConnectionState.Open;

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

    private static NpgsqlBatchCommand Command(string sql, params ReadOnlySpan<NpgsqlDbType> parameters)
    {
        var command = new NpgsqlBatchCommand(sql);
        foreach (var type in parameters)
            command.Parameters.Add(new NpgsqlParameter { NpgsqlDbType = type });
        return command;
    }

    public void Dispose()
    {
        _begin.Dispose();
        _end.Dispose();
        _endFew.Dispose();
        _connection.Dispose();
        _copy.Dispose();
    }
}
