using System.Collections.Immutable;
using OneLead.Views;

namespace OneLead.Grains;

/// <summary>A change as observers hear it.</summary>
/// <param name="Topic">accounts, territories, portfolio or tenant.</param>
/// <param name="Epoch">Changes when the feed starts anew; sequences of different epochs do not compare.</param>
/// <param name="Sequence">1, 2, 3 … per topic and epoch: a gap means a lost change and asks for a fresh state.</param>
[GenerateSerializer, Immutable, Alias("change")]
public sealed record Change(
    [property: Id(0)] string Topic, [property: Id(1)] string Epoch, [property: Id(2)] long Sequence,
    [property: Id(3)] AccountDelta? Account, [property: Id(4)] TerritoryRow? Territory, [property: Id(5)] PortfolioView? Portfolio, [property: Id(6)] TenantView? Tenant);

/// <summary>Where a new observer stands.</summary>
/// <param name="Sequences">The last sequence of each topic.</param>
/// <param name="Versions">The version of every account that has changed since the feed started: a reader whose stored view is older asks the account.</param>
[GenerateSerializer, Immutable, Alias("feed-position")]
public sealed record FeedPosition([property: Id(0)] string Epoch, [property: Id(1)] ImmutableDictionary<string, long> Sequences, [property: Id(2)] ImmutableDictionary<string, long> Versions);

/// <summary>Hears of every change of a tenant. Must return at once.</summary>
[Alias("feed-observer")]
public interface IFeedObserver : IGrainObserver
{
    [Alias("on-change")] Task OnChange(Change change);
}

/// <summary>The tenant's stream of changes to its observers. Key: tenant.</summary>
[Alias("feed")]
public interface IFeedGrain : IGrainWithStringKey
{
    /// <summary>Subscribes until the lease ends (one minute; watch again with the same observer to renew, which keeps the position).</summary>
    [Alias("watch")] Task<FeedPosition> Watch(IFeedObserver observer);

    [Alias("unwatch")] Task Unwatch(IFeedObserver observer);

    [Alias("account")] Task Account(AccountDelta delta);

    [Alias("territory")] Task Territory(TerritoryRow row);

    [Alias("portfolio")] Task Portfolio(PortfolioView view);

    [Alias("tenant")] Task Tenant(TenantView view);
}
