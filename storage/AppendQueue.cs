using System.Collections.Concurrent;
using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using OneLead.Events;

namespace OneLead.Storage;

/// <summary>
/// The queue of appends and the single thread that commits them. The thread commits all queued appends together and answers
/// the callers.
/// </summary>
/// <param name="encode">Creates the request on the caller's thread.</param>
internal sealed partial class AppendQueue<TRequest>(
    StoreOptions limits, Func<AppendTicket, ImmutableArray<ChangeEvent>, TRequest> encode, ILogger log) : IDisposable
    where TRequest : AppendRequest
{
    private readonly BlockingCollection<TRequest> _waiting = new(new ConcurrentQueue<TRequest>());
    // Not disposed: callers release it after their answer, possibly after the queue has been disposed.
    private readonly SemaphoreSlim _room = new(limits.QueuedCalls);
    private readonly HashSet<string> _linkedTenants = new(StringComparer.Ordinal);
    private volatile Exception? _refusal;
    private Thread? _thread;

    public TenantWriters Writers { get; } = new(log);

    /// <summary>See <see cref="IJournal.OpenAsync"/>.</summary>
    public ValueTask<IJournalWriter> OpenAsync(string tenant, IJournalListener listener, CancellationToken cancellation) =>
        Writers.OpenAsync(tenant, listener, AppendAsync, cancellation);

    /// <summary>Refuses all appends that are not queued yet.</summary>
    public void Refuse(Exception reason) => _refusal = reason;

    private async ValueTask<ImmutableArray<Appended>> AppendAsync(
        TenantWriter writer, ImmutableArray<ChangeEvent> events, long? decidedAfter, CancellationToken cancellation)
    {
        if (_refusal is { } refusal)
            throw refusal;
        await _room.WaitAsync(cancellation);
        try
        {
            using var call = encode(AppendTicket.Now(writer, decidedAfter), events);
            try { _waiting.Add(call, CancellationToken.None); }
            catch (InvalidOperationException e)
            {
                // The writer may have been replaced since the check above.
                throw _refusal ?? new JournalUnavailableException("The journal is closed. Nothing was appended.", e);
            }
            // From here on the commit may happen, so the caller's token no longer cancels the wait.
            return await call.Answered;
        }
        finally { _room.Release(); }
    }

    /// <summary>Starts the thread.</summary>
    /// <param name="commit">Commits an append and those behind it, see <see cref="Take"/>. No writer is opened meanwhile.</param>
    /// <param name="idle">Runs after each commit.</param>
    public void Start(Action<TRequest> commit, Action? idle = null)
    {
        _thread = new Thread(Run) { Name = "onelead journal", IsBackground = true };
        _thread.Start();

        void Run()
        {
            foreach (var first in _waiting.GetConsumingEnumerable())
            {
                lock (Writers.Committing)
                {
                    commit(first);
                    idle?.Invoke();
                }
            }
        }
    }

    /// <summary>
    /// Takes an append and those queued behind it, up to the limits of a commit, and refuses those that may no longer be committed.
    /// Later appends join while the caller processes the earlier ones.
    /// </summary>
    public IEnumerable<TRequest> Take(TRequest first)
    {
        _linkedTenants.Clear();
        var (rows, bytes, next) = (0, 0L, first);
        do
        {
            if (next.Ticket.Refusal(Writers, _linkedTenants.Contains(next.Tenant)) is { } refusal)
            {
                next.Fail(refusal);
                continue;
            }
            if (next.HasLinks)
                _linkedTenants.Add(next.Tenant);
            rows += next.Events.Length;
            bytes += next.Bytes;
            yield return next;
        }
        while (rows < limits.CommitRows && bytes < limits.CommitBytes && _waiting.TryTake(out next!));
    }

    /// <summary>Answers the callers of a failed commit.</summary>
    public void Fail(List<TRequest> calls, Exception e)
    {
        CommitFailed(calls.Count, e);
        limits.Health.WriteFailed(e);
        calls.ForEach(call => call.Fail(e));
    }

    /// <summary>Runs work while nothing is committed.</summary>
    public Task RunBetweenCommitsAsync(Action work) => Task.Run(() =>
    {
        lock (Writers.Committing)
            work();
    });

    /// <summary>Commits the queued appends and stops the thread.</summary>
    public void Dispose()
    {
        _waiting.CompleteAdding();
        _thread?.Join();
        _waiting.Dispose();
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "The journal could not commit {Calls} appends. None of them was acknowledged")]
    private partial void CommitFailed(int calls, Exception e);
}
