using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Microsoft.Extensions.Logging;
using OneLead.Storage.Sqlite.Journal;

namespace OneLead.Storage.Sqlite.Snapshots;

/// <summary>Snapshots in a separate file, so that writing them does not wait for the journal's commits or its index.</summary>
internal sealed partial class SqliteSnapshotStore : ISnapshotStore, IDisposable
{
    private const int PageRows = 500;

    // About a tenth of a second. Damage in a larger file is found when it is read.
    private const long CheckedBytes = 64 << 20;

    private readonly SemaphoreSlim _writing = new(1);
    private bool _disposed;
    private readonly SqliteSnapshotWriter _writer;
    private readonly ReaderPool<SqliteSnapshotReader> _readers;
    private readonly Func<ImmutableDictionary<string, SqliteTenantHead>> _heads;
    private readonly string _path;
    private readonly StoreHealth _health;

    private SqliteSnapshotStore(
        SqliteSnapshotWriter writer, string path, Func<ImmutableDictionary<string, SqliteTenantHead>> heads, StoreHealth health)
    {
        (_writer, _path, _heads, _health) = (writer, path, heads, health);
        _readers = new(() => new SqliteSnapshotReader(path), Damaged);
    }

    /// <summary>Opens the snapshots and deletes those that do not match the journal.</summary>
    /// <param name="checksum">Returns the checksum of a tenant's journal row, or null if the row does not exist.</param>
    /// <exception cref="CorruptJournalException">The journal has no row of a tenant that has snapshots.</exception>
    public static SqliteSnapshotStore Open(
        StoreFiles files, Func<ImmutableDictionary<string, SqliteTenantHead>> heads, Func<string, long, uint?> checksum, StoreHealth health,
        ILogger logger)
    {
        var writer = OpenWriter(files.Snapshots, logger);
        try
        {
            foreach (var (tenant, head, expected) in writer.JournalHeads())
            {
                if (head == 0 || checksum(tenant, head) == expected)
                    continue;
                var last = heads().GetValueOrDefault(tenant)?.Sequence ?? 0;
                if (last == 0)
                    throw files.JournalIsEmpty(head);
                SnapshotRules.SnapshotsOutlived(logger, tenant, head);
                if (last < head)
                    health.Damaged(files.JournalIsShort(last, head));
                writer.Clear(tenant);
            }
            return new SqliteSnapshotStore(writer, files.Snapshots, heads, health);
        }
        catch
        {
            writer.Dispose();
            throw;
        }
    }

    private static SqliteSnapshotWriter OpenWriter(string path, ILogger logger)
    {
        try
        {
            if (StoreFiles.IsMarkedDamaged(path))
                throw new InvalidDataException("They were marked as damaged.");
            if (new FileInfo(path) is { Exists: true, Length: > 0 and < CheckedBytes })
                Check(path);
            return new SqliteSnapshotWriter(path);
        }
        catch (Exception e) when (e is InvalidDataException or SqliteError { IsCorruption: true })
        {
            SnapshotsDiscarded(logger, path, e.Message);
            StoreFiles.Delete(path);
            return new SqliteSnapshotWriter(path);
        }
    }

    private static void Check(string path)
    {
        using var connection = Connection.OpenReader(path);
        using var check = connection.PrepareOnce("PRAGMA quick_check(1)");
        if (!check.Step() || check.Text(0) is not "ok")
            throw new InvalidDataException("They are damaged.");
    }

    public ValueTask<Snapshot?> LoadAsync(string tenant, string account, CancellationToken cancellation = default) =>
        new(Query(r => r.Load(tenant, account)));

    public ValueTask<ImmutableArray<SnapshotOutcome>> SaveAsync(
        ImmutableArray<SnapshotWrite> writes, CancellationToken cancellation = default) =>
        WriteAsync(() => _writer.Save(writes, _heads()), cancellation);

    public async ValueTask SaveFlushedThroughAsync(string tenant, long through, CancellationToken cancellation = default) =>
        await WriteAsync(() => _writer.SaveFlushedThrough(tenant, through, _heads()), cancellation);

