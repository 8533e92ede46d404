using Microsoft.Extensions.Logging;
using OneLead.Events;
using OneLead.Storage.Sqlite.Journal;
using OneLead.Storage.Sqlite.Snapshots;
using OneLead.Storage.Sqlite.States;

namespace OneLead.Storage.Sqlite;

/// <summary>
/// The embedded store: a data directory with four SQLite files. <c>journal.db</c> and <c>state.db</c> (small states and dead
/// letters) are the source of truth; <c>index.db</c> (the index of the journal) and <c>snapshots.db</c> are rebuilt if they
/// are lost. Each file has its own writing thread or lock, so they do not wait for each other.
/// </summary>
public sealed partial class SqliteStore : Store
{
    /// <summary>Room for a full commit and its index. With less, the store counts as full.</summary>
    private const long LeastSpace = 16 << 20;

    // A derived file that is damaged again after it was rebuilt is the disk's fault.
    private const int MaxRebuilds = 2;

    private readonly string _directory;
    private SqliteJournalWriter? _writer;
    private SqliteSnapshotStore? _snapshots;
    private StateFile? _state;

    private SqliteStore(string directory, StoreHealth health) : base(health) => _directory = directory;

    /// <summary>Completes when the whole index has been checked.</summary>
    internal Task IndexChecked { get; private set; } = Task.CompletedTask;

    /// <summary>Opens the store and recovers it after a crash. Damaged files that are derived from the journal are rebuilt.</summary>
    /// <exception cref="StoreOwnedException">Another process owns the directory.</exception>
    /// <exception cref="CorruptJournalException">The journal is damaged, or other files are there without it.</exception>
    /// <exception cref="InvalidDataException">Another file is damaged, or newer than this program.</exception>
    /// <exception cref="JournalUnavailableException">The directory or a file cannot be used.</exception>
    public static SqliteStore Open(string directory, SqliteStoreOptions options, TimeProvider time, ILogger logger)
    {
        var files = new StoreFiles(Path.GetFullPath(directory));
        for (var rebuilds = 0; ; rebuilds++)
        {
            var store = new SqliteStore(files.Directory, options.Health);
            try
            {
                PrivateFiles.Secure(files.Directory);
                store.Own(StoreLock.Take(files.Directory));
                files.ThrowIfJournalIsLost();
                store.OpenJournal(files, options, time, logger);
                return store;
            }
            catch (SqliteError e) when (e.IsCorruption && files.IsDerived(e.File) && rebuilds < MaxRebuilds)
            {
                store.Dispose();
                StoreFiles.MarkDamaged(e.File);
            }
            catch (Exception e)
            {
                store.Dispose();
                throw e switch
                {
                    SqliteError error => files.Explain(error),
                    IOException or UnauthorizedAccessException => new JournalUnavailableException(
                        $"The data directory {files.Directory} cannot be used: {e.Message}\nLet this user write to it, free disk space, or "
                        + "choose another one with ONELEAD__Data.", e),
                    _ => e,
                };
            }
        }
    }

    private protected override async Task WriteAsync(CancellationToken cancellation)
    {
        await _writer!.TouchAsync();
        // The write above may find room in a log that cannot grow.
        if (FreeSpace() < LeastSpace)
            throw new JournalUnavailableException(
                $"Less than {LeastSpace >> 20} MB are free on the disk of {_directory}. Free disk space; OneLead then continues by "
                + "itself.");
    }

    public override async ValueTask RewriteAsync(
        string tenant, IReadOnlyList<JournalEntry> rows, CancellationToken cancellation)
    {
        if (_writer!.Heads.Committed.GetValueOrDefault(tenant) is { } head)
            await _writer.RewriteAsync(head.Number, rows);
    }

    public override async ValueTask CompactAsync(CancellationToken cancellation)
    {
        await _writer!.CompactAsync();
        await _snapshots!.CompactAsync(cancellation);
        _state!.Compact();
    }

    private long FreeSpace()
    {
        try { return new DriveInfo(_directory).AvailableFreeSpace; }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException) { return long.MaxValue; }
    }

    private void OpenJournal(StoreFiles files, SqliteStoreOptions options, TimeProvider time, ILogger logger)
    {
        var health = Health;
        // Disposed last, after all readers, so that SQLite checkpoints the whole write-ahead log.
        var connection = Own(Connection.OpenWriter(files.Journal, "FULL", checkpointPages: 0));
        if (options.JournalPages > 0)
            connection.Execute($"PRAGMA max_page_count={options.JournalPages}");
        JournalTable.Create(connection);
        var log = new JournalTable(connection);
        var heads = JournalRecovery.CheckLog(log);
        if (heads.Count > 0 && !File.Exists(files.State))
            StateIsNew(logger, files.State);

        var index = Own(JournalRecovery.OpenIndex(files, log, options.IndexPartBits, logger));
        var tail = new MemoryIndex();
        JournalRecovery.CatchUp(log, heads.Values, index, tail, options.TailRows / 2);

        var finder = new RowLookup(tail, index.Hash, index.Known);
        var checker = Own(new IndexChecker(files, options.IndexCheckPause, health, logger));
        var readers = Own(new ReaderPool<JournalReader>(() => new JournalReader(files, index.Hash), Damaged));
        // The writer's reader has a cache for the upper pages of both trees.
        var reader = Own(new JournalReader(files, index.Hash, cacheMegabytes: 32));
        var metrics = Own(new StoreMetrics(options.Meters, () => tail.Rows));
        Own(new IndexWriter(index, tail, checker, options, logger));
        _writer = Own(
            new SqliteJournalWriter(connection, reader, finder, tail, index.Known, heads, options, time, metrics, Damaged, logger));
        checker.StartChecking();
        IndexChecked = checker.Checked;
        Journal = new SqliteJournal(_writer, checker, readers, finder, files, health);
        Seals = new SqliteSealStore(_writer, readers);
        Snapshots = _snapshots = Own(SqliteSnapshotStore.Open(files, () => _writer.Heads.Committed, Checksum, health, logger));
        var state = _state = Own(new StateFile(files.State, Damaged));
        States = new SqliteStateStore(state);
        DeadLetters = new SqliteDeadLetterStore(state, time);
        FieldKeys = new SqliteFieldKeyStore(state);

        uint? Checksum(string tenant, long sequence) =>
            heads.TryGetValue(tenant, out var head)
                ? readers.Query(r => r.Log.Find(RowId.Of(head.Number, sequence), withData: false)?.Checksum)
                : null;

        Exception Damaged(SqliteError e)
        {
            if (e.File == files.Index)
            {
                checker.Damaged(e.Message);
                return new CorruptJournalException($"{e.File} is damaged: {e.Message}.\n{StoreFiles.RebuildsIndex}", 0, e);
            }
            var damage = files.Explain(e);
            health.Damaged(new(e.File, damage.Message, false));
            return damage;
        }
    }

    [LoggerMessage(Level = LogLevel.Warning,
        Message = "{File} is missing and begins empty: dead letters, the list of imports and other states that it held are lost")]
    private static partial void StateIsNew(ILogger logger, string file);
}
