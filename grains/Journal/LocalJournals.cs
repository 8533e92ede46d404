using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using OneLead.Deliveries;
using OneLead.Feed;
using OneLead.Matching;
using OneLead.Nodes;
using OneLead.Snapshots;
using OneLead.Storage;

namespace OneLead.Journal;

/// <summary>The journals that this silo writes. Callers on the silo append to them without a grain call.</summary>
internal sealed class LocalJournals(
    IJournal journal, ISnapshotStore snapshots, JournalTails tails, SnapshotWriter writer, ChangePublisher changes, MatchingLoop matching,
    ClusterNodes nodes, ISealStore seals, MasterKey key, IGrainFactory grains, TimeProvider time, ILogger<TenantJournal> log)
{
    private readonly ConcurrentDictionary<string, TenantJournal> _open = new(StringComparer.Ordinal);

    public IEnumerable<TenantJournal> All => _open.Values;

    public TenantJournal? Find(string tenant) => _open.GetValueOrDefault(tenant);

    public async Task<TenantJournal> OpenAsync(string tenant, CancellationToken cancellation)
    {
        var tail = tails.Of(tenant);
        var queue = new DeliveryQueue();
        var unflushed = new UnflushedAccounts(tenant, snapshots, time);
        var tenantRows = new TenantRowDelivery(tenant, tail, queue, unflushed, snapshots, writer, changes, time, log);
        var workers = new DeliveryWorkers(tenant, queue, grains, time, log);
        var sealer = new JournalSealer(tenant, seals, key, time, log);
        var opened = new TenantJournal(
            tenant, tail, queue, unflushed, tenantRows, workers, matching, nodes, sealer, journal, snapshots, time, log);
        await opened.OpenAsync(cancellation);
        _open[tenant] = opened;
        return opened;
    }

    /// <summary>Stops the deliveries of every journal of this silo.</summary>
    public Task CloseAllAsync() => Task.WhenAll(_open.Select(o => CloseAsync(o.Key, o.Value)));

    /// <summary>Sends callers to the grain, which becomes the writer again.</summary>
    public void Fenced(string tenant, TenantJournal fenced)
    {
        fenced.IsFenced = true;
        _open.TryRemove(new(tenant, fenced));
    }

    public async Task CloseAsync(string tenant, TenantJournal closed)
    {
        _open.TryRemove(new(tenant, closed));
        await closed.DisposeAsync();
    }
}
