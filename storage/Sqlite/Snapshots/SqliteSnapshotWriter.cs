using System.Collections.Immutable;
using OneLead.Storage.Sqlite.Journal;

namespace OneLead.Storage.Sqlite.Snapshots;

/// <summary>
/// The only writing connection to snapshots.db. Commits are not synced individually; snapshots that a power cut loses are
/// rebuilt.
/// </summary>
internal sealed class SqliteSnapshotWriter : IDisposable
{
    private readonly Connection _connection;
    private readonly Statement _upsert, _stored, _clearRecords, _putRecord, _dropRecord, _flushed, _witnesses;

    public SqliteSnapshotWriter(string path)
    {
        _connection = Connection.OpenWriter(path, "NORMAL", cacheMegabytes: 16);
        try
        {
            _connection.CreateSchema(SnapshotTables.Schema, SnapshotTables.TenantRowIndex);
            _upsert = _connection.Prepare("""
                INSERT INTO account (tenant, account, seq, tenant_seq, engine, next_due, territory, keys, contribution,
                    contribution_check, header_check, view_check, view, header)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                ON CONFLICT (tenant, account) DO UPDATE SET seq = excluded.seq, tenant_seq = excluded.tenant_seq,
                    engine = excluded.engine, next_due = excluded.next_due,
                    territory = excluded.territory, keys = excluded.keys, contribution = excluded.contribution,
                        contribution_check = excluded.contribution_check,
                    header_check = excluded.header_check, view_check = excluded.view_check, view = excluded.view, header = excluded.header
                """);
            _stored = _connection.Prepare("SELECT id, seq, engine FROM account WHERE tenant = ? AND account = ?");
            _clearRecords = _connection.Prepare("DELETE FROM record WHERE account = ?");
            _putRecord = _connection.Prepare(
                "INSERT INTO record VALUES (?, ?, ?, ?) ON CONFLICT (account, key) DO UPDATE SET bytes = excluded.bytes, "
                    + "checksum = excluded.checksum");
            _dropRecord = _connection.Prepare("DELETE FROM record WHERE account = ? AND key = ?");
            _flushed = _connection.Prepare("""
                INSERT INTO flushed VALUES (?, ?, ?, ?) ON CONFLICT (tenant)
                DO UPDATE SET through = max(through, excluded.through), head = excluded.head, head_checksum = excluded.head_checksum
                """);
            _witnesses = _connection.Prepare("SELECT tenant, head, head_checksum FROM flushed");
        }
        catch
        {
            _connection.Dispose();
            throw;
        }
    }

    /// <summary>
    /// Returns the journal's last row at the time of the last snapshot of each tenant. If the journal does not have that row, the
    /// snapshots belong to another journal.
    /// </summary>
    public List<(string Tenant, long Head, uint Checksum)> JournalHeads()
    {
        var witnesses = new List<(string, long, uint)>();
        while (_witnesses.Step())
            witnesses.Add((_witnesses.Text(0), _witnesses.Long(1), (uint)_witnesses.Long(2)));
        return witnesses;
    }

    public ImmutableArray<SnapshotOutcome> Save(
        ImmutableArray<SnapshotWrite> writes, ImmutableDictionary<string, SqliteTenantHead> heads) =>
        _connection.InTransaction(() =>
        {
            var outcomes = writes.Select(Write).ToImmutableArray();
            foreach (var tenant in writes.Select(w => w.Tenant).Distinct())
                Flushed(tenant, 0, heads);
            return outcomes;
        });

    public bool SaveFlushedThrough(string tenant, long through, ImmutableDictionary<string, SqliteTenantHead> heads) =>
        _connection.InTransaction(() => Flushed(tenant, through, heads));

    private bool Flushed(string tenant, long through, ImmutableDictionary<string, SqliteTenantHead> heads)
    {
        var head = heads.GetValueOrDefault(tenant);
        _flushed.Bind(1, tenant).Bind(2, through).Bind(3, head?.Sequence ?? 0).Bind(4, head?.Checksum ?? 0L).Run();
        return true;
    }

    private SnapshotOutcome Write(SnapshotWrite write)
    {
        var stamp = write.Stamp;
        var stored = Stored(write.Tenant, write.Account);
        var outcome = SnapshotRules.Decide(write, stored is { } row ? (row.Sequence, row.Engine) : null);
        if (outcome != SnapshotOutcome.Written)
            return outcome;
        _upsert.Bind(1, write.Tenant).Bind(2, write.Account).Bind(3, stamp.Sequence).Bind(4, stamp.TenantSequence).Bind(5, stamp.Engine)
            .Bind(6, stamp.NextDue?.DayNumber).Bind(7, stamp.Territory).Bind(8, SnapshotRules.KeyText(stamp))
            .BindBlob(9, write.Contribution).Bind(10, SnapshotTables.Check(write.Account, stamp, write.Contribution))
            .Bind(11, SnapshotTables.Check(write.Account, write.Header)).Bind(12, SnapshotTables.Check(write.Account, write.View));
        if (write.View is { } view)
            _upsert.BindBlob(13, view);
        else
            _upsert.BindNull(13);
        _upsert.BindBlob(14, write.Header).Run();

        var id = (stored ?? Stored(write.Tenant, write.Account))!.Value.Id;
        if (write.ReplaceRecords)
            _clearRecords.Bind(1, id).Run();
        foreach (var (key, bytes) in write.Records)
        {
            if (bytes is null)
                _dropRecord.Bind(1, id).Bind(2, key).Run();
            else
                _putRecord.Bind(1, id).Bind(2, key).BindBlob(3, bytes).Bind(4, SnapshotTables.Check(key, bytes)).Run();
        }
        return SnapshotOutcome.Written;
    }

    private (long Id, long Sequence, int Engine)? Stored(string tenant, string account)
    {
        _stored.Bind(1, tenant).Bind(2, account);
        try { return _stored.Step() ? (_stored.Long(0), _stored.Long(1), (int)_stored.Long(2)) : null; }
        finally { _stored.Reset(); }
    }

    public void Compact() => _connection.Compact();

    public bool Clear(string tenant) => _connection.InTransaction(() =>
    {
        foreach (
            var sql in (ReadOnlySpan<string>)
            [
                "DELETE FROM record WHERE account IN (SELECT id FROM account WHERE tenant = ?)", "DELETE FROM account WHERE tenant = ?",
                "DELETE FROM flushed WHERE tenant = ?",
            ])
        {
            using var statement = _connection.PrepareOnce(sql);
            statement.Bind(1, tenant).Run();
        }
        return true;
    });

    public void Dispose() => _connection.Dispose();
}
