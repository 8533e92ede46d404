using Microsoft.Extensions.Logging.Abstractions;
using OneLead.Storage.Sqlite;
using OneLead.Storage.Sqlite.Journal;
using OneLead.Storage.Tests.Contracts;

namespace OneLead.Storage.Tests.Sqlite;

/// <summary>A store in a temporary directory, which is deleted on dispose.</summary>
internal sealed class SqliteTestStore : ITestStore
{
    private static int _last;

    private readonly SqliteStoreOptions _options;
    private readonly CommitCounter _commits = new();
    private SqliteStore? _store;

    public SqliteTestStore(SqliteStoreOptions? options = null, string? directory = null)
    {
        _options = options ?? new SqliteStoreOptions();
        Directory = directory ?? Path.Combine(
            Path.GetTempPath(), $"onelead-storage-{Environment.ProcessId}-{Interlocked.Increment(ref _last)}");
        Open();
    }

    public string Directory { get; }

    public IJournal Journal => _store!.Journal;

    public ISnapshotStore Snapshots => _store!.Snapshots;

    public IStateStore States => _store!.States;

    public IDeadLetterStore DeadLetters => _store!.DeadLetters;

    public IFieldKeyStore FieldKeys => _store!.FieldKeys;

    public ISealStore Seals => _store!.Seals;

    public void Forge(string sql)
    {
        Close();
        using (var file = Connection.OpenWriter(Path.Combine(Directory, "journal.db"), "FULL"))
        {
            foreach (var (table, number) in (ReadOnlySpan<(string, string)>)[("journal", "seq"), ("seal", "after")])
                file.Execute(
                    $"CREATE TEMP TABLE forged_{table} AS SELECT id - {RowId.Of(1, 0)} AS {number}, * "
                    + $"FROM {(table == "seal" ? "seal" : "log")}");
            file.Execute(
                sql.Replace("journal", "forged_journal", StringComparison.Ordinal)
                    .Replace("seal", "forged_seal", StringComparison.Ordinal));
            foreach (var (table, number) in (ReadOnlySpan<(string, string)>)[("journal", "seq"), ("seal", "after")])
            {
                file.Execute($"UPDATE forged_{table} SET id = {number} + {RowId.Of(1, 0)}");
                file.Execute($"ALTER TABLE forged_{table} DROP COLUMN {number}");
                var stored = table == "seal" ? "seal" : "log";
                file.Execute($"DELETE FROM {stored}; INSERT INTO {stored} SELECT * FROM forged_{table}");
            }
            MakeChecksums(file);
        }
        Open();
    }

    private static void MakeChecksums(Connection file)
    {
        var (rows, update) = (
            file.Prepare(
                "SELECT id, account, kind, entity, version, source, source_id, occurred_at, received_at, home, former, decider, data, "
                + "author FROM log"), file.Prepare("UPDATE log SET checksum = ? WHERE id = ?"));
        var sums = new List<(long Id, long Sum)>();
        while (rows.Step())
        {
            var decider = rows.IsNull(11) ? RowId.Sequence(rows.Long(0)) : rows.Long(11);
            sums.Add((rows.Long(0), RowChecksum.OfRow(
                RowChecksum.OfEvent(
                    rows.Bytes(1), rows.Bytes(3), rows.Bytes(5), rows.Bytes(6), rows.Bytes(12), rows.Bytes(2), rows.Long(4), rows.Long(7),
                    rows.Bytes(13)),
                rows.Long(0), rows.Long(8), decider, rows.TextOrNull(9), rows.TextOrNull(10))));
        }
        foreach (var (id, sum) in sums)
            update.Bind(1, sum).Bind(2, id).Run();
    }

    public long JournalCommits => _commits.Count;

    /// <summary>Completes when the whole index has been checked.</summary>
    public Task IndexCheckedAsync() => _store!.IndexChecked;

    public Task TryWriteAsync(TimeSpan patience) => _store!.TryWriteAsync(patience, CancellationToken.None);

    public void Open() => _store = SqliteStore.Open(Directory, _options, TimeProvider.System, NullLogger.Instance);

    public void Close()
    {
        _store?.Dispose();
        _store = null;
    }

    public void Restart()
    {
        Close();
        Open();
    }

    public void DeleteDatabase(string name)
    {
        foreach (var file in System.IO.Directory.GetFiles(Directory, name + "*"))
            File.Delete(file);
    }

    public void Dispose()
    {
        Close();
        _commits.Dispose();
        if (System.IO.Directory.Exists(Directory))
            System.IO.Directory.Delete(Directory, recursive: true);
    }
}
