using Microsoft.Extensions.Logging;
using OneLead.Events;
using OneLead.Grains;
using OneLead.Views;
using Orleans.Utilities;

namespace OneLead.Items;

// Deactivated early: an idle item uses memory, and there may be millions.
[CollectionAgeLimit(Minutes = 6)]
internal sealed class ItemGrain(IIngest ingest, ILogger<ItemGrain> log) : Grain, IItemGrain
{
    private static readonly TimeSpan Lease = TimeSpan.FromMinutes(5);

    private ObserverManager<IItemObserver>? _observers;
    private StateVersion _version;

    public async Task<ItemView?> Get() => await FindOwnerAsync() is { } owner ? await owner.Item(Id) : null;

    public async Task<ItemView?> Watch(IItemObserver observer)
    {
        (_observers ??= new(Lease, log)).Subscribe(observer, observer);
        return await FindOwnerAsync() is { } owner ? await owner.WatchItem(Id) : null;
    }

    public Task Unwatch(IItemObserver observer)
    {
        _observers?.Unsubscribe(observer);
        return Task.CompletedTask;
    }

    public Task Changed(ItemView? item, StateVersion version)
    {
        if (version <= _version || _observers is null)
            return Task.CompletedTask;
        _version = version;
        return _observers.Notify(o => o.Changed(item));
    }

    private string Id => Keys.Split(this.GetPrimaryKeyString()).Key;

    private async Task<IAccountGrain?> FindOwnerAsync()
    {
        var (tenant, item) = Keys.Split(this.GetPrimaryKeyString());
        return await ingest.FindOwnerAsync(tenant, EventKind.Item, item) is { } account
            ? GrainFactory.Get<IAccountGrain>(Keys.Grain(tenant, account))
            : null;
    }
}
