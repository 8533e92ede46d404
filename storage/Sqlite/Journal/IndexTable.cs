using System.Security.Cryptography;

namespace OneLead.Storage.Sqlite.Journal;

/// <summary>The number of entries in an index part and a sum over them, which detects damage that SQLite does not detect.</summary>
internal readonly record struct PartContents(long Entries, long Total)
{
    /// <summary>The SQL that computes the same values.</summary>
    public const string Sql =
        "SELECT count(*), sum((hash >> 32) * 3 + (hash & 4294967295) * 5 + (id & 1099511627775) + (id >> 40) * 7) FROM "
            + "postings WHERE part = ?";

    public PartContents Plus(Posting p) =>
        new(Entries + 1, Total + (p.Hash >> 32) * 3 + (p.Hash & uint.MaxValue) * 5 + RowId.Sequence(p.Id) + RowId.Tenant(p.Id) * 7L);
}

/// <summary>The writer's side of index.db, which maps hashes to journal rows. It can be rebuilt from the journal.</summary>
internal sealed class IndexTable : IDisposable
{
    private const string Schema = """
        CREATE TABLE postings (part INTEGER NOT NULL, hash INTEGER NOT NULL, id INTEGER NOT NULL,
            PRIMARY KEY (part, hash, id)) WITHOUT ROWID;
        CREATE TABLE parts (part INTEGER PRIMARY KEY, entries INTEGER NOT NULL, total INTEGER NOT NULL, filter_check INTEGER NOT NULL,
            filter BLOB NOT NULL);
        CREATE TABLE progress (tenant INTEGER PRIMARY KEY, through INTEGER NOT NULL, checksum INTEGER NOT NULL);
        CREATE TABLE format (salt INTEGER NOT NULL, part_bits INTEGER NOT NULL);
        """;

    // Large enough for the part that grows.
    private const int CacheMegabytes = 80;

    private readonly Connection _connection;
    private readonly Statement _insert, _progress, _part;
    private readonly Dictionary<int, PartContents> _parts = [];

    /// <summary>Opens or creates an index.</summary>
    /// <exception cref="InvalidDataException">The file has another format or is damaged.</exception>
    public IndexTable(string path, int partBits)
    {
        _connection = Connection.OpenWriter(path, "NORMAL", CacheMegabytes);
        try
        {
            _connection.CreateSchema(Schema);
            if (_connection.Scalar("SELECT count(*) FROM format") == 0)
                _connection.Prepare("INSERT INTO format VALUES (?, ?)").Bind(
                    1, BitConverter.ToInt64(RandomNumberGenerator.GetBytes(sizeof(long)))).Bind(2, partBits).Run();
            Hash = new PostingHash(
                (ulong)_connection.Scalar("SELECT salt FROM format"), (int)_connection.Scalar("SELECT part_bits FROM format"));
            _insert = _connection.Prepare("INSERT INTO postings VALUES (?, ?, ?)");
            _progress = _connection.Prepare(
                "INSERT INTO progress VALUES (?, ?, ?) ON CONFLICT (tenant) DO UPDATE SET through = excluded.through, "
                    + "checksum = excluded.checksum");
            _part = _connection.Prepare("INSERT OR REPLACE INTO parts VALUES (?, ?, ?, ?, ?)");
            LoadParts();
        }
        catch
        {
            _connection.Dispose();
            throw;
        }
    }

    public PostingHash Hash { get; }

    /// <summary>The filters over the hashes that appends look up.</summary>
    public IndexFilters Known { get; } = new();

    private void LoadParts()
    {
        var parts = _connection.Prepare("SELECT part, entries, total, filter_check, filter FROM parts ORDER BY part");
        while (parts.Step())
        {
            var part = (int)parts.Long(0);
            _parts[part] = new(parts.Long(1), parts.Long(2));
            if (Hashing.Crc((uint)part, parts.Bytes(4)) != (uint)parts.Long(3))
                throw new InvalidDataException("A Bloom filter does not match its checksum.");
            Known.Load(part, parts.Bytes(4));
        }
    }

    /// <summary>Returns the last indexed row and its checksum for each tenant number.</summary>
    public Dictionary<int, (long Sequence, uint Checksum)> Progress()
    {
        var progress = new Dictionary<int, (long, uint)>();
        var rows = _connection.Prepare("SELECT tenant, through, checksum FROM progress");
        while (rows.Step())
            progress[(int)rows.Long(0)] = (rows.Long(1), (uint)rows.Long(2));
        return progress;
    }

    /// <summary>Stores a segment in one commit, sorted in index order so that neighbours share pages.</summary>
    public void Store(MemoryIndexSegment segment)
    {
        foreach (var (part, contents) in _connection.InTransaction(() => Insert(segment)))
            _parts[part] = contents;
    }

    private Dictionary<int, PartContents> Insert(MemoryIndexSegment segment)
    {
        var sorted = segment.Postings.ToArray();
        Array.Sort(sorted);
        var parts = new Dictionary<int, PartContents>();
        Posting? previous = null;
        foreach (var posting in sorted)
        {
            // Two keys of a row may have the same hash.
            if (posting == previous)
                continue;
            _insert.Bind(1, posting.Part).Bind(2, posting.Hash).Bind(3, posting.Id).Run();
            parts[posting.Part] = (parts.TryGetValue(
                posting.Part, out var contents) ? contents : _parts.GetValueOrDefault(posting.Part)).Plus(posting);
            previous = posting;
        }
        foreach (var (part, contents) in parts)
        {
            var filter = Known.Save(part);
            _part.Bind(1, part).Bind(2, contents.Entries).Bind(3, contents.Total).Bind(4, Hashing.Crc((uint)part, filter))
                .BindBlob(5, filter).Run();
        }
        foreach (var (tenant, (sequence, checksum)) in segment.Through)
            _progress.Bind(1, tenant).Bind(2, sequence).Bind(3, checksum).Run();
        return parts;
    }

    public void Dispose() => _connection.Dispose();
}
