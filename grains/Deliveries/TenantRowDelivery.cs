using System.Collections.Immutable;
using System.Threading.Channels;
using Microsoft.Extensions.Logging;
using OneLead.Accounts;
using OneLead.Feed;
using OneLead.Journal;
using OneLead.Snapshots;
using OneLead.Storage;
using OneLead.Tenants;

namespace OneLead.Deliveries;

/// <summary>
/// Delivers a tenant's own rows (a day begun, rules, lifecycles, retractions) to the accounts whose stored scores are out of
/// date and to those that are not stored yet, and repeats until none is left.
/// </summary>
internal sealed partial class TenantRowDelivery(
    string tenant, TenantTail tail, DeliveryQueue queue, UnflushedAccounts unflushed, ISnapshotStore snapshots, SnapshotWriter writer,
    ChangePublisher changes, TimeProvider time, ILogger log)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(2);

    // After this time the others get the tenant's next row even if an account still fails.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private readonly Lock _gate = new();
    private readonly Channel<bool> _announced =
        Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private readonly List<(long Row, TaskCompletionSource Done)> _waiting = [];
    private long _delivered;
    private long _firstUndelivered;
    private long _announcedTo;
    private long _finished;
    private bool _isClosed;

    /// <summary>
    /// The engine whose scores the stored accounts must have; null while nodes of another version work, which would derive others.
    /// </summary>
    public int? Engine { get; set; } = AccountState.Engine;

    /// <summary>The sequence before the first tenant row that an account may lack; a restart must read from there.</summary>
    public long Through =>
        Interlocked.Read(ref _finished) is var finished && finished < Interlocked.Read(ref _announcedTo) ? finished : long.MaxValue;

    /// <summary>Every account has applied the tenant rows up to here; the highest number when all are applied.</summary>
    public long AppliedThrough
    {
        get
        {
            lock (_gate)
                return _delivered < Interlocked.Read(ref _announcedTo) ? _firstUndelivered - 1 : long.MaxValue;
        }
    }

    /// <summary>Sets which tenant rows were delivered before this start.</summary>
    public void BeginAfter(long row) => _delivered = _announcedTo = _finished = row;

    /// <summary>Notes that tenant rows were committed.</summary>
    public void Announce(long first, long row)
    {
        lock (_gate)
        {
            if (_delivered >= _announcedTo)
                _firstUndelivered = first;
            Interlocked.Exchange(ref _announcedTo, row);
        }
        _announced.Writer.TryWrite(true);
    }

    /// <summary>Completes when every account that the announced rows concern has applied and published them.</summary>
    public Task WhenAppliedAsync()
    {
        lock (_gate)
        {
            var row = Interlocked.Read(ref _announcedTo);
            if (_isClosed)
                return Task.FromCanceled(new CancellationToken(true));
            if (row <= _delivered)
                return Task.CompletedTask;
            var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _waiting.Add((row, done));
            return done.Task;
        }
    }

    public async Task RunAsync(CancellationToken stopping)
    {
        while (!stopping.IsCancellationRequested)
        {
            try
            {
                await _announced.Reader.ReadAsync(stopping);
                await DeliverAsync(stopping);
            }
            catch (OperationCanceledException) when (stopping.IsCancellationRequested)
            {
                break;
            }
            catch (Exception error) when (error is not OutOfMemoryException)
            {
                LogRetry(tenant, error);
                await Task.Delay(Pause, time, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                _announced.Writer.TryWrite(true);
            }
        }
        lock (_gate)
        {
            _isClosed = true;
            _waiting.ForEach(static w => w.Done.TrySetCanceled());
        }
    }

    private async Task DeliverAsync(CancellationToken stopping)
    {
        var row = Interlocked.Read(ref _announcedTo);
        if (row <= Interlocked.Read(ref _finished))
            return;
        var later = _announced.Reader.WaitToReadAsync(stopping).AsTask();
        var history = tail.History;
        // The order matters: an account that is stored in between is found by one of the two reads.
        var unstored = unflushed.Accounts;
        var concerned = await FindBehindAsync(history.Latest);
        var applied = WakeAsync(concerned.Union(unstored));
        await Task.WhenAny(applied, Task.Delay(Patience, time, stopping));
        changes.Publish(tenant, new Change { Tenant = TenantViews.Of(history) });
        // A later row is delivered without waiting for this one; its accounts include those that lack this one.
        if (await Task.WhenAny(applied, later) != applied)
            return;
        await applied;
        Delivered(row);
        // The stored snapshots show which accounts have it.
        for (var pause = Pause; (concerned = await FindBehindAsync(history.Latest)).Length > 0;
            pause = pause < LongestPause ? 2 * pause : LongestPause)
        {
            _ = WakeAsync(concerned.Where(a => !queue.IsPending(a)));
            await writer.FlushAsync();
            if (await Task.WhenAny(Task.Delay(pause, time, stopping), later) == later)
                return;
        }
        Interlocked.Exchange(ref _finished, row);
    }

    private async Task<ImmutableArray<string>> FindBehindAsync(TenantState now) =>
        [.. (await snapshots.FindBehindAsync(tenant, now.AsOf, Engine, now.RescoredAt))
            .Where(static a => !ReservedKeys.IsReserved(a))];

    private Task WakeAsync(IEnumerable<string> accounts)
    {
        var upTo = tail.LastTenantRow;
        return Task.WhenAll(accounts.ToList().Select(account =>
        {
            unflushed.Add(account, upTo);
            return queue.WakeAsync(account, upTo);
        }));
    }

    private void Delivered(long row)
    {
        lock (_gate)
        {
            (_delivered, _firstUndelivered) = (row, Math.Max(_firstUndelivered, row + 1));
            foreach (var (_, done) in _waiting.Where(w => w.Row <= row))
                done.TrySetResult();
            _waiting.RemoveAll(w => w.Row <= row);
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "{Tenant}: a tenant row could not be delivered; trying again")]
    private partial void LogRetry(string tenant, Exception error);
}
