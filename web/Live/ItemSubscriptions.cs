using System.Collections.Concurrent;
using System.Text.Json;
using Microsoft.AspNetCore.SignalR;
using OneLead.Grains;
using OneLead.Views;
using OneLead.Web.Items;
using OneLead.Web.ReadModel;

namespace OneLead.Web.Live;

/// <summary>Hears of changes of watched items; must return at once.</summary>
internal interface IItemListener
{
    /// <summary>Whether somebody watches the item on this node.</summary>
    bool IsWatched(string id);

    /// <param name="item">Null: the item is gone.</param>
    void ItemChanged(string id, ItemView? item);
}

/// <summary>
/// Subscribes this node to the item actors that its dashboards watch, once per item, and renews the leases. A renewal also
/// reads the item again, so a lost notification is repaired within a minute.
/// </summary>
/// <param name="listener">Lazy, because the listener reads the subscriptions.</param>
internal sealed partial class ItemSubscriptions(
    IGrainFactory grains, Lazy<IItemListener> listener, TimeProvider clock, ILogger<ItemSubscriptions> log) : BackgroundService
{
    /// <summary>Well below the five minutes after which an item actor drops an observer.</summary>
    private static readonly TimeSpan Renewal = TimeSpan.FromMinutes(1);

    private static readonly JsonElement Gone = JsonElement.Parse("null");

    private readonly ConcurrentDictionary<string, Subscription> _subscriptions = new(StringComparer.Ordinal);

    /// <summary>The item as JSON, as GET /items/{id} returns it; JSON null once it is gone, and for those who do not see it.</summary>
    public object State(string id, VisibleModel model) => Item(id, model) is { } item ? ItemJson.Of(item) : Gone;

    /// <summary>A subscribed item; null if it is gone or not seen.</summary>
    public ItemView? Item(string id, VisibleModel model) =>
        _subscriptions.TryGetValue(id, out var subscription) && subscription.Item is { } item && model.Sees(item) ? item : null;

    /// <summary>Subscribes to an item, unless this node has already done so.</summary>
    /// <exception cref="HubException">There is no such item, or its actor does not answer.</exception>
    public async Task OpenAsync(string id)
    {
        var subscription = _subscriptions.GetOrAdd(id, key => new Subscription(key, listener));
        subscription.LastOpened = clock.GetTimestamp();
        try
        {
            if (await RenewAsync(subscription))
                return;
        }
        catch (Exception e)
        {
            LogFailed(e, id);
            throw new HubException($"The item '{id}' cannot be watched at the moment. Try again.");
        }
        await CloseAsync(subscription);
        throw NoItem(id);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Renewal, clock);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            foreach (var subscription in _subscriptions.Values)
            {
                try
                {
                    if (listener.Value.IsWatched(subscription.Id))
                        await RenewAsync(subscription);
                    else if (clock.GetElapsedTime(subscription.LastOpened) > Renewal)
                        await CloseAsync(subscription);
                }
                catch (Exception e)
                {
                    LogFailed(e, subscription.Id);
                }
            }
        }
    }

    public static HubException NoItem(string id) => new($"There is no item '{id}'.");

    private async Task<bool> RenewAsync(Subscription subscription)
    {
        subscription.Reference ??= grains.CreateObjectReference<IItemObserver>(subscription);
        var changes = subscription.Changes;
        var item = await Grain(subscription.Id).Watch(subscription.Reference);
        // A notification that came meanwhile is newer than what was read.
        if (subscription.Changes == changes)
            await subscription.Changed(item);
        return item is not null;
    }

    private async Task CloseAsync(Subscription subscription)
    {
        _subscriptions.TryRemove(subscription.Id, out _);
        if (subscription.Reference is not { } reference)
            return;
        await Grain(subscription.Id).Unwatch(reference);
        grains.DeleteObjectReference<IItemObserver>(reference);
    }

    private IItemGrain Grain(string id) => grains.GetGrain<IItemGrain>(Keys.Grain(Keys.DefaultTenant, id));

    [LoggerMessage(Level = LogLevel.Warning, Message = "The subscription to item {id} could not be renewed; the next renewal tries again")]
    private partial void LogFailed(Exception e, string id);

    private sealed class Subscription(string id, Lazy<IItemListener> listener) : IItemObserver
    {
        public string Id => id;

        public ItemView? Item { get; private set; }

        public IItemObserver? Reference { get; set; }

        public long LastOpened { get; set; }

        /// <summary>Counts notifications.</summary>
        public int Changes { get; private set; }

        public Task Changed(ItemView? item)
        {
            Changes++;
            if (AreEqual(item, Item))
                return Task.CompletedTask;
            Item = item;
            listener.Value.ItemChanged(id, item);
            return Task.CompletedTask;
        }

        // The equality of the record compares its collections by reference.
        private static bool AreEqual(ItemView? a, ItemView? b) => a is null || b is null
            ? a == b
            : a with { Leads = b.Leads, Fields = b.Fields } == b && a.Leads.SequenceEqual(b.Leads)
                && a.Fields.ToJson() == b.Fields.ToJson();
    }
}
