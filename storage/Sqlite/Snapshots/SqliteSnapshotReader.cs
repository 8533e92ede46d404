using System.Collections.Immutable;

namespace OneLead.Storage.Sqlite.Snapshots;

/// <summary>A read-only connection to snapshots.db with its statements, for one thread at a time.</summary>
internal sealed class SqliteSnapshotReader : IDisposable
{
    private readonly Connection _connection;
    private readonly Statement _load,
        _records, _flushed, _behind, _watermark, _versions, _contributions, _territories, _views, _page, _range;

    public SqliteSnapshotReader(string path)
    {
        _connection = Connection.OpenReader(path);
        _load = _connection.Prepare($"SELECT {SnapshotTables.RowColumns}, id, header FROM account WHERE tenant = ? AND account = ?");
        _records = _connection.Prepare("SELECT key, bytes, checksum FROM record WHERE account = ? ORDER BY key");
        _flushed = _connection.Prepare("SELECT through FROM flushed WHERE tenant = ?");
        _behind = _connection.Prepare("""
            SELECT account FROM account WHERE tenant = ?1 AND next_due <= ?2
            UNION SELECT account FROM account WHERE tenant = ?1 AND engine < ?3
            UNION SELECT account FROM account WHERE tenant = ?1 AND engine > ?3
            UNION SELECT account FROM account WHERE tenant = ?1 AND tenant_seq < ?4
            """);
        _watermark = _connection.Prepare("SELECT seq FROM account WHERE tenant = ? AND account = ?");
        _versions = _connection.Prepare("SELECT account, seq, engine, view IS NOT NULL FROM account WHERE tenant = ?");
        _contributions = _connection.Prepare($"SELECT {SnapshotTables.RowColumns} FROM account WHERE tenant = ? AND territory IS ?");
        _territories = _connection.Prepare(
            "SELECT DISTINCT territory FROM account WHERE tenant = ? AND territory IS NOT NULL ORDER BY territory");
        _views = _connection.Prepare(
            $"SELECT {SnapshotTables.RowColumns}, id, view FROM account WHERE id > ? AND tenant = ? AND view IS NOT NULL "
                + $"ORDER BY id LIMIT ?");
        _page = _connection.Prepare("SELECT id, account FROM account WHERE id > ? AND tenant = ? ORDER BY id LIMIT ?");
        _range = _connection.Prepare("SELECT key, bytes, checksum FROM record WHERE account = ? AND key >= ? AND key < ? ORDER BY key");
    }

    public Snapshot? Load(string tenant, string account)
    {
        // One read transaction, so that header and records are consistent.
        _connection.BeginReading();
        try
        {
            _load.Bind(1, tenant).Bind(2, account);
            if (!_load.Step())
                return null;
            var row = SnapshotTables.ReadRow(_load);
            var header = _load.Bytes(SnapshotTables.NextColumn + 1).ToArray();
            SnapshotTables.Verify(account, SnapshotTables.Check(account, header), _load.Long(9));
            return new Snapshot(row.Stamp, header, Records(_load.Long(SnapshotTables.NextColumn)));
        }
        finally
        {
            _load.Reset();
            _records.Reset();
            _connection.Commit();
        }
    }

    private ImmutableArray<PackedRecord> Records(long account)
    {
        var records = ImmutableArray.CreateBuilder<PackedRecord>();
        _records.Bind(1, account);
        while (_records.Step())
        {
            var record = new PackedRecord(_records.Text(0), _records.Bytes(1).ToArray());
            SnapshotTables.Verify(record.Key, SnapshotTables.Check(record.Key, record.Bytes), _records.Long(2));
            records.Add(record);
        }
        return records.DrainToImmutable();
    }

    public long FlushedThrough(string tenant)
    {
        _flushed.Bind(1, tenant);
        try { return _flushed.Step() ? _flushed.Long(0) : 0; }
        finally { _flushed.Reset(); }
    }

