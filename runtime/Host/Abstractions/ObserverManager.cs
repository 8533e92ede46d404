using System.Collections;
using Microsoft.Extensions.Logging;
using Orleans.Runtime;

namespace Orleans.Utilities;

/// <summary>Observers of a grain, by the reference itself.</summary>
public class ObserverManager<TObserver>(TimeSpan expiration, ILogger log) : ObserverManager<IAddressable, TObserver>(expiration, log)
    where TObserver : notnull;

/// <summary>
/// Observers of a grain. A subscription that is not renewed expires; an observer that fails is removed. To be used from one grain alone;
/// changes during a notification are seen by the next one.
/// </summary>
public class ObserverManager<TIdentity, TObserver> : IEnumerable<TObserver> where TIdentity : notnull where TObserver : notnull
{
    private static readonly Action<ILogger, TIdentity, Exception?> s_removed =
        LoggerMessage.Define<TIdentity>(LogLevel.Debug, new EventId(1, "ObserverRemoved"), "Observer {Observer} was removed.");

    private readonly Dictionary<TIdentity, (TObserver Observer, DateTime LastSeen)> _observers = [];
    private readonly ILogger _log;

    /// <param name="expiration">How long a subscription lasts after it was last renewed.</param>
    /// <param name="log">Hears of removed observers.</param>
    public ObserverManager(TimeSpan expiration, ILogger log)
    {
        ArgumentNullException.ThrowIfNull(log);
        (ExpirationDuration, _log) = (expiration, log);
    }

    /// <summary>The clock. Default: the system's; set it to the process's TimeProvider.</summary>
    public Func<DateTime> GetDateTime { get; set; } = () => TimeProvider.System.GetUtcNow().UtcDateTime;

    /// <summary>How long a subscription lasts after it was last renewed.</summary>
    public TimeSpan ExpirationDuration { get; set; }

    /// <summary>Subscriptions, expired ones included until they are cleared.</summary>
    public int Count => _observers.Count;

    /// <summary>A copy of the subscriptions.</summary>
    public IReadOnlyDictionary<TIdentity, TObserver> Observers => _observers.ToDictionary(entry => entry.Key, entry => entry.Value.Observer);

    /// <summary>Removes all.</summary>
    public void Clear() => _observers.Clear();

    /// <summary>Adds or renews a subscription.</summary>
    public void Subscribe(TIdentity id, TObserver observer) => _observers[id] = (observer, GetDateTime());

    /// <summary>Removes a subscription.</summary>
    public void Unsubscribe(TIdentity id) => _observers.Remove(id);

    /// <summary>Calls the observers one after another, and removes those that fail or expired.</summary>
    public async Task Notify(Func<TObserver, Task> notification, Func<TObserver, bool>? predicate = null)
    {
        ArgumentNullException.ThrowIfNull(notification);
        ClearExpired();
        foreach (var (id, (observer, _)) in _observers.ToArray())
        {
            if (predicate is not null && !predicate(observer)) continue;
            try
            {
                await notification(observer);
            }
            catch (Exception exception)
            {
                Remove(id, exception);
            }
        }
    }

    /// <summary>Removes expired subscriptions.</summary>
    public void ClearExpired()
    {
        var oldest = GetDateTime() - ExpirationDuration;
        foreach (var (id, (_, lastSeen)) in _observers)
            if (lastSeen < oldest) Remove(id, null);
    }

    /// <inheritdoc/>
    public IEnumerator<TObserver> GetEnumerator() => _observers.Values.Select(entry => entry.Observer).ToList().GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private void Remove(TIdentity id, Exception? exception)
    {
        if (_observers.Remove(id)) s_removed(_log, id, exception);
    }
}
