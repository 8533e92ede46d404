namespace OneLead.Storage.Sqlite.Journal;

/// <summary>Read-only connections to the log and the index, with their statements. Used by one thread at a time.</summary>
internal sealed class Reader : IDisposable
{
    private readonly Connection _log, _index;
    private readonly Statement _ids, _last;

    public Reader(StoreFiles files)
    {
        _log = Connection.OpenReader(files.Journal);
        try
        {
            _index = Connection.OpenReader(files.Index);
            Log = new LogTable(_log);
            _ids = _index.Prepare("SELECT id FROM postings WHERE hash = ? AND id >= ? AND id <= ?");
            _last = _index.Prepare("SELECT max(id) FROM postings WHERE hash = ? AND id < ?");
        }
        catch
        {
            _index?.Dispose();
            _log.Dispose();
            throw;
        }
    }

    public LogTable Log { get; }

    /// <summary>Adds the indexed ids from <paramref name="from"/> to <paramref name="to"/> under a hash.</summary>
    public void Collect(long hash, long from, long to, HashSet<long> into)
    {
        _ids.Bind(1, hash).Bind(2, from).Bind(3, to);
        while (_ids.Step())
            into.Add(_ids.Long(0));
    }

    /// <summary>The greatest indexed id under a hash that is less than <paramref name="before"/>; 0 when there is none.</summary>
    public long Last(long hash, long before)
    {
        _last.Bind(1, hash).Bind(2, before);
        try { return _last.Step() ? _last.Long(0) : 0; }
        finally { _last.Reset(); }
    }

    public void Dispose()
    {
        _log.Dispose();
        _index.Dispose();
    }
}
