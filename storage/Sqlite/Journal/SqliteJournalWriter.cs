using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Diagnostics;
using System.Runtime.InteropServices;
using Microsoft.Extensions.Logging;
using OneLead.Events;

namespace OneLead.Storage.Sqlite.Journal;

/// <summary>
/// The single thread that writes the journal. It commits all queued appends together, notifies the listener and answers the
/// callers. It also checkpoints the write-ahead log between commits, on the same connection.
/// </summary>
internal sealed partial class SqliteJournalWriter : IDisposable
{
    private static readonly TimeSpan IndexPatience = TimeSpan.FromSeconds(10);

    private readonly Connection _connection;
    private readonly SqliteCommit _batch;
    private readonly JournalReader _reader;
    private readonly MemoryIndex _tail;
    private readonly IndexFilters _known;
    private readonly SqliteStoreOptions _options;
    private readonly TimeProvider _time;
    private readonly StoreMetrics _metrics;
    private readonly ILogger _log;
    private readonly BlockingCollection<SqliteAppendRequest> _queue = new(new ConcurrentQueue<SqliteAppendRequest>());
    // Not disposed: callers release it after their answer, possibly after the writer has been disposed.
    private readonly SemaphoreSlim _room;
    private readonly Thread _thread;
    private readonly List<(SqliteAppendRequest Call, ImmutableArray<Appended> Results)> _calls = [];
    private readonly Dictionary<(EventKind Kind, bool IsNew), int> _counts = [];
    private volatile ImmutableDictionary<string, SqliteTenantHead> _heads;
    private volatile ImmutableDictionary<string, SqliteTenantHead> _told;
    private readonly TenantWriters _writers;
    private long _logPages;

    public SqliteJournalWriter(
        Connection connection, JournalReader reader, RowLookup finder, MemoryIndex tail, IndexFilters known, ImmutableDictionary<string,
        SqliteTenantHead> heads, SqliteStoreOptions options, TimeProvider time, StoreMetrics metrics, ILogger log)
    {
        (_connection, _reader, _tail, _known, _heads, _told) = (connection, reader, tail, known, heads, heads);
        (_options, _time, _metrics, _log) = (options, time, metrics, log);
        // Counts the pages of the last process, so that the log stays bounded when processes are killed again and again.
        _logPages = connection.LogPages;
        _batch = new SqliteCommit(
            JournalTable.PrepareInsert(connection), connection.Prepare("INSERT INTO tenants VALUES (?, ?)"), finder, known,
            new HomeResolver(options.CachedHomes));
        _writers = new TenantWriters(EnqueueAsync);
        _room = new SemaphoreSlim(options.QueuedCalls);
        _thread = new Thread(Run) { Name = "onelead journal", IsBackground = true };
        _thread.Start();
    }

    public ImmutableDictionary<string, SqliteTenantHead> Heads => _heads;

    /// <summary>The heads that were reported to the listener, so its links and days include their rows.</summary>
    public ImmutableDictionary<string, SqliteTenantHead> NotifiedHeads { get => _told; private set => _told = value; }

    /// <summary>See <see cref="IJournal.OpenAsync"/>.</summary>
    public ValueTask<IJournalWriter> OpenAsync(string tenant, IJournalListener listener, CancellationToken cancellation) =>
        _writers.OpenAsync(tenant, listener, cancellation);

    private async ValueTask<ImmutableArray<Appended>> EnqueueAsync(
        TenantWriter writer, ImmutableArray<ChangeEvent> events, long? decidedAfter, CancellationToken cancellation)
    {
        await _room.WaitAsync(cancellation);
        try
        {
            using var call = new SqliteAppendRequest(AppendTicket.Now(writer, decidedAfter), events);
            try { _queue.Add(call, CancellationToken.None); }
            catch (InvalidOperationException e)
            {
                throw new JournalUnavailableException(
                "The journal is closed. Nothing was appended.", e);
            }
            // From here on the commit may happen, so the caller's token no longer cancels the wait.
            return await call.Done.Task;
        }
        finally { _room.Release(); }
    }

    private void Run()
    {
        foreach (var first in _queue.GetConsumingEnumerable())
        {
            lock (_writers.Committing)
                Commit(first);
            if (_logPages >= _options.CheckpointPages)
                Checkpoint();
        }
    }

