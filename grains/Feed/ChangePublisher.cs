using System.Collections.Concurrent;
using System.Collections.Immutable;
using Microsoft.Extensions.Logging;

namespace OneLead.Feed;

/// <summary>Sends the changes of this silo's grains to its subscribers.</summary>
internal sealed class ChangePublisher(TimeProvider time, ILogger<ChangePublisher> log) : IChangePublisher
{
    private readonly ConcurrentDictionary<string, ImmutableArray<ChangeSubscription>> _subscriptions = new(StringComparer.Ordinal);

    public void Publish(string tenant, Change change)
    {
        foreach (var subscription in _subscriptions.GetValueOrDefault(tenant, []))
            subscription.Add(change);
    }

    /// <summary>Completes when every subscriber has taken everything that was published before the call.</summary>
    public Task WhenSentAsync(string tenant) =>
        Task.WhenAll(_subscriptions.GetValueOrDefault(tenant, []).Select(static s => s.WhenSentAsync()));

    public IDisposable Subscribe(string tenant, IChangeSubscriber subscriber)
    {
        var subscription = new ChangeSubscription(subscriber, time, log);
        _subscriptions.AddOrUpdate(tenant, [subscription], (_, all) => all.Add(subscription));
        return new Unsubscriber(() =>
        {
            _subscriptions.AddOrUpdate(tenant, [], (_, all) => all.Remove(subscription));
            subscription.Dispose();
        });
    }

    private sealed class Unsubscriber(Action unsubscribe) : IDisposable
    {
        public void Dispose() => unsubscribe();
    }
}
