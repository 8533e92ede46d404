using Npgsql;
using NpgsqlTypes;
using OneLead.Storage.Postgres;
using OneLead.Storage.Postgres.Journal;
using OneLead.Storage.Sqlite;
using OneLead.Storage.Sqlite.Journal;
using OneLead.Storage.Sqlite.Snapshots;

namespace OneLead.Storage.Move;

/// <summary>Copies the tables of an embedded store by COPY within a transaction. Checksums of the source's rows are checked.</summary>
internal sealed class MoveCopy(StoreFiles files, NpgsqlConnection target, IProgress<MoveProgress> progress, CancellationToken cancellation)
    : IDisposable
{
    private const int ReportedRows = 5_000, Next = SnapshotTables.NextColumn;

    private readonly List<Connection> _open = [];

    public MovedRows Run()
    {
        // The store's connections avoid them, because its queries are look-ups.
        Execute("SET LOCAL enable_seqscan = on; SET LOCAL enable_hashjoin = on");
        return new(CopyJournal(), CopySnapshots(), CopyStates(), CopyDeadLetters());
    }

    public void Dispose() => _open.ForEach(static c => c.Dispose());

    private long CopyJournal()
    {
        var log = new JournalTable(Open(files.Journal));
        var heads = log.Heads().Where(static h => h.Sequence > 0).ToList();
        var partitions = new JournalPartitions(target);
        foreach (var month in log.Months())
            partitions.Create(month);
        var copied = Copy(
            "journal rows", $"journal ({JournalConnection.Columns})",
            row => heads.ForEach(h => log.Visit(h.Number, h.Sequence, (r, data, author) => row(w => Write(w, r, data, author)))));
        CopySeals();
        Execute("INSERT INTO delivered SELECT tenant, source, source_id, seq FROM journal");
        Copy("tenants", "tenant (id, name, head)", row => heads.ForEach(h => row(w =>
        {
            w.Write(h.Number, NpgsqlDbType.Integer);
            Text(w, h.Name);
            w.Write(h.Sequence, NpgsqlDbType.Bigint);
        })));
        // Times never go backwards.
        Execute("UPDATE tenant t SET received_at = (SELECT max(received_at) FROM journal j WHERE j.tenant = t.id)");
        return copied;
    }

    // They stay valid: they are made of what both stores keep of a row.
    private void CopySeals() => Copy(
        "seals", "seal (tenant, after, through, mac, digests)",
            row => Each(Open(files.Journal), "SELECT id, through, mac, digests FROM seal", s =>
        {
            var (id, through, mac, digests) = (s.Long(0), s.Long(1), s.Bytes(2).ToArray(), s.Bytes(3).ToArray());
            row(w =>
            {
                w.Write(RowId.Tenant(id), NpgsqlDbType.Integer);
                w.Write(RowId.Sequence(id), NpgsqlDbType.Bigint);
                w.Write(through, NpgsqlDbType.Bigint);
                w.Write(mac, NpgsqlDbType.Bytea);
                w.Write(digests, NpgsqlDbType.Bytea);
            });
        }));

    private static void Write(NpgsqlBinaryImporter w, LogRow row, string data, string? author)
    {
        var (entry, e) = (row.Entry, row.Entry.Event);
        w.Write(row.Tenant, NpgsqlDbType.Integer);
        w.Write(entry.Sequence, NpgsqlDbType.Bigint);
        Time(w, entry.ReceivedAt);
        Text(w, entry.Home == e.Account ? null : entry.Home);
        Text(w, entry.Former);
        if (row.Decider == entry.Sequence)
            w.WriteNull();
        else
            w.Write(row.Decider, NpgsqlDbType.Bigint);
        Text(w, e.Account);
        Text(w, KindNames.Of(e.Kind));
        Text(w, e.Entity);
        w.Write(e.Version, NpgsqlDbType.Integer);
        Text(w, e.Source);
        Text(w, e.SourceId);
        w.Write(e.OccurredAt.UtcTicks, NpgsqlDbType.Bigint);
        Text(w, author);
        // JSON, which escapes control characters by itself.
        w.Write(data, NpgsqlDbType.Text);
    }

    // Copied, because they also hold what the journal does not tell: since when leads have their priority.
    private long CopySnapshots()
    {
        var source = Open(files.Snapshots);
        var copied = Copy(
            "snapshots", "snapshot (tenant, account, seq, tenant_seq, engine, next_due, territory, keys, contribution, view, header)",
            row => Each(source, $"SELECT {SnapshotTables.RowColumns}, tenant, view, header FROM account ORDER BY tenant, account", s =>
            {
                var (account, stamp, contribution) = SnapshotTables.ReadRow(s);
                var (view, header) = (s.IsNull(Next + 1) ? null : s.Bytes(Next + 1).ToArray(), s.Bytes(Next + 2).ToArray());
                SnapshotTables.Verify(account, SnapshotTables.Check(account, header), s.Long(9));
                var tenant = s.Text(Next);
                row(w =>
                {
                    Text(w, tenant);
                    Text(w, account);
                    w.Write(stamp.Sequence, NpgsqlDbType.Bigint);
                    w.Write(stamp.TenantSequence, NpgsqlDbType.Bigint);
                    w.Write(stamp.Engine, NpgsqlDbType.Integer);
                    if (stamp.NextDue is { } due)
                        w.Write(due, NpgsqlDbType.Date);
                    else
                        w.WriteNull();
                    Text(w, stamp.Territory);
                    Text(w, SnapshotRules.KeyText(stamp));
                    w.Write(contribution, NpgsqlDbType.Bytea);
                    Bytes(w, view);
                    w.Write(header, NpgsqlDbType.Bytea);
                });
            }));
        Copy(
            "records of snapshots", "snapshot_record (tenant, account, key, bytes)",
            row => Each(
                source,
                "SELECT a.tenant, a.account, r.key, r.bytes, r.checksum FROM record r JOIN account a ON a.id = r.account", s =>
                {
                    var (key, bytes) = (s.Text(2), s.Bytes(3).ToArray());
                    SnapshotTables.Verify(key, SnapshotTables.Check(key, bytes), s.Long(4));
                    var (tenant, account) = (s.Text(0), s.Text(1));
                    row(w =>
                    {
                        Text(w, tenant);
                        Text(w, account);
                        Text(w, key);
                        w.Write(bytes, NpgsqlDbType.Bytea);
                    });
                }));
        Copy("flushed", "flushed (tenant, through, head)", row => Each(source, "SELECT tenant, through, head FROM flushed", s => row(w =>
        {
            Text(w, s.Text(0));
            w.Write(s.Long(1), NpgsqlDbType.Bigint);
            w.Write(s.Long(2), NpgsqlDbType.Bigint);
        })));
        return copied;
    }

    private long CopyStates()
    {
        var source = Open(files.State);
        var copied = Copy(
            "states", "state (name, key, etag, bytes)", row => Each(source, "SELECT name, key, etag, bytes FROM state", s => row(w =>
            {
                Text(w, s.Text(0));
                Text(w, s.Text(1));
                w.Write(s.Long(2), NpgsqlDbType.Bigint);
                w.Write(s.Bytes(3).ToArray(), NpgsqlDbType.Bytea);
            })));
        // Tags are never used twice.
        using var tag = new NpgsqlCommand("SELECT setval('state_tag', $1 + 1, false)", target)
        {
            Parameters = { Statements.Value(source.Scalar("SELECT last FROM tag")) },
        };
        tag.ExecuteNonQuery();
        Copy("keys of fields", "field_key (tenant, subject, wrapped)",
            row => Each(source, "SELECT tenant, subject, wrapped FROM field_key", s => row(w =>
            {
                Text(w, s.Text(0));
                w.Write(s.Bytes(1).ToArray(), NpgsqlDbType.Bytea);
                Bytes(w, s.IsNull(2) ? null : s.Bytes(2).ToArray());
            })));
        return copied;
    }

    private long CopyDeadLetters() => Copy(
        "dead letters", $"dead_letter ({DeadLetterColumns.Columns})",
        row => Each(Open(files.State), $"SELECT {DeadLetterColumns.Columns} FROM dead_letter", s => row(w =>
        {
            w.Write(s.Long(0), NpgsqlDbType.Bigint);
            for (var column = 1; column <= 5; column++)
                Text(w, s.Text(column));
            w.Write(s.Bytes(6).ToArray(), NpgsqlDbType.Bytea);
            Time(w, StoredTime.OfTicks(s.Long(7)));
            Text(w, s.Text(8));
            w.Write((int)s.Long(9), NpgsqlDbType.Integer);
            w.Write((int)s.Long(10), NpgsqlDbType.Integer);
            if (s.IsNull(11))
                w.WriteNull();
            else
                Time(w, StoredTime.OfTicks(s.Long(11)));
        })));

    /// <param name="table">The table with its columns.</param>
    /// <param name="rows">Calls its argument with what writes each row.</param>
    private long Copy(string what, string table, Action<Action<Action<NpgsqlBinaryImporter>>> rows)
    {
        using var importer = target.BeginBinaryImport($"COPY {table} FROM STDIN (FORMAT BINARY)");
        importer.Timeout = TimeSpan.Zero;
        var copied = 0L;
        progress.Report(new(what, 0));
        rows(write =>
        {
            cancellation.ThrowIfCancellationRequested();
            importer.StartRow();
            write(importer);
            if (++copied % ReportedRows == 0)
                progress.Report(new(what, copied));
        });
        importer.Complete();
        progress.Report(new(what, copied));
        return copied;
    }

    private static void Each(Connection source, string sql, Action<Statement> visit)
    {
        using var rows = source.PrepareOnce(sql);
        while (rows.Step())
            visit(rows);
    }

    private static void Text(NpgsqlBinaryImporter w, string? text)
    {
        if (text is null)
            w.WriteNull();
        else
            w.Write(PostgresText.Escape(text), NpgsqlDbType.Text);
    }

    private static void Bytes(NpgsqlBinaryImporter w, byte[]? bytes)
    {
        if (bytes is null)
            w.WriteNull();
        else
            w.Write(bytes, NpgsqlDbType.Bytea);
    }

    private static void Time(NpgsqlBinaryImporter w, DateTimeOffset time) => w.Write(time.UtcDateTime, NpgsqlDbType.TimestampTz);

    private Connection Open(string file)
    {
        var connection = Connection.OpenReader(file);
        _open.Add(connection);
        return connection;
    }

    private void Execute(string sql)
    {
        using var command = new NpgsqlCommand(sql, target);
        command.ExecuteNonQuery();
    }
}
