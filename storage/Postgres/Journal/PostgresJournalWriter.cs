using System.Collections.Immutable;
using System.Diagnostics;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace OneLead.Storage.Postgres.Journal;

/// <summary>
/// The writer of the journal, which runs on the thread of its queue. If the connection is lost during a commit, it first
/// determines on the next connection whether the commit took place. Then it answers the callers or retries.
/// </summary>
internal sealed partial class PostgresJournalWriter : IDisposable
{
    private readonly Database _database;
    private readonly PostgresStoreOptions _options;
    private readonly TimeProvider _time;
    private readonly StoreMetrics _metrics;
    private readonly ILogger _log;
    private readonly Ownership _owner;
    private readonly HomeResolver _homes;
    private readonly AppendQueue<PostgresAppendRequest> _queue;
    private readonly ManualResetEventSlim _closing = new();
    private JournalConnection? _connection;
    private PostgresCommit? _undecided;

    public PostgresJournalWriter(
        Database database, NpgsqlConnection connection, Ownership owner, ImmutableDictionary<string, PostgresTenantHead> heads,
        PostgresStoreOptions options, TimeProvider time, StoreMetrics metrics, ILogger log)
    {
        (_database, _owner, _options, _time, _metrics, _log) = (database, owner, options, time, metrics, log);
        _connection = new JournalConnection(connection, _options.FewRows);
        _homes = new HomeResolver(options.CachedHomes);
        _queue = new(options, (ticket, events) => new PostgresAppendRequest(ticket, events), log);
        Heads = new(heads, _queue.Writers, log);
        _queue.Start(first => Commit([.. _queue.Take(first)]));
    }

    public CommittedHeads<PostgresTenantHead> Heads { get; }

    /// <summary>See <see cref="IJournal.OpenAsync"/>.</summary>
    public ValueTask<IJournalWriter> OpenAsync(string tenant, IJournalListener listener, CancellationToken cancellation) =>
        _queue.OpenAsync(tenant, listener, cancellation);

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
            catch (StoreOwnedException e)
            {
                _queue.Refuse(e);
                Disconnect();
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
        var started = Stopwatch.GetTimestamp();
        var commit = new PostgresCommit(calls, Heads.Committed, _time.GetUtcNow());
        connection.Partitions.Ensure(commit.ReceivedAt);
        var lookup = commit.Lookup(_homes);
        commit.Number = connection.Begin(_owner, lookup) ?? throw _owner.TakenOver();
        commit.Stage(lookup, _homes);
        if (commit.Rows.Count == 0)
        {
            connection.Rollback();
            _homes.Rollback();
        }
        else
        {
            connection.Write(commit.Rows);
            _undecided = commit;
            connection.End(commit);
            _undecided = null;
            _metrics.Committed(Stopwatch.GetElapsedTime(started), commit.Rows.Count);
        }
        Publish(commit);
    }

    /// <summary>Reconnects and determines whether the commit that the lost connection had begun took place.</summary>
    private JournalConnection Reconnect()
    {
        var connection = _database.OpenUnpooled();
        try
        {
            var commits = _owner.Resume(connection);
            if (_undecided is { } commit)
            {
                _undecided = null;
                CommitResolved(commit.Number, commit.Number <= commits);
                if (commit.Number <= commits)
                    Publish(commit);
                else
                    _homes.Rollback();
            }
            return new JournalConnection(connection, _options.FewRows);
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
            _options.Health.Written();
        Heads.Publish(commit.Heads, head => [.. commit.Rows.Where(r => r.Tenant == head.Number).Select(r => r.Entry)]);
        _homes.Commit();
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
        try { _connection?.Release(_owner); }
        catch (Exception e) when (e is NpgsqlException or InvalidOperationException) { ConnectionLost(e.Message); }
        Disconnect();
        _closing.Dispose();
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The journal lost its connection to PostgreSQL: {Reason}")]
    private partial void ConnectionLost(string reason);

    [LoggerMessage(Level = LogLevel.Information,
        Message = "The connection was lost during commit {Number} of the journal; committed: {TookPlace}")]
    private partial void CommitResolved(long number, bool tookPlace);
}
