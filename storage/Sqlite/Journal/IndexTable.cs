using System.Security.Cryptography;

namespace OneLead.Storage.Sqlite.Journal;

/// <summary>The writer's side of index.db: where the rows of the log are found. It can be lost: it is rebuilt from the log.</summary>
internal sealed class IndexTable : IDisposable
{
    // The sum over all entries shows damage that SQLite itself cannot see; it does not depend on their order.
    private const string Schema = """
        CREATE TABLE postings (part INTEGER NOT NULL, hash INTEGER NOT NULL, id INTEGER NOT NULL, PRIMARY KEY (part, hash, id)) WITHOUT ROWID;
        CREATE TABLE progress (tenant INTEGER PRIMARY KEY, through INTEGER NOT NULL, checksum INTEGER NOT NULL);
        CREATE TABLE contents (salt INTEGER NOT NULL, part_bits INTEGER NOT NULL, entries INTEGER NOT NULL, total INTEGER NOT NULL);
        """;

    // Enough for the part that grows.
    private const int CacheMegabytes = 80;

    private readonly Connection _connection;
    private readonly Statement _insert, _progress, _contents, _scan;
    private long _entries, _total;

    public IndexTable(string path, int partBits)
    {
        _connection = Connection.OpenWriter(path, "NORMAL", CacheMegabytes);
        try
        {
            _connection.CreateSchema(1, Schema);
            if (_connection.Scalar("SELECT count(*) FROM contents") == 0)
                _connection.Prepare("INSERT INTO contents VALUES (?, ?, 0, 0)").Bind(1, BitConverter.ToInt64(RandomNumberGenerator.GetBytes(sizeof(long)))).Bind(2, partBits).Run();
            Hash = new PostingHash((ulong)_connection.Scalar("SELECT salt FROM contents"), (int)_connection.Scalar("SELECT part_bits FROM contents"));
            _entries = _connection.Scalar("SELECT entries FROM contents");
            _total = _connection.Scalar("SELECT total FROM contents");
            _insert = _connection.Prepare("INSERT INTO postings VALUES (?, ?, ?)");
            _progress = _connection.Prepare("INSERT INTO progress VALUES (?, ?, ?) ON CONFLICT (tenant) DO UPDATE SET through = excluded.through, checksum = excluded.checksum");
            _contents = _connection.Prepare("UPDATE contents SET entries = ?, total = ?");
            _scan = _connection.Prepare("SELECT part, hash, id FROM postings");
        }
        catch
        {
            _connection.Dispose();
            throw;
        }
    }

    public PostingHash Hash { get; }

    public long Entries => _entries;

    /// <summary>For each tenant number the last indexed row and its checksum.</summary>
    public Dictionary<int, (long Sequence, uint Checksum)> Progress()
    {
        var progress = new Dictionary<int, (long, uint)>();
        var rows = _connection.Prepare("SELECT tenant, through, checksum FROM progress");
        while (rows.Step())
            progress[(int)rows.Long(0)] = (rows.Long(1), (uint)rows.Long(2));
        return progress;
    }

    /// <summary>Stores a segment in one commit, in the index's own order: neighbours share pages.</summary>
    public void Store(TailSegment segment)
    {
        var sorted = segment.Postings.ToArray();
        Array.Sort(sorted);
        var (entries, total) = (_entries, _total);
        _connection.Begin();
        try
        {
            Posting? previous = null;
            foreach (var posting in sorted)
            {
                // Two keys of one row may share a hash.
                if (posting == previous)
                    continue;
                _insert.Bind(1, posting.Part).Bind(2, posting.Hash).Bind(3, posting.Id).Run();
                entries++;
                total += Weight(posting);
                previous = posting;
            }
            foreach (var (tenant, (sequence, checksum)) in segment.Through)
                _progress.Bind(1, tenant).Bind(2, sequence).Bind(3, checksum).Run();
            _contents.Bind(1, entries).Bind(2, total).Run();
            _connection.Commit();
        }
        catch
        {
            _connection.Rollback();
            throw;
        }
        (_entries, _total) = (entries, total);
    }

    public void Checkpoint(bool truncate = false) => _connection.Checkpoint(truncate);

    /// <summary>Reads every entry into a filter of what appends ask for.</summary>
    /// <returns>Null when the entries are not those that were stored.</returns>
    public HashFilter? LoadFilter(Func<bool> stop)
    {
        var filter = new HashFilter(_entries * 2 / 3);
        var (entries, total) = (0L, 0L);
        try
        {
            while (_scan.Step())
            {
                var posting = new Posting((int)_scan.Long(0), _scan.Long(1), _scan.Long(2));
                entries++;
                total += Weight(posting);
                if (PostingHash.IsAskedByAppends(posting.Hash))
                    filter.Add(posting.Hash);
                if ((entries & 0xFFFF) == 0 && stop())
                    throw new OperationCanceledException();
            }
        }
        finally { _scan.Reset(); }
        return entries == _entries && total == _total ? filter : null;
    }

    private static long Weight(Posting posting) => Hashing.Mix(posting.Hash, posting.Id);

    public void Dispose() => _connection.Dispose();
}
