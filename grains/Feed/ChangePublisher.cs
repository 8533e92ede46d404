using System.Collections.Concurrent;
using System.Collections.Immutable;
using Microsoft.Extensions.Logging;

namespace OneLead.Feed;

/// <summary>Sends the changes of this silo's grains to the subscribers on this silo and to those of other silos.</summary>
internal sealed class ChangePublisher(TimeProvider time, ILogger<ChangePublisher> log) : IChangePublisher
{
    // Another silo that falls further behind reads the state of the accounts instead.
    private const int MostWaitingForPeer = 20_000;

    private readonly ConcurrentDictionary<string, ImmutableArray<ChangeSubscription>> _local = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, ImmutableArray<ChangeSubscription>> _peers = new(StringComparer.Ordinal);

    public void Publish(string tenant, Change change)
    {
        foreach (var subscription in _local.GetValueOrDefault(tenant, []))
            subscription.Add(change);
        foreach (var subscription in _peers.GetValueOrDefault(tenant, []))
            subscription.Add(change);
    }

    /// <summary>Completes when every subscriber on this silo has taken everything that was published before the call.</summary>
    public Task WhenSentAsync(string tenant) =>
        Task.WhenAll(_local.GetValueOrDefault(tenant, []).Select(static s => s.WhenSentAsync()));

    public IDisposable Subscribe(string tenant, IChangeSubscriber subscriber)
    {
        var subscription = new ChangeSubscription(subscriber, time, log);
        Add(_local, tenant, subscription);
        return new Unsubscriber(() => Remove(_local, tenant, subscription));
    }

    public ChangeSubscription AddPeer(string tenant, IChangeSubscriber peer)
    {
        var subscription = new ChangeSubscription(peer, time, log, MostWaitingForPeer);
        Add(_peers, tenant, subscription);
        return subscription;
    }

    public void RemovePeer(string tenant, ChangeSubscription subscription) => Remove(_peers, tenant, subscription);

    private static void Add(
        ConcurrentDictionary<string, ImmutableArray<ChangeSubscription>> all, string tenant, ChangeSubscription subscription) =>
        all.AddOrUpdate(tenant, [subscription], (_, others) => others.Add(subscription));

    private static void Remove(
        ConcurrentDictionary<string, ImmutableArray<ChangeSubscription>> all, string tenant, ChangeSubscription subscription)
    {
        all.AddOrUpdate(tenant, [], (_, others) => others.Remove(subscription));
        subscription.Dispose();
    }

    private sealed class Unsubscriber(Action unsubscribe) : IDisposable
    {
        public void Dispose() => unsubscribe();
    }
}
