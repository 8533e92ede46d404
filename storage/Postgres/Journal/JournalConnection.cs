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
    private const NpgsqlDbType Ints = NpgsqlDbType.Array | NpgsqlDbType.Integer,
        Longs = NpgsqlDbType.Array | NpgsqlDbType.Bigint, Texts = NpgsqlDbType.Array | NpgsqlDbType.Text;

    private readonly NpgsqlBatch _begin, _end, _endFew;
    private readonly PooledBuffer _copy = new(1 << 20);

    public JournalConnection(NpgsqlConnection connection, int fewRows)
    {
        (_connection, _fewRows, Partitions) = (connection, fewRows, new JournalPartitions(connection));
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
                    "UPDATE owner SET commits = commits + 1 WHERE epoch = $1 AND session = $2 RETURNING commits", NpgsqlDbType.Bigint,
                    NpgsqlDbType.Bigint),
                Command(
                    """
                    SELECT u.place, d.seq FROM unnest($1, $2, $3) WITH ORDINALITY u(tenant, source, source_id, place)
                    CROSS JOIN LATERAL (SELECT seq FROM delivered d WHERE d.tenant = u.tenant AND d.source = u.source
                        AND d.source_id = u.source_id OFFSET 0) d
                    """, Ints, Texts, Texts),
                // An entity's last row references its deciding row.
                Command(
                    """
                    SELECT u.place, coalesce(d.seq, l.seq), coalesce(d.occurred_at, l.occurred_at), coalesce(d.source_id, l.source_id),
                        coalesce(d.source, l.source), coalesce(d.account, l.account)
                    FROM unnest($1, $2, $3) WITH ORDINALITY u(tenant, kind, entity, place)
                    CROSS JOIN LATERAL (SELECT seq, decider, occurred_at, source_id, source, account FROM journal j
                        WHERE j.tenant = u.tenant AND j.entity = u.entity AND j.kind = u.kind ORDER BY seq DESC LIMIT 1) l
                    LEFT JOIN LATERAL (SELECT seq, occurred_at, source_id, source, account FROM journal j WHERE j.tenant = u.tenant
                        AND j.seq = l.decider LIMIT 1) d ON true
                    """, Ints, Texts, Texts),
            },
        };
        _end = new NpgsqlBatch(connection);
        _endFew = new NpgsqlBatch(connection)
        {
            BatchCommands =
            {
                Command(
                    $"INSERT INTO journal ({Columns}) SELECT u.tenant, u.seq, $3, u.home, u.former, u.decider, u.account, "
                        + $"u.kind, u.entity, u.version, u.source, u.source_id, u.occurred_at, u.data FROM unnest($1, $2, $4, "
                        + $"$5, $6, $7, $8, $9, $10, $11, $12, $13, $14) u(tenant, seq, home, former, decider, account, kind, "
                        + $"entity, version, source, source_id, occurred_at, data)",
                    Ints, Longs, NpgsqlDbType.TimestampTz, Texts, Texts, Longs, Texts, Texts, Texts, Ints, Texts, Texts, Longs, Texts),
            },
        };
        foreach (var batch in (NpgsqlBatch[])[_end, _endFew])
        {
            batch.BatchCommands.Add(Command(
                """
                INSERT INTO delivered SELECT j.tenant, j.source, j.source_id, j.seq FROM unnest($1, $2) u(tenant, after)
                CROSS JOIN LATERAL (SELECT tenant, source, source_id, seq FROM journal WHERE received_at = $3 AND tenant = u.tenant
                    AND seq > u.after OFFSET 0) j
                """, Ints, Longs, NpgsqlDbType.TimestampTz));
            batch.BatchCommands.Add(
                Command(
                    "INSERT INTO tenant SELECT * FROM unnest($1, $2, $3) ON CONFLICT (id) DO UPDATE SET head = excluded.head", Ints, Texts,
                    Longs));
            batch.BatchCommands.Add(new("COMMIT"));
        }
    }

    public JournalPartitions Partitions { get; }

    /// <summary>Begins a commit and looks up the stored rows on which it depends.</summary>
    /// <returns>The number of the commit; null if another process owns the store.</returns>
    public long? Begin(Ownership owner, JournalLookup lookup)
    {
        var (sources, entities) = lookup;
        Set(_begin.BatchCommands[1], owner.Epoch, owner.Session);
        Set(
            _begin.BatchCommands[2], sources.ConvertAll(s => s.Tenant).ToArray(),
            sources.ConvertAll(s => PostgresText.Escape(s.Source)).ToArray(),
            sources.ConvertAll(s => PostgresText.Escape(s.SourceId)).ToArray());
        Set(
            _begin.BatchCommands[3], entities.ConvertAll(e => e.Tenant).ToArray(), entities.ConvertAll(e => KindNames.Of(e.Kind)).ToArray(),
            entities.ConvertAll(e => PostgresText.Escape(e.Entity)).ToArray());
        // Has no effect if the batch is already prepared.
        _begin.Prepare();
        using var reader = _begin.ExecuteReader();
        if (!reader.Read())
            return null;
        var number = reader.GetInt64(0);
        reader.NextResult();
        while (reader.Read())
            lookup.Known[sources[(int)reader.GetInt64(0) - 1]] = reader.GetInt64(1);
        reader.NextResult();
        while (reader.Read())
            lookup.Deciders[entities[(int)reader.GetInt64(0) - 1]] = new HomeRow(
                reader.GetInt64(1), reader.GetInt64(2), PostgresText.Unescape(reader.GetString(3)),
                PostgresText.Unescape(reader.GetString(4)), PostgresText.Unescape(reader.GetString(5)));
        return number;
    }

    /// <summary>Copies the rows unless they are few enough to be sent with the commit.</summary>
    public void Write(List<NewRow> rows)
    {
        if (rows.Count <= _fewRows)
            return;
        _copy.Clear();
        CopyRow.Header(_copy);
        foreach (var row in rows)
        {
            var entry = row.Entry;
            CopyRow.Fields(_copy, ColumnCount);
            CopyRow.Int(_copy, row.Tenant);
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
        var (heads, few) = (commit.Heads.Values.ToArray(), commit.Rows.Count <= _fewRows);
        var batch = few ? _endFew : _end;
        var commands = batch.BatchCommands;
        if (few)
            SetRows(commands[0], commit);
        Set(
            commands[^3], Array.ConvertAll(heads, h => h.Number),
            Array.ConvertAll(heads, h => commit.Rows.Find(r => r.Tenant == h.Number).Entry.Sequence - 1), commit.ReceivedAt.UtcDateTime);
        Set(
            commands[^2], Array.ConvertAll(heads, h => h.Number), Array.ConvertAll(heads, h => PostgresText.Escape(h.Name)),
            Array.ConvertAll(heads, h => h.Sequence));
        batch.Prepare();
        batch.ExecuteNonQuery();
    }

    private static void SetRows(NpgsqlBatchCommand insert, PostgresCommit commit)
    {
        Set(
            insert, Column(r => r.Tenant), Column(r => r.Entry.Sequence), commit.ReceivedAt.UtcDateTime, Column(r => Safe(Home(r.Entry))),
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

    /// <summary>Releases the session lock so that the next owner need not wait for the server to notice the disconnect.</summary>
    public void Release(Ownership owner) => owner.Release(_connection);

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
