using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Diagnostics;
using System.Runtime.InteropServices;
using Microsoft.Extensions.Logging;
using Npgsql;
using OneLead.Events;

namespace OneLead.Storage.Postgres.Journal;

/// <summary>
/// The single thread that writes the journal. It commits all queued appends together, notifies the listener and answers the
/// callers. If the connection is lost during a commit, it first determines on the next connection whether the commit took
/// place. Then it answers the callers or retries.
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
    private readonly HashSet<DateOnly> _partitions = [];
    private readonly BlockingCollection<PostgresAppendRequest> _queue = new(new ConcurrentQueue<PostgresAppendRequest>());
    private readonly ManualResetEventSlim _closing = new();
    // Not disposed: callers release it after their answer, possibly after the writer has been disposed.
    private readonly SemaphoreSlim _room;
    private readonly Thread _thread;
    private readonly Dictionary<(EventKind Kind, bool IsNew), int> _counts = [];
    private JournalConnection? _connection;
    private PostgresCommit? _undecided;
    private volatile StoreOwnedException? _takenOver;
    private volatile ImmutableDictionary<string, PostgresTenantHead> _heads;
    private volatile ImmutableDictionary<string, PostgresTenantHead> _told;
    private readonly TenantWriters _writers;

    public PostgresJournalWriter(
        Database database, NpgsqlConnection connection, Ownership owner, ImmutableDictionary<string, PostgresTenantHead> heads,
        PostgresStoreOptions options, TimeProvider time, StoreMetrics metrics, ILogger log)
    {
        (_database, _owner, _heads, _told) = (database, owner, heads, heads);
        (_options, _time, _metrics, _log) = (options, time, metrics, log);
        _connection = new JournalConnection(connection, _options.FewRows);
        _homes = new HomeResolver(options.CachedHomes);
        _writers = new TenantWriters(EnqueueAsync);
        _room = new SemaphoreSlim(options.QueuedCalls);
        _thread = new Thread(Run) { Name = "onelead journal", IsBackground = true };
        _thread.Start();
    }

    public ImmutableDictionary<string, PostgresTenantHead> Heads => _heads;

    /// <summary>The heads that were reported to the listener, so its links and days include their rows.</summary>
    public ImmutableDictionary<string, PostgresTenantHead> NotifiedHeads { get => _told; private set => _told = value; }

    /// <summary>See <see cref="IJournal.OpenAsync"/>.</summary>
    public ValueTask<IJournalWriter> OpenAsync(string tenant, IJournalListener listener, CancellationToken cancellation) =>
        _writers.OpenAsync(tenant, listener, cancellation);

    private async ValueTask<ImmutableArray<Appended>> EnqueueAsync(
        TenantWriter writer, ImmutableArray<ChangeEvent> events, long? decidedAfter, CancellationToken cancellation)
    {
        if (_takenOver is { } takenOver)
            throw takenOver;
        await _room.WaitAsync(cancellation);
        try
        {
            using var call = new PostgresAppendRequest(AppendTicket.Now(writer, decidedAfter), events);
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
            {
                if (TakeQueued(first) is { Count: > 0 } calls)
                    Write(calls);
            }
        }
    }

    /// <summary>Takes the first append and those queued behind it, up to the limits of a commit.</summary>
    private List<PostgresAppendRequest> TakeQueued(PostgresAppendRequest first)
    {
        var calls = new List<PostgresAppendRequest>();
        var (rows, bytes, next) = (0, 0L, first);
        do
        {
            if (next.Ticket.Refusal(_writers, HasStagedLinks) is { } refusal)
            {
                next.Done.SetException(refusal);
                continue;
            }
            calls.Add(next);
            rows += next.Events.Length;
            bytes += next.Bytes;
        }
        while (rows < _options.CommitRows && bytes < _options.CommitBytes && _queue.TryTake(out next!));
        return calls;

        bool HasStagedLinks() => calls.Exists(c => c.Tenant == next.Tenant && c.Events.Any(static e => e.Kind == EventKind.Link));
    }

    private void Write(List<PostgresAppendRequest> calls)
    {
        var deadline = _database.Deadline();
        for (var pause = Database.InitialPause; ; pause = Database.NextPause(pause))
        {
            var commit = new PostgresCommit(calls);
            try
            {
                var connection = _connection ??= Reconnect();
                // Reconnecting may have found that the lost connection had committed these appends.
                if (calls[0].Done.Task.IsCompleted)
                    return;
                Try(commit, connection);
                return;
            }
            catch (StoreOwnedException e)
            {
                _takenOver = e;
                Disconnect();
                Fail(commit, e);
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
                    Fail(commit, _database.Unavailable(e));
                    return;
                }
            }
            catch (Exception e)
            {
                // The server refused and the connection is intact, so nothing was committed.
                _undecided = null;
                _homes.Rollback();
                Rollback();
                Fail(commit, e is PostgresException ? new JournalUnavailableException($"The journal cannot commit: {e.Message}", e) : e);
                return;
            }
            _closing.Wait(pause);
        }
    }

    private void Try(PostgresCommit commit, JournalConnection connection)
    {
        var started = Stopwatch.GetTimestamp();
        // Truncates to microseconds, the precision of timestamptz.
        var now = _time.GetUtcNow().ToUniversalTime() is var t ? t.AddTicks(-(t.Ticks % TimeSpan.TicksPerMicrosecond)) : default;
        MakePartitions(connection, now);
        var tenants = Tenants(commit.Calls);
        var (sources, entities) = LookupKeys(commit.Calls, tenants);
        var (known, deciders) = (new Dictionary<DeduplicationKey, long>(), new Dictionary<JournalEntityKey, HomeRow>());
        commit.Number = connection.Begin(_owner, sources, entities, known, deciders) ?? throw _owner.TakenOver();
        commit.Stage(now, name => tenants[name], known, deciders, _homes);
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

    private void MakePartitions(JournalConnection connection, DateTimeOffset now)
    {
        var month = new DateOnly(now.Year, now.Month, 1);
        if (_partitions.Contains(month))
            return;
        // Creates the next one too, so that no commit waits for it when the month begins.
        connection.MakePartition(month);
        connection.MakePartition(month.AddMonths(1));
        _partitions.Add(month);
    }

    private Dictionary<string, PostgresTenantHead> Tenants(List<PostgresAppendRequest> calls)
    {
        var tenants = new Dictionary<string, PostgresTenantHead>();
        var last = _heads.Values.Select(t => t.Number).DefaultIfEmpty().Max();
        foreach (var name in calls.Select(c => c.Tenant).Distinct())
            tenants.Add(name, _heads.GetValueOrDefault(name) ?? new PostgresTenantHead(++last, name, 0));
        return tenants;
    }

    private (List<DeduplicationKey>, List<JournalEntityKey>) LookupKeys(
        List<PostgresAppendRequest> calls, Dictionary<string, PostgresTenantHead> tenants)
    {
        var (sources, entities) = (new HashSet<DeduplicationKey>(), new HashSet<JournalEntityKey>());
        foreach (var call in calls)
        {
            var tenant = tenants[call.Tenant];
            if (tenant.Sequence == 0)
                continue;
            foreach (var e in call.Events)
            {
                sources.Add(new DeduplicationKey(tenant.Number, e.Source, e.SourceId));
                if (_homes.NeedsLookup(tenant.Number, e, out var entity))
                    entities.Add(entity);
            }
        }
        return ([.. sources], [.. entities]);
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
        _heads = _heads.SetItems(commit.Heads);
        NotifyListeners(commit);
        NotifiedHeads = _heads;
        _homes.Commit();
        commit.Answer();
        Count(commit);
    }

    private void NotifyListeners(PostgresCommit commit)
    {
        foreach (var tenant in commit.Heads.Values)
        {
            if (_writers.ListenerOf(tenant.Name) is not { } listener)
                continue;
            try { listener.OnCommitted([.. commit.Rows.Where(r => r.Tenant == tenant.Number).Select(r => r.Entry)]); }
            catch (Exception e) { ListenerFailed(e); }
        }
    }

    private void Count(PostgresCommit commit)
    {
        _counts.Clear();
        foreach (var (call, results) in commit.Calls.Zip(commit.Results))
        {
            for (var i = 0; i < results.Length; i++)
                CollectionsMarshal.GetValueRefOrAddDefault(_counts, (call.Events[i].Kind, results[i].IsNew), out _)++;
        }
        foreach (var ((kind, isNew), count) in _counts)
            _metrics.Taken(kind, isNew, count);
    }

    private void Fail(PostgresCommit commit, Exception e)
    {
        CommitFailed(commit.Calls.Count, e);
        commit.Fail(e);
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
        _queue.CompleteAdding();
        _closing.Set();
        _thread.Join();
        try { _connection?.Release(_owner); }
        catch (Exception e) when (e is NpgsqlException or InvalidOperationException) { ConnectionLost(e.Message); }
        Disconnect();
        _queue.Dispose();
        _closing.Dispose();
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "The journal could not commit {Calls} appends. None of them was acknowledged")]
    private partial void CommitFailed(int calls, Exception e);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The journal lost its connection to PostgreSQL: {Reason}")]
    private partial void ConnectionLost(string reason);

    [LoggerMessage(Level = LogLevel.Information,
        Message = "The connection was lost during commit {Number} of the journal; committed: {TookPlace}")]
    private partial void CommitResolved(long number, bool tookPlace);

    [LoggerMessage(Level = LogLevel.Error, Message = "The journal's listener threw an exception")]
    private partial void ListenerFailed(Exception e);
}