    public ImmutableArray<string> Behind(string tenant, DateOnly asOf, int? engine, long tenantRow) =>
        Texts(_behind.Bind(1, tenant).Bind(2, asOf.DayNumber).Bind(3, engine).Bind(4, tenantRow));

    public ImmutableArray<long> Watermarks(string tenant, ImmutableArray<string> accounts)
    {
        var watermarks = ImmutableArray.CreateBuilder<long>(accounts.Length);
        foreach (var account in accounts)
        {
            _watermark.Bind(1, tenant).Bind(2, account);
            try { watermarks.Add(_watermark.Step() ? _watermark.Long(0) : 0); }
            finally { _watermark.Reset(); }
        }
        return watermarks.MoveToImmutable();
    }

    public ImmutableArray<StoredVersion> Versions(string tenant)
    {
        var versions = ImmutableArray.CreateBuilder<StoredVersion>();
        _versions.Bind(1, tenant);
        try
        {
            while (_versions.Step())
                versions.Add(new(_versions.Text(0), _versions.Long(1), (int)_versions.Long(2), _versions.Long(3) != 0));
        }
        finally { _versions.Reset(); }
        return versions.DrainToImmutable();
    }

    public ImmutableArray<string> Territories(string tenant) => Texts(_territories.Bind(1, tenant));

    public ImmutableArray<SnapshotRow> Contributions(string tenant, string? territory)
    {
        var rows = ImmutableArray.CreateBuilder<SnapshotRow>();
        _contributions.Bind(1, tenant).Bind(2, territory);
        try
        {
            while (_contributions.Step())
                rows.Add(SnapshotTables.ReadRow(_contributions));
        }
        finally { _contributions.Reset(); }
        return rows.DrainToImmutable();
    }

    /// <summary>Reads the next views after a row id and advances the id.</summary>
    public List<SnapshotRow> Views(string tenant, ref long after, int limit)
    {
        var rows = new List<SnapshotRow>(limit);
        _views.Bind(1, after).Bind(2, tenant).Bind(3, limit);
        try
        {
            while (_views.Step())
            {
                var row = SnapshotTables.ReadRow(_views);
                var view = _views.Bytes(SnapshotTables.NextColumn + 1).ToArray();
                SnapshotTables.Verify(row.Account, SnapshotTables.Check(row.Account, view), _views.Long(10));
                rows.Add(row with { Bytes = view });
                after = _views.Long(SnapshotTables.NextColumn);
            }
        }
        finally { _views.Reset(); }
        return rows;
    }

    /// <summary>Reads the records of the next accounts after a row id and advances the id; it is null at the end.</summary>
    public List<StoredRecord> Records(string tenant, string prefix, ref long? after, int accounts)
    {
        var page = new List<(long Id, string Account)>(accounts);
        _page.Bind(1, after ?? 0).Bind(2, tenant).Bind(3, accounts);
        try
        {
            while (_page.Step())
                page.Add((_page.Long(0), _page.Text(1)));
        }
        finally { _page.Reset(); }
        var records = new List<StoredRecord>();
        foreach (var (id, account) in page)
        {
            _range.Bind(1, id).Bind(2, prefix).Bind(3, SnapshotRules.EndOf(prefix));
            try
            {
                while (_range.Step())
                {
                    var record = new PackedRecord(_range.Text(0), _range.Bytes(1).ToArray());
                    SnapshotTables.Verify(record.Key, SnapshotTables.Check(record.Key, record.Bytes), _range.Long(2));
                    records.Add(new(account, record));
                }
            }
            finally { _range.Reset(); }
        }
        after = page.Count < accounts ? null : page[^1].Id;
        return records;
    }

    private static ImmutableArray<string> Texts(Statement statement)
    {
        var texts = ImmutableArray.CreateBuilder<string>();
        try
        {
            while (statement.Step())
                texts.Add(statement.Text(0));
        }
        finally { statement.Reset(); }
        return texts.DrainToImmutable();
    }

    public void Dispose() => _connection.Dispose();
}
