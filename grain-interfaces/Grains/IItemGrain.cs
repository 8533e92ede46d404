using OneLead.Views;

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

    /// <summary>The account's word on the item; null when it has gone.</summary>
    [Alias("changed")] Task Changed(ItemView? item, long version);
}

/// <summary>Hears of an item's changes.</summary>
[Alias("item-observer")]
public interface IItemObserver : IGrainObserver
{
    [Alias("changed")] Task Changed(ItemView? item);
}
