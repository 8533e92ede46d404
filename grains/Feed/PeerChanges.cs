using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using OneLead.Grains;

namespace OneLead.Feed;

/// <summary>The changes of other silos that this silo follows.</summary>
internal sealed class PeerChanges(PeerSilos silos, TimeProvider time, ILogger<PeerChanges> log) : IPeerChanges
{
    private readonly Lock _gate = new();
    private ImmutableArray<PeerFollowing> _followings = [];
    private long _lastSubscription;

    public IDisposable Follow(string tenant, IPeerFollower follower)
    {
        var following = new PeerFollowing(this, tenant, follower, silos, time, log);
        lock (_gate)
            _followings = _followings.Add(following);
        following.Start();
        return following;
    }

    public void Remove(PeerFollowing following)
    {
        lock (_gate)
            _followings = _followings.Remove(following);
    }

    public long NextSubscription() => Interlocked.Increment(ref _lastSubscription);

    /// <summary>See <see cref="IChangeFeed.Receive"/>.</summary>
    public async Task<bool> ReceiveAsync(FeedBatch batch)
    {
        foreach (var following in _followings)
        {
            if (following.Find(batch) is { } stream)
                return await stream.ReceiveAsync(batch);
        }
        return false;
    }

    /// <summary>Completes when the followers of a tenant have everything that other silos published before the call.</summary>
    public async Task WhenReceivedAsync(string tenant, CancellationToken cancellation)
    {
        foreach (var following in _followings)
        {
            if (following.Tenant == tenant)
                await following.WhenReceivedAsync(cancellation);
        }
    }

    /// <summary>Completes when what accounts of other silos contributed before the call is in the roll-ups.</summary>
    public async Task WhenContributedAsync(string tenant, CancellationToken cancellation)
    {
        foreach (var silo in silos.All)
            await silos.AskAsync(silo, feed => feed.HasContributed(tenant), cancellation);
    }
}