    private void Commit(SqliteAppendRequest first)
    {
        var started = Stopwatch.GetTimestamp();
        _calls.Clear();
        _calls.Add((first, []));
        try
        {
            if (!_tail.WaitForRoom(_options.TailRows, IndexPatience))
                throw new JournalUnavailableException(
                    "The index cannot keep up with the journal. Retry later, and check the log for index errors.");
            _connection.Begin();
            var bytes = Stage();
            _connection.Commit();
            _logPages += 2 + bytes / 4_000;
            _metrics.Committed(Stopwatch.GetElapsedTime(started), _batch.Rows.Count);
        }
        catch (Exception e)
        {
            Fail(e);
            return;
        }
        Publish();
    }

    /// <summary>Inserts the first append and those queued behind it, up to the limits of a commit.</summary>
    private long Stage()
    {
        var (rows, bytes, next) = (0, 0L, _calls[0].Call);
        _calls.Clear();
        var now = _time.GetUtcNow().ToUniversalTime();
        do
        {
            if (next.Ticket.Refusal(_writers, HasStagedLinks) is { } refusal)
            {
                next.Done.SetException(refusal);
                continue;
            }
            _calls.Add((next, []));
            _calls[^1] = (next, _batch.Add(next, _heads, now, _reader));
            rows += next.Events.Length;
            bytes += next.Bytes;
        }
        while (rows < _options.CommitRows && bytes < _options.CommitBytes && _queue.TryTake(out next!));
        return bytes;

        bool HasStagedLinks() => _batch.Rows.Exists(
            r => r.Entry.Event.Kind == EventKind.Link && _batch.Heads.GetValueOrDefault(next.Tenant)?.Number == r.Tenant);
    }

    private void Publish()
    {
        _known.Add(_batch.Postings);
        _tail.Add(_batch.Rows, _batch.Postings);
        _heads = _heads.SetItems(_batch.Heads);
        NotifyListeners();
        NotifiedHeads = _heads;
        _batch.Committed();
        foreach (var (call, results) in _calls)
            call.Done.SetResult(results);
        Count();
    }

    private void NotifyListeners()
    {
        if (_batch.Rows.Count == 0)
            return;
        foreach (var tenant in _batch.Heads.Values)
        {
            var entries = _batch.Rows.Where(r => r.Tenant == tenant.Number).Select(r => r.Entry).ToImmutableArray();
            if (entries.IsEmpty || _writers.ListenerOf(tenant.Name) is not { } listener)
                continue;
            try { listener.OnCommitted(entries); }
            catch (Exception e) { ListenerFailed(e); }
        }
    }

    private void Count()
    {
        _counts.Clear();
        foreach (var (call, results) in _calls)
        {
            for (var i = 0; i < results.Length; i++)
                CollectionsMarshal.GetValueRefOrAddDefault(_counts, (call.Events[i].Kind, results[i].IsNew), out _)++;
        }
        foreach (var ((kind, isNew), count) in _counts)
            _metrics.Taken(kind, isNew, count);
    }

    private void Fail(Exception e)
    {
        try { _connection.Rollback(); }
        catch (SqliteError rollback) { RollbackFailed(rollback); }
        _batch.RolledBack();
        var failure = e is SqliteError error ? new JournalUnavailableException($"The journal cannot commit: {error.Message}", error) : e;
        CommitFailed(_calls.Count, failure);
        foreach (var (call, _) in _calls)
            call.Done.SetException(failure);
    }

    private void Checkpoint()
    {
        try { _connection.Checkpoint(); }
        catch (SqliteError e) { CheckpointFailed(e); }
        _logPages = 0;
    }

    /// <summary>Commits the queued appends and stops. The owner disposes the connections.</summary>
    public void Dispose()
    {
        _queue.CompleteAdding();
        _thread.Join();
        _queue.Dispose();
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "The journal could not commit {Calls} appends. None of them was acknowledged")]
    private partial void CommitFailed(int calls, Exception e);

    [LoggerMessage(Level = LogLevel.Critical, Message = "A failed commit of the journal could not be rolled back")]
    private partial void RollbackFailed(Exception e);

    [LoggerMessage(Level = LogLevel.Warning,
        Message = "The journal's write-ahead log could not be checkpointed and keeps growing; retrying")]
    private partial void CheckpointFailed(Exception e);

    [LoggerMessage(Level = LogLevel.Error, Message = "The journal's listener threw an exception")]
    private partial void ListenerFailed(Exception e);
}
