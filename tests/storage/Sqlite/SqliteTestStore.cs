using Microsoft.Extensions.Logging.Abstractions;
using OneLead.Storage.Sqlite;
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
