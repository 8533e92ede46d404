namespace OneLead.Storage.Sqlite.Journal;

/// <summary>Read-only connections to journal.db and index.db with their statements, for one thread at a time.</summary>
internal sealed class JournalReader : IDisposable
{
    private readonly Connection _log, _index;
    private readonly Statement _ids, _last;
    private readonly PostingHash _hash;

    public JournalReader(StoreFiles files, PostingHash hash, int cacheMegabytes = 2)
    {
        _hash = hash;
        _log = Connection.OpenReader(files.Journal, cacheMegabytes);
        try
        {
            _index = Connection.OpenReader(files.Index, cacheMegabytes);
            Log = new JournalTable(_log);
            Seals = new SealTable(_log);
            _ids = _index.Prepare("SELECT id FROM postings WHERE part = ? AND hash = ? AND id >= ? AND id <= ?");
            _last = _index.Prepare("SELECT max(id) FROM postings WHERE part = ? AND hash = ? AND id >= ? AND id <= ?");
        }
        catch
        {
            _index?.Dispose();
            _log.Dispose();
            throw;
        }
    }

    public JournalTable Log { get; }

    public SealTable Seals { get; }

    /// <summary>Adds the indexed ids of a tenant from <paramref name="from"/> to <paramref name="to"/> with a hash.</summary>
    public void Collect(long hash, long from, long to, HashSet<long> into)
    {
        for (var part = _hash.Part(from); part <= _hash.Part(to); part++)
        {
            _ids.Bind(1, part).Bind(2, hash).Bind(3, from).Bind(4, to);
            while (_ids.Step())
                into.Add(_ids.Long(0));
        }
    }

    /// <summary>
    /// Returns the greatest id of a tenant in a part from <paramref name="from"/> to <paramref name="to"/> with a hash; 0 if
    /// there is none.
    /// </summary>
    public long Last(int part, long hash, long from, long to)
    {
        _last.Bind(1, part).Bind(2, hash).Bind(3, from).Bind(4, to);
        try { return _last.Step() ? _last.Long(0) : 0; }
        finally { _last.Reset(); }
    }

    public void Dispose()
    {
        _log.Dispose();
        _index.Dispose();
    }
}
