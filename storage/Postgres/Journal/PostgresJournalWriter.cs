using System.Diagnostics;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace OneLead.Storage.Postgres.Journal;

/// <summary>
/// The writer of a tenant's journal, which runs on the thread of its queue. If the connection is lost during a commit, it first
/// determines on the next connection whether the commit took place. Then it answers the callers or retries.
/// </summary>
internal sealed partial class PostgresJournalWriter : IDisposable
{
    // A repeat is found by the failure of its commit. The next commits look for repeats before they write, because sources
    // usually repeat many events in a row.
    private const int CommitsWithLookup = 32;

    private readonly Database _database;
    private readonly PostgresStoreOptions _options;
    private readonly StoreMetrics _metrics;
    private readonly Action _takenOver;
    private readonly ILogger _log;
    private readonly Ownership _owner;
    private readonly PostgresHeads _heads;
    private readonly HomeResolver _homes;
    private readonly AppendQueue<PostgresAppendRequest> _queue;
    private readonly ManualResetEventSlim _closing = new();
    private JournalConnection? _connection;
    private PostgresTenantHead _head;
    private PostgresCommit? _undecided;
    private CommitMark _last;
    private int _commitsWithLookup;

    /// <param name="connection">The connection that took the ownership. The writer disposes it.</param>
    /// <param name="takenOver">Called when another process has taken over.</param>
    public PostgresJournalWriter(
        Database database, NpgsqlConnection connection, Ownership owner, PostgresHeads heads, PostgresStoreOptions options,
        StoreMetrics metrics, Action takenOver, ILogger log)
    {
        (_database, _owner, _heads, _options, _metrics, _takenOver, _log) = (database, owner, heads, options, metrics, takenOver, log);
        (_head, _last) = (owner.Tenant, new CommitMark(owner.Commits, default));
        _connection = new JournalConnection(connection, _head.Number, _options.FewRows);
        _homes = new HomeResolver(options.CachedHomes);
        _queue = new(options, (ticket, events) => new PostgresAppendRequest(ticket, events), log);
        _queue.Start(first => Commit([.. _queue.Take(first)]));
    }

    public long Epoch => _owner.Epoch;

    /// <summary>See <see cref="IJournal.OpenAsync"/>.</summary>
    public ValueTask<IJournalWriter> OpenAsync(IJournalListener listener, CancellationToken cancellation) =>
        _queue.OpenAsync(_head.Name, listener, cancellation);

    /// <summary>Refuses appends that are not queued yet, because another writer takes over.</summary>
    public void Refuse() =>
        _queue.Refuse(new JournalFencedException($"Another writer owns the journal of tenant {_head.Name}. Nothing was appended."));

    private void Commit(List<PostgresAppendRequest> calls)
    {
        if (calls.Count == 0)
            return;
        var deadline = _database.Deadline();
        for (var pause = Database.InitialPause; ; pause = Database.NextPause(pause))
        {
            try
            {
                var connection = _connection ??= Reconnect();
                // Reconnecting may have found that the lost connection had committed these appends.
                if (!calls[0].Answered.IsCompleted)
                    Try(calls, connection);
                return;
            }
            catch (JournalFencedException e)
            {
                _takenOver();
                _queue.Refuse(e);
                Disconnect();
                _undecided = null;
                _queue.Fail(calls, e);
                return;
            }
            catch (Exception e) when (Database.IsConnectionFailure(e) || _connection is null or { IsBroken: true })
            {
                Disconnect();
                ConnectionLost(e.Message);
                if (_undecided is null)
                    _homes.Rollback();
                if (_closing.IsSet || Environment.TickCount64 > deadline)
                {
                    _queue.Fail(calls, _database.Unavailable(e));
                    return;
                }
            }
            catch (Exception e)
            {
                // The server refused and the connection is intact, so nothing was committed.
                _undecided = null;
                _homes.Rollback();
                Rollback();
                _queue.Fail(
                    calls, e is PostgresException ? new JournalUnavailableException($"The journal cannot commit: {e.Message}", e) : e);
                return;
            }
            _closing.Wait(pause);
        }
    }

    private void Try(List<PostgresAppendRequest> calls, JournalConnection connection)
    {
        for (var started = Stopwatch.GetTimestamp(); ;)
        {
            var commit = new PostgresCommit(calls, _head, _last.Number + 1);
            var looksForRepeats = _commitsWithLookup > 0;
            var lookup = commit.Lookup(_homes, looksForRepeats);
            if (!lookup.IsEmpty && !connection.Find(_owner, lookup))
                throw _owner.TakenOver();
            commit.Stage(lookup, _homes);
            if (looksForRepeats)
                _commitsWithLookup = lookup.Known.Count > 0 ? CommitsWithLookup : _commitsWithLookup - 1;
            try
            {
                if (commit.Rows.Count > 0)
                {
                    _undecided = commit;
                    _last = new(commit.Number, connection.Commit(_owner, commit) ?? throw _owner.TakenOver());
                    _undecided = null;
                    _metrics.Committed(Stopwatch.GetElapsedTime(started), commit.Rows.Count);
                }
                Publish(commit);
                return;
            }
            catch (PostgresException e)
                when (e.SqlState == PostgresErrorCodes.UniqueViolation && !looksForRepeats || connection.CreatesPartition(e))
            {
                _undecided = null;
                _homes.Rollback();
                connection.Rollback();
                if (e.SqlState == PostgresErrorCodes.UniqueViolation)
                    _commitsWithLookup = CommitsWithLookup;
            }
        }
    }

    /// <summary>Reconnects and determines whether the commit that the lost connection had begun took place.</summary>
    private JournalConnection Reconnect()
    {
        var connection = _database.OpenUnpooled();
        try
        {
            _last = _owner.Resume(connection);
            if (_undecided is { } commit)
            {
                _undecided = null;
                CommitResolved(commit.Number, commit.Number == _last.Number);
                if (commit.Number == _last.Number)
                    Publish(commit);
                else
                    _homes.Rollback();
            }
            return new JournalConnection(connection, _head.Number, _options.FewRows);
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    private void Publish(PostgresCommit commit)
    {
        if (commit.Rows.Count > 0)
        {
            _options.Health.Written();
            _head = commit.Head;
            _heads.Commit(_head);
            _queue.Writers.Notify(_head.Name, commit.Entries(_last.ReceivedAt));
            _homes.Commit();
        }
        else
            _homes.Rollback();
        _heads.Notified(_head);
        commit.Calls.ForEach(static call => call.Answer());
        _metrics.Answered(commit.Calls);
    }

    private void Rollback()
    {
        try { _connection!.Rollback(); }
        catch (Exception e) when (e is NpgsqlException or InvalidOperationException) { Disconnect(); }
    }

    private void Disconnect()
    {
        _connection?.Dispose();
        _connection = null;
    }

    /// <summary>Commits the queued appends and stops. Does not wait for a server that is unavailable.</summary>
    public void Dispose()
    {
        _closing.Set();
        _queue.Dispose();
        Disconnect();
        _closing.Dispose();
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The journal lost its connection to PostgreSQL: {Reason}")]
    private partial void ConnectionLost(string reason);

    [LoggerMessage(Level = LogLevel.Information,
        Message = "The connection was lost during commit {Number} of the journal; committed: {TookPlace}")]
    private partial void CommitResolved(long number, bool tookPlace);
}
