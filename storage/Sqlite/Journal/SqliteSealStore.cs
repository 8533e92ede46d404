namespace OneLead.Storage.Sqlite.Journal;

/// <summary>The seals in journal.db. They are written between the commits of the journal, on its connection.</summary>
internal sealed class SqliteSealStore(SqliteJournalWriter writer, ReaderPool<JournalReader> readers) : ISealStore
{
    public ValueTask<JournalSeal?> FindLastAsync(string tenant, CancellationToken cancellation = default) =>
        new(Number(tenant) is { } number ? readers.Query(r => r.Seals.Last(number)) : null);

    public ValueTask<JournalSeal?> FindAsync(string tenant, long after, CancellationToken cancellation = default) =>
        new(Number(tenant) is { } number ? readers.Query(r => r.Seals.Find(number, after)) : null);

    public async ValueTask<bool> AddAsync(
        string tenant, JournalSeal? former, IReadOnlyList<JournalSeal> seals, CancellationToken cancellation = default) =>
        Number(tenant) is { } number && await writer.AddSealsAsync(number, former, seals);

    public ValueTask VisitAsync(
        string tenant, long after, long upTo, SealedRow visit, CancellationToken cancellation = default) =>
        Number(tenant) is not { } number ? default : new(Task.Run(() => readers.Query(r =>
        {
            r.Log.VisitContent(number, after, upTo, visit);
            return true;
        }), cancellation));

    private int? Number(string tenant) => writer.Heads.Committed.GetValueOrDefault(tenant)?.Number;
}

/// <summary>The table of seals.</summary>
internal sealed class SealTable(Connection connection)
{
    // Prepared on first use: most readers never need them, and a file of a former version has no such table.
    private Statement? _last, _find, _insert;

    public JournalSeal? Last(int tenant)
    {
        _last ??= connection.Prepare("SELECT id, through, mac, digests FROM seal WHERE id >= ? AND id <= ? ORDER BY id DESC LIMIT 1");
        return Read(_last.Bind(1, RowId.Of(tenant, 0)).Bind(2, RowId.Of(tenant, RowId.MaxSequence)));
    }

    public JournalSeal? Find(int tenant, long after)
    {
        _find ??= connection.Prepare("SELECT id, through, mac, digests FROM seal WHERE id = ?");
        return Read(_find.Bind(1, RowId.Of(tenant, after)));
    }

    public void Insert(int tenant, JournalSeal seal)
    {
        _insert ??= connection.Prepare("INSERT INTO seal (id, through, mac, digests) VALUES (?, ?, ?, ?)");
        _insert.Bind(1, RowId.Of(tenant, seal.After)).Bind(2, seal.Through).BindBlob(3, seal.Mac).BindBlob(4, seal.Digests).Run();
    }

    private static JournalSeal? Read(Statement s)
    {
        try
        {
            return s.Step() ? new(RowId.Sequence(s.Long(0)), s.Long(1), s.Bytes(2).ToArray(), s.Bytes(3).ToArray()) : null;
        }
        finally { s.Reset(); }
    }
}
