using OneLead.Views;
using Orleans.Concurrency;

namespace OneLead.Grains;

/// <summary>One installed item: changed, asked and watched here; its record lives in its account. Key: tenant/vendor:serial.</summary>
[Alias("item")]
public interface IItemGrain : IGrainWithStringKey
{
    /// <summary>The item as it stands, or null when nobody owns it.</summary>
    [Alias("get")] Task<ItemView?> Get();

    /// <summary>Calls the observer on each change until its lease ends (five minutes; watch again to renew).</summary>
    [Alias("watch")] Task<ItemView?> Watch(IItemObserver observer);

    [Alias("unwatch")] Task Unwatch(IItemObserver observer);

    /// <summary>Notes the item as its account has it; null when it has gone.</summary>
    /// <remarks>One-way: the item calls its account, so the account must not wait for the item.</remarks>
    [Alias("changed"), OneWay] Task Changed(ItemView? item, StateVersion version);
}

/// <summary>Hears of an item's changes.</summary>
[Alias("item-observer")]
public interface IItemObserver : IGrainObserver
{
    [Alias("changed")] Task Changed(ItemView? item);
}
