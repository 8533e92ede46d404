using OneLead.Views;
using Orleans.Concurrency;

namespace OneLead.Grains;

/// <summary>An installed item that callers read and watch. Its account holds its record. Key: tenant/vendor:serial.</summary>
[Alias("item")]
public interface IItemGrain : IGrainWithStringKey
{
    /// <summary>Returns the item, or null if no account owns it.</summary>
    [Alias("get")] Task<ItemView?> Get();

    /// <summary>Calls the observer on each change for five minutes. Call again to renew.</summary>
    [Alias("watch")] Task<ItemView?> Watch(IItemObserver observer);

    [Alias("unwatch")] Task Unwatch(IItemObserver observer);

    /// <summary>Receives the item from its account; null if the account no longer has it.</summary>
    /// <remarks>One-way: the item calls its account, so the account must not wait for the item.</remarks>
    [Alias("changed"), OneWay] Task Changed(ItemView? item, StateVersion version);
}

/// <summary>Receives an item's changes.</summary>
[Alias("item-observer")]
public interface IItemObserver : IGrainObserver
{
    [Alias("changed")] Task Changed(ItemView? item);
}
