using Microsoft.Extensions.Logging;
using OneLead.Grains;
using OneLead.Territories;

namespace OneLead.Feed;

/// <summary>Takes the calls of other silos.</summary>
internal sealed class ChangeFeed(
    GrainId id, Orleans.Runtime.Silo silo, ILoggerFactory loggers, PeerSubscriptions subscriptions, PeerChanges changes,
    ContributionSender contributions) : GrainService(id, silo, loggers), IChangeFeed
{
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(1);

    public Task Subscribe(string tenant, FeedSubscription subscription)
    {
        subscriptions.Add(tenant, subscription);
        return Task.CompletedTask;
    }

    public Task<bool> Receive(FeedBatch batch) => changes.ReceiveAsync(batch);

    public Task<bool> HasSent(string tenant, FeedSubscription subscription) => subscriptions.HasSentAsync(tenant, subscription);

    public async Task<bool> HasContributed(string tenant)
    {
        var arrived = contributions.WhenArrivedAsync(tenant);
        await Task.WhenAny(arrived, Task.Delay(LongestWait));
        return arrived.IsCompleted;
    }
}
