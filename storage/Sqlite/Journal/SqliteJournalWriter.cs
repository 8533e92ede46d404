using System.Collections.Immutable;
using System.Diagnostics;
using Microsoft.Extensions.Logging;
using OneLead.Events;

namespace OneLead.Storage.Sqlite.Journal;

/// <summary>
/// The writer of the journal, which runs on the thread of its queue. It also checkpoints the write-ahead log between commits,
/// on the same connection.
/// </summary>
internal sealed partial class SqliteJournalWriter : IDisposable
{
    private static readonly TimeSpan IndexPatience = TimeSpan.FromSeconds(10);

    private readonly Connection _connection;
    private readonly SqliteCommit _batch;
    private readonly SealTable _seals;
    private readonly JournalReader _reader;
    private readonly MemoryIndex _tail;
    private readonly IndexFilters _known;
    private readonly SqliteStoreOptions _options;
    private readonly TimeProvider _time;
    private readonly StoreMetrics _metrics;
    private readonly Func<SqliteError, Exception> _damaged;
    private readonly ILogger _log;
    private readonly AppendQueue<SqliteAppendRequest> _queue;
    private readonly List<SqliteAppendRequest> _calls = [];
    private long _logPages;

    // Prepared on first use: only rewriting needs it.
    private JournalTable? _table;

    /// <param name="damaged">Creates the exception for a damaged file.</param>
    public SqliteJournalWriter(
        Connection connection, JournalReader reader, RowLookup finder, MemoryIndex tail, IndexFilters known, ImmutableDictionary<string,
        SqliteTenantHead> heads, SqliteStoreOptions options, TimeProvider time, StoreMetrics metrics,
        Func<SqliteError, Exception> damaged, ILogger log)
    {
        (_connection, _reader, _tail, _known) = (connection, reader, tail, known);
        (_options, _time, _metrics, _damaged, _log) = (options, time, metrics, damaged, log);
        // Counts the pages of the last process, so that the log stays bounded when processes are killed again and again.
        _logPages = connection.LogPages;
        _batch = new SqliteCommit(
            JournalTable.PrepareInsert(connection), connection.Prepare("INSERT INTO tenants VALUES (?, ?)"), finder, known,
            new HomeResolver(options.CachedHomes));
        _seals = new SealTable(connection);
        _queue = new(options, (ticket, events) => new SqliteAppendRequest(ticket, events), log);
        Heads = new(heads, _queue.Writers);
        _queue.Start(Commit, CheckpointIfDue);
    }

    public SqliteHeads Heads { get; }

    /// <summary>See <see cref="IJournal.OpenAsync"/>.</summary>
    public ValueTask<IJournalWriter> OpenAsync(string tenant, IJournalListener listener, CancellationToken cancellation) =>
        _queue.OpenAsync(tenant, listener, cancellation);

    /// <summary>Makes a small durable write.</summary>
    public Task TouchAsync() => _queue.RunBetweenCommitsAsync(() =>
    {
        _connection.Touch();
        _logPages++;
        CheckpointIfDue();
    });

    /// <summary>See <see cref="ISealStore.AddAsync"/>.</summary>
    public async Task<bool> AddSealsAsync(int tenant, JournalSeal? former, IReadOnlyList<JournalSeal> seals)
    {
        var isAdded = false;
        await _queue.RunBetweenCommitsAsync(() =>
        {
            isAdded = _connection.InTransaction(() =>
            {
                if (_seals.Last(tenant) is var last && (last?.Through != former?.Through || !SameMac(last, former)))
                    return false;
                foreach (var seal in seals)
                    _seals.Insert(tenant, seal);
                return true;
            });
            _logPages += 2 + seals.Sum(static s => s.Digests.Length) / 4_000;
            CheckpointIfDue();
        });
        return isAdded;
    }

    /// <summary>See <see cref="Store.RewriteAsync"/>.</summary>
    public Task RewriteAsync(int tenant, IReadOnlyList<JournalEntry> rows) => _queue.RunBetweenCommitsAsync(() =>
    {
        _table ??= new(_connection);
        using var update = _connection.Prepare("UPDATE log SET data = ?, checksum = ? WHERE id = ?");
        _connection.InTransaction(() =>
        {
            foreach (var row in rows)
                _table.Replace(update, RowId.Of(tenant, row.Sequence), row.Event.Data.ToJson());
            _connection.Execute("DELETE FROM seal");
            return true;
        });
    });

    public Task CompactAsync() => _queue.RunBetweenCommitsAsync(_connection.Compact);

    private static bool SameMac(JournalSeal? one, JournalSeal? other) => one is null || one.Mac.AsSpan().SequenceEqual(other!.Mac);

    private void Commit(SqliteAppendRequest first)
    {
        var started = Stopwatch.GetTimestamp();
        _calls.Clear();
        try
        {
            if (!_tail.WaitForRoom(_options.TailRows, IndexPatience))
                throw new JournalUnavailableException(
                    "The index cannot keep up with the journal. Retry later, and check the log for index errors.");
            _connection.Begin();
            var bytes = Stage(first);
            _connection.Commit();
            _logPages += 2 + bytes / 4_000;
            _metrics.Committed(Stopwatch.GetElapsedTime(started), _batch.Rows.Count);
        }
        catch (Exception e)
        {
            Fail(first, e);
            return;
        }
        // A commit of repeats writes nothing.
        if (_batch.Rows.Count > 0)
            _options.Health.Written();
        Publish();
    }

    private long Stage(SqliteAppendRequest first)
    {
        var (bytes, now) = (0L, StoredTime.Truncate(_time.GetUtcNow()));
        foreach (var call in _queue.Take(first))
        {
            _calls.Add(call);
            call.Results = _batch.Add(call, Heads.Committed, now, _reader);
            bytes += call.Bytes;
        }
        return bytes;
    }

    private void Publish()
    {
        _known.Add(_batch.Postings);
        _tail.Add(_batch.Rows, _batch.Postings);
        Heads.Publish(_batch.Heads, head => [.. _batch.Rows.Where(r => r.Tenant == head.Number).Select(r => r.Entry)]);
        _batch.Committed();
        _calls.ForEach(static call => call.Answer());
        _metrics.Answered(_calls);
    }

    private void Fail(SqliteAppendRequest first, Exception e)
    {
        try { _connection.Rollback(); }
        catch (SqliteError rollback) { RollbackFailed(rollback); }
        _batch.RolledBack();
        var failure = e is not SqliteError error ? e
            : error.IsCorruption ? _damaged(error)
            : new JournalUnavailableException($"The journal cannot commit: {error.Message}", error);
        // The failure may have come before the first append was staged.
        if (_calls.Count == 0)
            _calls.Add(first);
        _queue.Fail(_calls, failure);
    }

    private void CheckpointIfDue()
    {
        if (_logPages < _options.CheckpointPages)
            return;
        try { _connection.Checkpoint(); }
        catch (SqliteError e) { CheckpointFailed(e); }
        _logPages = 0;
    }

    /// <summary>Commits the queued appends and stops. The owner disposes the connections.</summary>
    public void Dispose() => _queue.Dispose();

    [LoggerMessage(Level = LogLevel.Critical, Message = "A failed commit of the journal could not be rolled back")]
    private partial void RollbackFailed(Exception e);

    [LoggerMessage(Level = LogLevel.Warning,
        Message = "The journal's write-ahead log could not be checkpointed and keeps growing; retrying")]
    private partial void CheckpointFailed(Exception e);
}
