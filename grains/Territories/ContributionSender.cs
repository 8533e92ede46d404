using System.Collections.Concurrent;
using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using OneLead.Grains;

namespace OneLead.Territories;

/// <summary>
/// Sends accounts' contributions to their territories until they arrive, so that no account waits for a territory. One per silo.
/// </summary>
/// <param name="territories">Finds a territory by the key of its grain.</param>
internal sealed partial class ContributionSender(
    Func<string, ITerritoryGrain> territories, TimeProvider time, ILogger<ContributionSender> log) : IDisposable
{
    private readonly ConcurrentDictionary<(string Tenant, string Territory), ContributionQueue> _queues = new();
    private readonly ConcurrentDictionary<(string Tenant, string Account), int> _pending = new();
    private readonly ConcurrentDictionary<(string Tenant, string Account), ImmutableHashSet<string>> _unstored = new();
    private readonly CancellationTokenSource _stopping = new();

    /// <summary>Sends a contribution at once, or with the next batch while one is under way.</summary>
    /// <param name="territory">The key of the territory's grain.</param>
    /// <param name="isStored">True when it is the contribution of a stored snapshot.</param>
    public void Send(string tenant, string territory, ContributionUpsert account, bool isStored) =>
        _queues.GetOrAdd((tenant, territory), static (key, sender) => new ContributionQueue(sender, key.Tenant, key.Territory), this)
            .Add(account, isStored);

    /// <summary>True while a contribution that no snapshot has yet is on its way from an account.</summary>
    public bool IsPending(string tenant, string account) => _pending.ContainsKey((tenant, account));

    /// <summary>Completes when everything that was sent for a tenant before the call has arrived.</summary>
    public Task WhenArrivedAsync(string tenant) =>
        Task.WhenAll(_queues.Where(q => q.Key.Tenant == tenant).Select(static q => q.Value.WhenArrivedAsync()).ToList());

    /// <summary>
    /// The territories that may have an account's contribution although no stored snapshot says so. The account's next activation
    /// must tell them when it has left.
    /// </summary>
    public ImmutableHashSet<string> UnstoredTerritories(string tenant, string account) =>
        _unstored.GetValueOrDefault((tenant, account), []);

    /// <summary>Notes that a territory knows that an account has left, or that a stored snapshot names it.</summary>
    public void NoteStored(string tenant, string account, string territory)
    {
        while (_unstored.TryGetValue((tenant, account), out var all))
        {
            var rest = all.Remove(territory);
            if (rest.IsEmpty ? _unstored.TryRemove(new((tenant, account), all)) : _unstored.TryUpdate((tenant, account), rest, all))
                return;
        }
    }

    // The source stays undisposed: a queue may read its token at any time, and it has no timer.
    public void Dispose() => _stopping.Cancel();

    private ITerritoryGrain Territory(string tenant, string territory) => territories(Keys.Grain(tenant, territory));

    private async Task PauseAsync(int attempt) =>
        await Task.Delay(RetryPause.After(attempt), time, _stopping.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

    // Called by a queue under its lock, so that what is noted follows the order of its contributions.
    private void Queued(string tenant, string territory, ContributionUpsert account)
    {
        _pending.AddOrUpdate((tenant, account.Id), 1, static (_, queued) => queued + 1);
        if (account.Contribution is not null)
            _unstored.AddOrUpdate((tenant, account.Id), static (_, added) => [added], static (_, all, added) => all.Add(added), territory);
    }

    private void Left(string tenant, string account)
    {
        while (_pending.TryGetValue((tenant, account), out var queued))
        {
            if (queued == 1
                ? _pending.TryRemove(new((tenant, account), queued)) : _pending.TryUpdate((tenant, account), queued - 1, queued))
                return;
        }
    }

    [LoggerMessage(Level = LogLevel.Error,
        Message = "{Tenant}: {Accounts} contributions could not be sent to {Territory} (attempt {Attempt}); trying again")]
    private partial void LogRetry(string tenant, string territory, int accounts, int attempt, Exception error);

    /// <summary>The contributions that wait for one territory. One batch is under way at a time, with the newest of each account.</summary>
    private sealed class ContributionQueue(ContributionSender sender, string tenant, string territory) : IThreadPoolWorkItem
    {
        private readonly Lock _gate = new();
        private Dictionary<string, Waiting> _waiting = new(StringComparer.Ordinal);
        private List<TaskCompletionSource> _awaited = [];
        private bool _areStored;
        private bool _isSending;

        public void Add(ContributionUpsert account, bool isStored)
        {
            lock (_gate)
            {
                _areStored |= isStored;
                var known = _waiting.GetValueOrDefault(account.Id);
                if (known is not null && known.Account.Version >= account.Version)
                    return;
                _waiting[account.Id] = new Waiting(account, isStored);
                if (!isStored && known is not { IsStored: false })
                    sender.Queued(tenant, territory, account);
                if (_isSending)
                    return;
                _isSending = true;
            }
            // Not within the call of the grain that contributes, and not on its scheduler.
            ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
        }

        public Task WhenArrivedAsync()
        {
            lock (_gate)
            {
                if (!_isSending)
                    return Task.CompletedTask;
                var arrived = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                _awaited.Add(arrived);
                return arrived.Task;
            }
        }

        void IThreadPoolWorkItem.Execute() => _ = SendAllAsync();

        private async Task SendAllAsync()
        {
            var attempt = 0;
            while (Take() is { } batch)
            {
                try
                {
                    await sender.Territory(tenant, territory)
                        .Upsert([.. batch.Accounts.Values.Select(static a => a.Account)], batch.AreStored);
                    attempt = 0;
                    Arrived(batch);
                }
                catch (Exception error) when (error is not OutOfMemoryException)
                {
                    PutBack(batch);
                    if (sender._stopping.IsCancellationRequested)
                        return;
                    sender.LogRetry(tenant, territory, batch.Accounts.Count, ++attempt, error);
                    await sender.PauseAsync(attempt);
                }
            }
        }

        private Batch? Take()
        {
            lock (_gate)
            {
                if (_waiting.Count == 0)
                {
                    _isSending = false;
                    _awaited.ForEach(static a => a.TrySetResult());
                    _awaited.Clear();
                    return null;
                }
                var batch = new Batch(_waiting, _areStored, _awaited);
                (_waiting, _areStored, _awaited) = (new(StringComparer.Ordinal), false, []);
                return batch;
            }
        }

        private void Arrived(Batch batch)
        {
            lock (_gate)
            {
                foreach (var (account, isStored) in batch.Accounts.Values)
                {
                    if (!isStored)
                        sender.Left(tenant, account.Id);
                    if (account.Contribution is null && !_waiting.ContainsKey(account.Id))
                        sender.NoteStored(tenant, account.Id, territory);
                }
            }
            batch.Awaited.ForEach(static a => a.TrySetResult());
        }

        private void PutBack(Batch batch)
        {
            lock (_gate)
            {
                foreach (var (id, account) in batch.Accounts)
                {
                    if (!_waiting.TryAdd(id, account) && !account.IsStored)
                        sender.Left(tenant, id);
                }
                _areStored |= batch.AreStored;
                _awaited.AddRange(batch.Awaited);
            }
        }

        private sealed record Waiting(ContributionUpsert Account, bool IsStored);

        private sealed record Batch(
            Dictionary<string, Waiting> Accounts, bool AreStored, List<TaskCompletionSource> Awaited);
    }
}
