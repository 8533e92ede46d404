using Microsoft.Extensions.Logging;
using OneLead.Storage.Sqlite.Journal;
using OneLead.Storage.Sqlite.Snapshots;
using OneLead.Storage.Sqlite.States;

namespace OneLead.Storage.Sqlite;

/// <summary>
/// The embedded store: a data directory with four SQLite files. <c>journal.db</c> and <c>state.db</c> (small states and dead
/// letters) are the source of truth; <c>index.db</c> (the index of the journal) and <c>snapshots.db</c> are rebuilt if they
/// are lost. Each file has its own writing thread or lock, so they do not wait for each other.
/// </summary>
public sealed class SqliteStore : Store
{
    private SqliteStore() { }

    /// <summary>Completes when the whole index has been checked.</summary>
    internal Task IndexChecked { get; private set; } = Task.CompletedTask;

    /// <summary>Opens the store and recovers it after a crash.</summary>
    /// <exception cref="StoreOwnedException">Another process owns the directory.</exception>
    /// <exception cref="CorruptJournalException">The journal is damaged.</exception>
    public static SqliteStore Open(string directory, SqliteStoreOptions options, TimeProvider time, ILogger logger)
    {
        var store = new SqliteStore();
        try
        {
            Directory.CreateDirectory(directory);
            var files = new StoreFiles(directory);
            store.Own(StoreLock.Take(directory));
            store.OpenJournal(files, options, time, logger);
            return store;
        }
        catch (SqliteError e) when (e.IsCorruption)
        {
            store.Dispose();
            throw Damaged(new StoreFiles(directory), e);
        }
        catch
        {
            store.Dispose();
            throw;
        }
    }

    private void OpenJournal(StoreFiles files, SqliteStoreOptions options, TimeProvider time, ILogger logger)
    {
        // Disposed last, after all readers, so that SQLite checkpoints the whole write-ahead log.
        var connection = Own(Connection.OpenWriter(files.Journal, "FULL", checkpointPages: 0));
        if (options.JournalPages > 0)
            connection.Execute($"PRAGMA max_page_count={options.JournalPages}");
        JournalTable.Create(connection);
        var log = new JournalTable(connection);
        var heads = JournalRecovery.CheckLog(log);

        var index = Own(JournalRecovery.OpenIndex(files, log, options.IndexPartBits, logger));
        var tail = new MemoryIndex();
        JournalRecovery.CatchUp(log, heads.Values, index, tail, options.TailRows / 2);

        var finder = new RowLookup(tail, index.Hash, index.Known);
        var readers = Own(new ReaderPool<JournalReader>(() => new JournalReader(files, index.Hash), e => Damaged(files, e)));
        // The writer's reader has a cache for the upper pages of both trees.
        var reader = Own(new JournalReader(files, index.Hash, cacheMegabytes: 32));
        var metrics = Own(new StoreMetrics(options.Meters, () => tail.Rows));
        var health = Own(new IndexChecker(files, options.IndexCheckPause, logger));
        Own(new IndexWriter(index, tail, health, options, logger));
        var writer = Own(new SqliteJournalWriter(connection, reader, finder, tail, index.Known, heads, options, time, metrics, logger));
        health.StartChecking();
        IndexChecked = health.Checked;
        Journal = new SqliteJournal(writer, health, readers, finder);
        Snapshots = Own(SqliteSnapshotStore.Open(files.Snapshots, () => writer.Heads.Committed, Checksum, logger));
        var state = Own(new StateFile(files.State));
        States = new SqliteStateStore(state);
        DeadLetters = new SqliteDeadLetterStore(state, time);

        uint? Checksum(string tenant, long sequence) =>
            heads.TryGetValue(tenant, out var head)
                ? readers.Query(r => r.Log.Find(RowId.Of(head.Number, sequence), withData: false)?.Checksum)
                : null;
    }

    private static CorruptJournalException Damaged(StoreFiles files, SqliteError e) =>
        new(
            $"The journal in {Path.GetFullPath(files.Directory)} is damaged: {e.Message}. Restore journal.db from a "
                + $"backup; index.db and snapshots.db can be deleted.",
            0, e);
}
