using System.Collections.Concurrent;
using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using OneLead.Accounts;
using OneLead.Deliveries;
using OneLead.Events;
using OneLead.Grains;
using OneLead.Matching;
using OneLead.Nodes;
using OneLead.Storage;

namespace OneLead.Journal;

/// <summary>
/// A tenant's journal on the silo that writes it: the writer, the deliveries of committed rows, and how far they are stored.
/// Lives as long as its JournalGrain's activation.
/// </summary>
internal sealed partial class TenantJournal(
    string tenant, TenantTail tail, DeliveryQueue queue, UnflushedAccounts unflushed, TenantRowDelivery tenantRows,
    DeliveryWorkers workers, MatchingLoop matching, ClusterNodes nodes, JournalSealer sealer,
    IJournal journal, ISnapshotStore snapshots, TimeProvider time, ILogger log) : IJournalListener, IAsyncDisposable
{
    private static readonly TimeSpan FlushCheck = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan LongestEnd = TimeSpan.FromSeconds(1);
    private const int LongestQueues = 5;

    private readonly CancellationTokenSource _stopping = new();
    private readonly List<(string Account, JournalEntry Row)> _routed = [];
    // The recorded spans of events whose commit is under way, by source and source id.
    private readonly ConcurrentDictionary<(string Source, string SourceId), string> _traces = new();
    private IJournalWriter _writer = null!;
    private Task _running = Task.CompletedTask;
    private Task _found = Task.CompletedTask;
    private long _routedThrough, _flushedThrough;
    private DateTimeOffset _since;

    public long LastLink => tail.LastLink;

    /// <summary>The number of rows that wait for their accounts.</summary>
    public long Waiting => queue.Count;

    public long UnflushedRows => Interlocked.Read(ref _routedThrough) - Interlocked.Read(ref _flushedThrough);

    /// <summary>The accounts with rows that are in no stored snapshot; null until those of a former owner are found.</summary>
    public ImmutableArray<UnflushedAccount>? Unflushed => _found.IsCompletedSuccessfully ? unflushed.LastRows : null;

    /// <summary>How far the accounts have applied it; nowhere until those of a former owner are found.</summary>
    public JournalProgress Progress
    {
        get
        {
            var head = tail.Head;
            if (!_found.IsCompletedSuccessfully)
                return new JournalProgress(head, 0, 0);
            var (all, most) = queue.AppliedThrough();
            var tenant = tenantRows.AppliedThrough;
            return new JournalProgress(head, Math.Min(all, tenant), Math.Min(most, tenant));
        }
    }

    /// <summary>See <see cref="JournalStatus"/>.</summary>
    public JournalStatus StatusOf(SiloAddress owner) =>
        new(owner, _writer.Epoch, _since, queue.Count, queue.Longest(LongestQueues), [.. queue.Stuck.Order(StringComparer.Ordinal)])
        {
            SealedThrough = sealer.Through, SealProblem = sealer.Problem,
        };

    public bool IsClosed => _stopping.IsCancellationRequested;

    /// <summary>Set when another writer has taken over.</summary>
    public bool IsFenced { get; set; }

    /// <summary>Becomes the writer, and continues with what was not delivered or not stored.</summary>
    public async Task OpenAsync(CancellationToken cancellation)
    {
        _writer = await journal.OpenAsync(tenant, this, cancellation);
        _since = time.GetUtcNow();
        await tail.ReadOnAsync(cancellation);
        var head = tail.Head;
        queue.BeginAfter(head);
        tenantRows.BeginAfter(tail.LastTenantRow);
        Interlocked.Exchange(ref _routedThrough, head);
        Interlocked.Exchange(ref _flushedThrough, head);
        // Not awaited: it may read the whole journal, and the grain takes no calls until its activation has ended.
        _found = StartAsync(stopping => ResumeAsync(head, stopping));
        _running = Task.WhenAll(
            workers.RunAsync(_stopping.Token), _found, AfterAsync(tenantRows.RunAsync), AfterAsync(CheckFlushedAsync),
            StartAsync(stopping => sealer.RunAsync(() => Interlocked.Read(ref _routedThrough), stopping)));
        matching.Request(tenant);

        Task StartAsync(Func<CancellationToken, Task> loop) => Task.Run(() => loop(_stopping.Token), CancellationToken.None);

        Task AfterAsync(Func<CancellationToken, Task> loop) => StartAsync(async stopping =>
        {
            await _found.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            await loop(stopping);
        });
    }

    public async ValueTask<ImmutableArray<Appended>> AppendAsync(ImmutableArray<ChangeEvent> events, long? decidedAfter = null,
        CancellationToken cancellation = default)
    {
        using var span = Tracing.Source.StartActivity("append to journal");
        if (span is not { Recorded: true })
            return await _writer.AppendAsync(events, decidedAfter, cancellation);
        span.SetTag("onelead.events", events.Length);
        foreach (var change in events)
            _traces[(change.Source, change.SourceId)] = span.Id!;
        try
        {
            return await _writer.AppendAsync(events, decidedAfter, cancellation);
        }
        finally
        {
            foreach (var change in events)
                _traces.TryRemove((change.Source, change.SourceId), out _);
        }
    }

    /// <summary>Completes when everything committed before the call has been applied and published.</summary>
    public async Task WhenAppliedAsync()
    {
        await _found;
        await Task.WhenAll(queue.WhenAppliedAsync(), tenantRows.WhenAppliedAsync());
    }

    public void OnCommitted(ImmutableArray<JournalEntry> rows)
    {
        _routed.Clear();
        tail.Apply(rows, Route);
        // Not earlier: the tail must be at least as far as a delivery when the account reads it.
        foreach (var (account, row) in _routed)
        {
            unflushed.Add(account, row.Sequence);
            queue.Add(account, row, _traces.IsEmpty ? null : _traces.GetValueOrDefault((row.Event.Source, row.Event.SourceId)));
        }
        if (rows.LastOrDefault(static r => r.Event.Kind.IsTenantWide()) is { } last)
            tenantRows.Announce(rows.First(static r => r.Event.Kind.IsTenantWide()).Sequence, last.Sequence);
        queue.AddedThrough(rows[^1].Sequence);
        Interlocked.Exchange(ref _routedThrough, rows[^1].Sequence);
    }

    /// <summary>Refuses appends, lets running deliveries end, and stops. The next owner finds what was not delivered.</summary>
    public async ValueTask DisposeAsync()
    {
        if (IsClosed)
            return;
        _writer?.Close();
        await _stopping.CancelAsync();
        queue.Close();
        // A delivery may wait for a grain that does not answer. It may end later without harm, and the next owner must not wait
        // for it.
        await Task.WhenAny(_running, Task.Delay(LongestEnd, time));
    }

    /// <summary>Notes how far everything is stored, and asks the accounts again that are late.</summary>
    public async Task NoteFlushedAsync()
    {
        if (!_found.IsCompletedSuccessfully)
            return;
        // Read before the comparison, which does not see rows that are committed in the meantime. Do not use the tail's head: it
        // moves before the accounts of its rows are noted.
        var routed = Interlocked.Read(ref _routedThrough);
        var (through, late) = await unflushed.CompareAsync(Math.Min(routed, tenantRows.Through));
        await snapshots.SaveFlushedThroughAsync(tenant, through);
        Interlocked.Exchange(ref _flushedThrough, through);
        foreach (var account in late.Where(a => !queue.IsPending(a)))
            _ = queue.WakeAsync(account, routed);
    }

    // Runs on the committing thread: only notes the row and hands it over.
    private void Route(JournalEntry row, string? formerAccount, bool isForMatching)
    {
        if (row.Event.Kind.IsTenantWide() || row.Event.Kind == EventKind.Audit)
            return;
        if (isForMatching)
        {
            matching.Request(tenant);
            return;
        }
        var isLink = row.Event.Kind == EventKind.Link;
        if (!isLink && tail.Names.IsNew(row))
            matching.Request(tenant);
        var home = tail.Links.AccountOf(row.Home);
        var own = isLink ? home : tail.Links.AccountOf(row.Event.Account);
        var former = isLink ? formerAccount : row.Former is { } key ? tail.Links.AccountOf(key) : null;
        Deliver(home, row);
        if (own != home)
            Deliver(own, row);
        if (former is not null && former != home && former != own)
            Deliver(former, row);
    }

    private void Deliver(string account, JournalEntry row)
    {
        if (!ReservedKeys.IsReserved(account))
            _routed.Add((account, row));
    }

    private async Task CheckFlushedAsync(CancellationToken stopping)
    {
        while (!stopping.IsCancellationRequested)
        {
            await Task.Delay(FlushCheck, time, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (stopping.IsCancellationRequested)
                return;
            try
            {
                IsFenced |= !await _writer.IsCurrentAsync(stopping);
                await AgreeOnEngineAsync(stopping);
                await NoteFlushedAsync();
            }
            catch (Exception error) when (error is not OutOfMemoryException)
            {
                LogNotNoted(tenant, error);
            }
        }
    }

    // Wakes the accounts that a former owner left unfinished.
    private async Task ResumeAsync(long head, CancellationToken stopping)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                var hasOther = await HasOtherEngineAsync(stopping);
                if (hasOther && !await nodes.AllRunAsync(AccountState.Engine, stopping))
                    tenantRows.Engine = null;
                var woken = await WakeUnfinishedAsync(head, hasOther, stopping);
                LogOpened(tenant, woken, head);
                return;
            }
            catch (Exception error) when (error is not OutOfMemoryException && !stopping.IsCancellationRequested)
            {
                LogNotResumed(tenant, error);
                await Task.Delay(RetryPause.After(attempt), time, stopping);
            }
        }
    }

    // Accounts are recomputed for this engine once every node runs it: one with another engine would read the journal again for each
    // account that is stored by this one, and could not store it.
    private async Task AgreeOnEngineAsync(CancellationToken stopping)
    {
        var isWaiting = tenantRows.Engine is null;
        tenantRows.Engine = await nodes.AllRunAsync(AccountState.Engine, stopping) ? AccountState.Engine : null;
        if (!isWaiting || tenantRows.Engine is null)
            return;
        var head = Interlocked.Read(ref _routedThrough);
        var woken = await WakeUnfinishedAsync(head, await HasOtherEngineAsync(stopping), stopping);
        LogRecomputed(tenant, AccountState.Engine, woken);
    }

    private async Task<bool> HasOtherEngineAsync(CancellationToken cancellation) =>
        (await snapshots.FindBehindAsync(tenant, DateOnly.MinValue, AccountState.Engine, 0, cancellation)).Length > 0;

    private async Task<int> WakeUnfinishedAsync(long head, bool hasOtherEngine, CancellationToken cancellation)
    {
        var unfinished = await FindUnfinishedAsync(head, hasOtherEngine, cancellation);
        foreach (var (account, first) in unfinished)
        {
            unflushed.Add(account, first, head);
            _ = queue.WakeAsync(account, head, first);
        }
        return unfinished.Count;
    }

    // The accounts with rows that no snapshot has, and those whose stored scores are out of date; each with the first row that
    // its snapshot may lack.
    private async Task<IReadOnlyDictionary<string, long>> FindUnfinishedAsync(
        long head, bool hasOtherEngine, CancellationToken cancellation)
    {
        var flushed = await snapshots.GetFlushedThroughAsync(tenant, cancellation);
        // Another engine version may have kept no records of an account that this one keeps.
        if (tenantRows.Engine is not null && hasOtherEngine)
            flushed = 0;
        var last = new Dictionary<string, long>(StringComparer.Ordinal);
        await foreach (var row in journal.ReadAllAsync(tenant, flushed, cancellation))
        {
            // Later ones are delivered.
            if (row.Sequence > head)
                break;
            if (row.Event.Kind.IsTenantWide())
                continue;
            Note(row.Home);
            Note(row.Event.Kind == EventKind.Link ? row.Event.Entity : row.Event.Account);
            if (row.Former is { } former)
            {
                last[former] = row.Sequence;
                Note(former);
            }

            void Note(string key) => last[tail.Links.AccountOf(key)] = row.Sequence;
        }
        var accounts = last.Keys.Where(static a => !ReservedKeys.IsReserved(a)).ToImmutableArray();
        var stored = await snapshots.GetWatermarksAsync(tenant, accounts, cancellation);
        var now = tail.History.Latest;
        // The query finds these again after another crash, so they do not hold the watermark back.
        var unfinished = (await snapshots.FindBehindAsync(tenant, now.AsOf, tenantRows.Engine, now.RescoredAt, cancellation))
            .Where(static a => !ReservedKeys.IsReserved(a)).ToDictionary(static a => a, _ => head, StringComparer.Ordinal);
        for (var i = 0; i < accounts.Length; i++)
        {
            if (stored[i] < last[accounts[i]])
                unfinished[accounts[i]] = Math.Max(stored[i], flushed) + 1;
        }
        return unfinished;
    }

    [LoggerMessage(Level = LogLevel.Information,
        Message = "{Tenant}: the journal is open at row {Head}; {Accounts} accounts to bring up to it")]
    private partial void LogOpened(string tenant, int accounts, long head);

    [LoggerMessage(Level = LogLevel.Information,
        Message = "{Tenant}: every node derives scores by engine {Engine}; {Accounts} accounts to bring up to it")]
    private partial void LogRecomputed(string tenant, int engine, int accounts);

    [LoggerMessage(Level = LogLevel.Error, Message = "{Tenant}: the accounts to bring up to the journal were not found; trying again")]
    private partial void LogNotResumed(string tenant, Exception error);

    [LoggerMessage(Level = LogLevel.Error, Message = "{Tenant}: what is stored could not be compared with the journal; trying again")]
    private partial void LogNotNoted(string tenant, Exception error);
}
