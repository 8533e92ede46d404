using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using OneLead.Grains;
using OneLead.Views;
using Orleans.Utilities;

namespace OneLead.Feed;

internal sealed class FeedGrain(TimeProvider time, ILogger<FeedGrain> log) : Grain, IFeedGrain
{
    private static readonly TimeSpan Lease = TimeSpan.FromMinutes(1);

    private readonly Dictionary<string, long> sequences = new(StringComparer.Ordinal);
    private readonly Dictionary<string, long> versions = new(StringComparer.Ordinal);
    private ObserverManager<IFeedObserver> observers = null!;
    private string epoch = "";

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        observers = new ObserverManager<IFeedObserver>(Lease, log);
        epoch = time.GetUtcNow().UtcTicks.ToString("x", System.Globalization.CultureInfo.InvariantCulture);
        return Task.CompletedTask;
    }

    public Task<FeedPosition> Watch(IFeedObserver observer)
    {
        observers.Subscribe(observer, observer);
        return Task.FromResult(new FeedPosition(epoch, sequences.ToImmutableDictionary(), versions.ToImmutableDictionary()));
    }

    public Task Unwatch(IFeedObserver observer)
    {
        observers.Unsubscribe(observer);
        return Task.CompletedTask;
    }

    public Task Account(AccountDelta delta)
    {
        versions[delta.AccountId] = delta.Version;
        return Tell(new Change("accounts", epoch, Next("accounts"), delta, null, null, null));
    }

    public Task Territory(TerritoryRow row) => Tell(new Change("territories", epoch, Next("territories"), null, row, null, null));

    public Task Portfolio(PortfolioView view) => Tell(new Change("portfolio", epoch, Next("portfolio"), null, null, view, null));

    public Task Tenant(TenantView view) => Tell(new Change("tenant", epoch, Next("tenant"), null, null, null, view));

    private long Next(string topic) => sequences[topic] = sequences.GetValueOrDefault(topic) + 1;

    private Task Tell(Change change) => observers.Notify(o => o.OnChange(change));
}