    public ValueTask<long> GetFlushedThroughAsync(string tenant, CancellationToken cancellation = default) =>
        new(Query(r => r.FlushedThrough(tenant)));

    public ValueTask<ImmutableArray<string>> FindBehindAsync(
        string tenant, DateOnly asOf, int? engine, long tenantRow, CancellationToken cancellation = default) =>
        new(Query(r => r.Behind(tenant, asOf, engine, tenantRow)));

    public ValueTask<ImmutableArray<long>> GetWatermarksAsync(
        string tenant, ImmutableArray<string> accounts, CancellationToken cancellation = default) =>
        new(Query(r => r.Watermarks(tenant, accounts)));

    public ValueTask<ImmutableArray<StoredVersion>> GetVersionsAsync(string tenant, CancellationToken cancellation = default) =>
        new(Query(r => r.Versions(tenant)));

    public ValueTask<ImmutableArray<SnapshotRow>> GetContributionsAsync(
        string tenant, string? territory, CancellationToken cancellation = default) => new(Query(r => r.Contributions(tenant, territory)));

    public ValueTask<ImmutableArray<string>> GetTerritoriesAsync(string tenant, CancellationToken cancellation = default) =>
        new(Query(r => r.Territories(tenant)));

    public async IAsyncEnumerable<SnapshotRow> ReadViewsAsync(
        string tenant, [EnumeratorCancellation] CancellationToken cancellation = default)
    {
        for (var after = 0L; ;)
        {
            cancellation.ThrowIfCancellationRequested();
            var page = await Task.Run(() => Query(r => r.Views(tenant, ref after, PageRows)), cancellation);
            foreach (var row in page)
                yield return row;
            if (page.Count < PageRows)
                yield break;
        }
    }

    public async IAsyncEnumerable<StoredRecord> ReadRecordsAsync(
        string tenant, string prefix, [EnumeratorCancellation] CancellationToken cancellation = default)
    {
        for (var after = (long?)0; after is not null;)
        {
            cancellation.ThrowIfCancellationRequested();
            var page = await Task.Run(() => Query(r => r.Records(tenant, prefix, ref after, PageRows)), cancellation);
            foreach (var row in page)
                yield return row;
        }
    }

    public async ValueTask ClearAsync(string tenant, CancellationToken cancellation = default)
    {
        await _writing.WaitAsync(cancellation);
        try { await Task.Run(() => _writer.Clear(tenant), CancellationToken.None); }
        catch (SqliteError e) when (e.IsCorruption) { throw Damaged(e); }
        finally { _writing.Release(); }
    }

    public async ValueTask CompactAsync(CancellationToken cancellation) => await WriteAsync(() =>
    {
        _writer.Compact();
        return true;
    }, cancellation);

    private async ValueTask<T> WriteAsync<T>(Func<T> write, CancellationToken cancellation)
    {
        await _writing.WaitAsync(cancellation);
        try { return await Task.Run(write, CancellationToken.None); }
        catch (SqliteError e) when (e.IsCorruption) { throw Damaged(e); }
        finally { _writing.Release(); }
    }

    private T Query<T>(Func<SqliteSnapshotReader, T> question)
    {
        try { return _readers.Query(question); }
        catch (CorruptSnapshotsException e)
        {
            Damaged(e.Message);
            throw;
        }
    }

    private CorruptSnapshotsException Damaged(SqliteError e)
    {
        var text = $"{_path} is damaged: {e.Message}.\n{StoreFiles.RebuildsSnapshots}";
        Damaged(text);
        return new CorruptSnapshotsException(text, e);
    }

    private void Damaged(string text)
    {
        StoreFiles.MarkDamaged(_path);
        _health.Damaged(new(_path, text, true));
    }

    // Both the store and the service container dispose it.
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _disposed, true))
            return;
        _writing.Wait();
        _readers.Dispose();
        _writer.Dispose();
        _writing.Dispose();
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The snapshots in {File} are rebuilt from the journal. {Reason}")]
    private static partial void SnapshotsDiscarded(ILogger logger, string file, string reason);
}
