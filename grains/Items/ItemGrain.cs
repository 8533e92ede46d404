using Microsoft.Extensions.Logging;
using OneLead.Events;
using OneLead.Grains;
using OneLead.Views;
using Orleans.Utilities;

namespace OneLead.Items;

internal sealed class ItemGrain(IIngest ingest, ILogger<ItemGrain> log) : Grain, IItemGrain
{
    private ObserverManager<IItemObserver>? observers;
    private long version;

    public async Task<ItemView?> Get() => await Owner() is { } owner ? await owner.Item(Id) : null;

    public async Task<ItemView?> Watch(IItemObserver observer)
    {
        (observers ??= new(TimeSpan.FromMinutes(5), log)).Subscribe(observer, observer);
        if (await Owner() is not { } owner)
            return null;
        await owner.WatchItem(Id);
        return await owner.Item(Id);
    }

    public Task Unwatch(IItemObserver observer)
    {
        observers?.Unsubscribe(observer);
        return Task.CompletedTask;
    }

    public Task Changed(ItemView? item, long version)
    {
        if (version <= this.version || observers is null)
            return Task.CompletedTask;
        this.version = version;
        return observers.Notify(o => o.Changed(item));
    }

    private string Id => Keys.Split(this.GetPrimaryKeyString()).Key;

    private async Task<IAccountGrain?> Owner()
    {
        var (tenant, item) = Keys.Split(this.GetPrimaryKeyString());
        return await ingest.OwnerOf(tenant, EventKind.Item, item) is { } account ? GrainFactory.GetGrain<IAccountGrain>(Keys.Grain(tenant, account)) : null;
    }
}
