using System.Collections.Concurrent;
using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using OneLead.Accounts;
using OneLead.Grains;
using OneLead.Storage;

namespace OneLead.Snapshots;

/// <summary>Writes accounts' snapshots behind the work, many in one commit. One per silo.</summary>
internal sealed partial class SnapshotWriter(ISnapshotStore store, IGrainFactory grains, TimeProvider time, ILogger<SnapshotWriter> log) : IDisposable
{
    /// <summary>The shortest time between two rounds. Default: half a second.</summary>
    public static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(500);

    private const int AccountsACommit = 500;

    private readonly ConcurrentDictionary<(string Tenant, string Account), bool> _unsaved = new();
    private readonly ConcurrentQueue<(SnapshotWrite Write, string? FormerTerritory)> _offered = new();
    private readonly ConcurrentDictionary<(string Tenant, string Account), (string? Territory, SnapshotWrite Write)> _territories = new();
    private readonly SemaphoreSlim _round = new(1);
    private long _marks;

    /// <summary>The number of accounts that wait to be written.</summary>
    public int Waiting => _unsaved.Count;

    /// <summary>Says that an account has something to store.</summary>
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
    public string? TerritoryOf(string tenant, string account, string? stored) => _territories.TryGetValue((tenant, account), out var waiting) ? waiting.Territory : stored;

    /// <summary>Writes until stopped.</summary>
    public async Task Run(CancellationToken stopping)
    {
        while (!stopping.IsCancellationRequested)
        {
            var started = time.GetTimestamp();
            try
            {
                await Flush();
            }
            catch (Exception error) when (error is not OutOfMemoryException)
            {
                LogFailed(error);
            }
            await Rest(time.GetElapsedTime(started) * 4, stopping);
        }
    }

    /// <summary>Writes everything that accounts hold now.</summary>
    public async Task Flush()
    {
        await _round.WaitAsync();
        try
        {
            do
            {
                foreach (var chunk in _unsaved.ToArray().Chunk(AccountsACommit))
                    await Write(chunk);
            }
            while (_unsaved.Values.Contains(true));
        }
        finally
        {
            _round.Release();
        }
    }

    public void Dispose() => _round.Dispose();

    // Under load a round takes longer; it must not take more than a fifth of the time. Once nothing comes any more, the next
    // round begins at once: what is written then need not be read from the journal after a crash.
    private async Task Rest(TimeSpan rest, CancellationToken stopping)
    {
        var isQuiet = false;
        for (var rested = TimeSpan.Zero; !stopping.IsCancellationRequested && (rested == TimeSpan.Zero || (rested < rest && !isQuiet)); rested += Pause)
        {
            var before = Interlocked.Read(ref _marks);
            await Task.Delay(Pause, time, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            isQuiet = Interlocked.Read(ref _marks) == before;
        }
    }

    private async Task Write(KeyValuePair<(string Tenant, string Account), bool>[] accounts)
    {
        foreach (var account in accounts)
            _unsaved.TryRemove(account.Key, out _);
        var writes = new List<(SnapshotWrite Write, string? FormerTerritory)>();
        ImmutableArray<SnapshotOutcome> outcomes;
        try
        {
            await Task.WhenAll(accounts.Select(a => grains.GetGrain<IAccountGrain>(Keys.Grain(a.Key.Tenant, a.Key.Account)).Flush(isWhole: a.Value)));
            while (_offered.TryDequeue(out var write))
                writes.Add(write);
            outcomes = await store.SaveAsync([.. writes.Select(w => w.Write)]);
        }
        catch
        {
            // Nothing is lost: the writes go again, before newer ones of the same accounts.
            var newer = _offered.ToArray();
            _offered.Clear();
            foreach (var write in writes.Concat(newer))
                _offered.Enqueue(write);
            foreach (var (key, isWhole) in accounts)
                _unsaved.AddOrUpdate(key, isWhole, (_, marked) => marked || isWhole);
            throw;
        }
        for (var i = 0; i < outcomes.Length; i++)
        {
            var write = writes[i].Write;
            if (outcomes[i] == SnapshotOutcome.NeedsWhole)
                _unsaved[(write.Tenant, write.Account)] = true;
            else if (outcomes[i] == SnapshotOutcome.Stale)
                LogStale(write.Tenant, write.Account);
        }
        await TellTerritories(writes);
    }

    // A territory that was activated in between has read older rows: it hears the contributions again, and which accounts left.
    private async Task TellTerritories(List<(SnapshotWrite Write, string? FormerTerritory)> writes)
    {
        var upserts = new Dictionary<(string Tenant, string Territory), List<ContributionUpsert>>();
        foreach (var (write, former) in writes)
        {
            _territories.TryRemove(new((write.Tenant, write.Account), (write.Stamp.Territory, write)));
            Add(write, write.Stamp.Territory, ContributionCodec.Read(write.Contribution));
            if (former != write.Stamp.Territory)
                Add(write, former, null);
        }
        await Task.WhenAll(upserts.Select(u => grains.GetGrain<ITerritoryGrain>(Keys.Grain(u.Key.Tenant, u.Key.Territory)).Upsert([.. u.Value], areStored: true)));

        void Add(SnapshotWrite write, string? territory, Views.Contribution? contribution)
        {
            if (!upserts.TryGetValue((write.Tenant, Keys.TerritoryGrainKey(territory)), out var list))
                upserts.Add((write.Tenant, Keys.TerritoryGrainKey(territory)), list = []);
            list.Add(new ContributionUpsert(write.Account, AccountViews.Version(write.Stamp), contribution, default));
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "Snapshots could not be written; the next round tries again")]
    private partial void LogFailed(Exception error);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Tenant}/{Account}: a newer snapshot is stored already")]
    private partial void LogStale(string tenant, string account);
}
