using System.Collections.Immutable;
using Orleans.Services;

namespace OneLead.Grains;

/// <summary>A subscription of another silo to a silo's changes.</summary>
/// <param name="Silo">The silo that reads.</param>
/// <param name="Number">Chosen by the silo that reads. A later subscription replaces an earlier one.</param>
[GenerateSerializer, Immutable, Alias("feed-subscription")]
public readonly record struct FeedSubscription([property: Id(0)] SiloAddress Silo, [property: Id(1)] long Number);

/// <summary>Changes of one silo on their way to another.</summary>
/// <param name="From">The silo whose grains changed.</param>
/// <param name="Subscription">The number of the subscription.</param>
/// <param name="Number">1, 2, 3 … within the subscription.</param>
[GenerateSerializer, Immutable, Alias("feed-batch")]
public sealed record FeedBatch(
    [property: Id(0)] SiloAddress From, [property: Id(1)] string Tenant, [property: Id(2)] long Subscription, [property: Id(3)] long Number,
    [property: Id(4)] ImmutableArray<Change> Changes);

/// <summary>Exchanges changes with the other silos. One on each silo.</summary>
[Alias("change-feed")]
public interface IChangeFeed : IGrainService
{
    /// <summary>Has this silo send every later change of a tenant, and an empty batch each second.</summary>
    [Alias("subscribe"), ResponseTimeout("00:00:05")] Task Subscribe(string tenant, FeedSubscription subscription);

    /// <summary>Takes a batch of another silo. Completes when this silo's readers have it.</summary>
    /// <returns>False if this silo does not have the subscription: the sender ends it.</returns>
    [Alias("receive"), ResponseTimeout("00:00:10")] Task<bool> Receive(FeedBatch batch);

    /// <summary>Waits a short time until the subscriber has taken everything that this silo published before the call.</summary>
    /// <returns>False if it has not; ask again.</returns>
    [Alias("has-sent"), ResponseTimeout("00:00:05")] Task<bool> HasSent(string tenant, FeedSubscription subscription);

    /// <summary>Waits a short time until the contributions that accounts of this silo sent before the call are in the roll-ups.</summary>
    /// <returns>False if they are not; ask again.</returns>
    [Alias("has-contributed"), ResponseTimeout("00:00:05")] Task<bool> HasContributed(string tenant);
}
