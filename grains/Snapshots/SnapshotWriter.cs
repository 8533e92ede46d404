using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using OneLead.Accounts;
using OneLead.Grains;
using OneLead.Storage;
using OneLead.Territories;

namespace OneLead.Snapshots;

/// <summary>Writes accounts' snapshots in the background, many in one commit. One per silo.</summary>
internal sealed partial class SnapshotWriter(ISnapshotStore store, ContributionSender contributions, IGrainFactory grains,
    TimeProvider time, ILogger<SnapshotWriter> log) : IDisposable
{
    /// <summary>The shortest time between two rounds. Default: half a second.</summary>
    public static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(500);

    private const int AccountsACommit = 500;

    private readonly ConcurrentDictionary<(string Tenant, string Account), bool> _unsaved = new();
    private readonly ConcurrentQueue<(SnapshotWrite Write, string? FormerTerritory)> _offered = new();
    private readonly ConcurrentDictionary<(string Tenant, string Account), (string? Territory, SnapshotWrite Write)> _territories = new();
    private readonly SemaphoreSlim _round = new(1);

    // Used within a round. Kept when a round fails.
    private readonly List<(SnapshotWrite Write, string? FormerTerritory)> _writes = [];
    private long _marks;
    private int _underWay;

    /// <summary>The number of accounts that wait to be written or are being written.</summary>
    public int Waiting => _unsaved.Count + Volatile.Read(ref _underWay);

    /// <summary>Notes that an account has something to store.</summary>
    public void Mark(string tenant, string account)
    {
        _unsaved.TryAdd((tenant, account), false);
        Interlocked.Increment(ref _marks);
    }

    /// <summary>Takes a snapshot to write; called by the account in its turn.</summary>
    /// <param name="formerTerritory">The territory that the account's last snapshot named.</param>
    public void Offer(SnapshotWrite write, string? formerTerritory)
    {
        _territories[(write.Tenant, write.Account)] = (write.Stamp.Territory, write);
        _offered.Enqueue((write, formerTerritory));
    }

    /// <summary>The territory that an account's last snapshot names: the one that waits to be written, else the stored one.</summary>
    public string? TerritoryOf(string tenant, string account, string? stored) =>
        _territories.TryGetValue((tenant, account), out var waiting) ? waiting.Territory : stored;

    /// <summary>Writes until stopped.</summary>
    public async Task RunAsync(CancellationToken stopping)
    {
        while (!stopping.IsCancellationRequested)
        {
            var started = time.GetTimestamp();
            try
            {
                await FlushAsync();
            }
            catch (Exception error) when (error is not OutOfMemoryException)
            {
                LogFailed(error);
            }
            await RestAsync(time.GetElapsedTime(started) * 4, stopping);
        }
    }

    /// <summary>Writes the current changes of all accounts. An account that fails is tried again in the next round.</summary>
    public async Task FlushAsync()
    {
        await _round.WaitAsync();
        var failed = new List<KeyValuePair<(string Tenant, string Account), bool>>();
        try
        {
            // Snapshots of a failed round are written before newer ones of the same accounts.
            await SaveAsync();
            do
            {
                foreach (var chunk in _unsaved.ToArray().Chunk(AccountsACommit))
                {
                    Volatile.Write(ref _underWay, chunk.Length);
                    failed.AddRange(await CollectAsync(chunk));
                    await SaveAsync();
                    Volatile.Write(ref _underWay, 0);
                }
            }
            while (_unsaved.Values.Contains(true));
        }
        finally
        {
            Volatile.Write(ref _underWay, 0);
            foreach (var (key, isWhole) in failed)
                _unsaved.AddOrUpdate(key, isWhole, (_, marked) => marked || isWhole);
            _round.Release();
        }
    }

    public void Dispose() => _round.Dispose();

    // Under load, rounds take at most a fifth of the time. When no changes arrive, the next round begins at once, so that less
    // must be read from the journal after a crash.
    private async Task RestAsync(TimeSpan rest, CancellationToken stopping)
    {
        var isQuiet = false;
        for (var rested = TimeSpan.Zero; !stopping.IsCancellationRequested
            && (rested == TimeSpan.Zero || (rested < rest && !isQuiet)); rested += Pause)
        {
            var before = Interlocked.Read(ref _marks);
            await Task.Delay(Pause, time, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            isQuiet = Interlocked.Read(ref _marks) == before;
        }
    }

    // Asks accounts for their snapshots.
    private async Task<IEnumerable<KeyValuePair<(string Tenant, string Account), bool>>> CollectAsync(
        KeyValuePair<(string Tenant, string Account), bool>[] accounts)
    {
        foreach (var account in accounts)
            _unsaved.TryRemove(account.Key, out _);
        var isOffered = await Task.WhenAll(accounts.Select(CollectAsync));
        return accounts.Where((_, i) => !isOffered[i]);
    }

    private async Task<bool> CollectAsync(KeyValuePair<(string Tenant, string Account), bool> account)
    {
        try
        {
            await grains.Get<IAccountGrain>(Keys.Grain(account.Key.Tenant, account.Key.Account)).Flush(isWhole: account.Value);
            return true;
        }
        catch (Exception error) when (error is not OutOfMemoryException)
        {
            LogNotOffered(account.Key.Tenant, account.Key.Account, error);
            return false;
        }
    }

    private async Task SaveAsync()
    {
        while (_offered.TryDequeue(out var write))
            _writes.Add(write);
        if (_writes.Count > 0)
        {
            var outcomes = await store.SaveAsync([.. _writes.Select(w => w.Write)]);
            for (var i = 0; i < outcomes.Length; i++)
            {
                var write = _writes[i].Write;
                if (outcomes[i] == SnapshotOutcome.NeedsWhole)
                    _unsaved[(write.Tenant, write.Account)] = true;
                else if (outcomes[i] == SnapshotOutcome.Stale)
                    LogStale(write.Tenant, write.Account);
                else
                    contributions.NoteStored(write.Tenant, write.Account, Keys.TerritoryGrainKey(write.Stamp.Territory));
            }
            foreach (var (write, former) in _writes)
                TellTerritories(write, former);
            _writes.Clear();
        }
    }

    // A territory that was activated in between has read older rows, so it is told the contribution or the departure again.
    private void TellTerritories(SnapshotWrite write, string? former)
    {
        _territories.TryRemove(new((write.Tenant, write.Account), (write.Stamp.Territory, write)));
        Send(write.Stamp.Territory, ContributionCodec.Read(write.Contribution));
        if (former != write.Stamp.Territory)
            Send(former, null);

        void Send(string? territory, Views.Contribution? contribution) => contributions.Send(
            write.Tenant, Keys.TerritoryGrainKey(territory),
            new ContributionUpsert(write.Account, AccountViews.Version(write.Stamp), contribution, default), isStored: true);
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "Snapshots could not be written; the next round tries again")]
    private partial void LogFailed(Exception error);

    [LoggerMessage(Level = LogLevel.Error,
        Message = "{Tenant}/{Account}: the account could not be asked for its snapshot; the next round tries again")]
    private partial void LogNotOffered(string tenant, string account, Exception error);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Tenant}/{Account}: a newer snapshot is stored already")]
    private partial void LogStale(string tenant, string account);
}
