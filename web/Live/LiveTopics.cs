using System.Collections.Concurrent;
using System.Globalization;
using Microsoft.AspNetCore.SignalR;
using OneLead.Sources.Imports;
using OneLead.Views;
using OneLead.Web.Access;
using OneLead.Web.Changes;
using OneLead.Web.ReadModel;

namespace OneLead.Web.Live;

/// <summary>
/// The watched topics, and the path from model changes to them. A topic exists while it is watched, once for all who see the same.
/// </summary>
internal sealed class LiveTopics(TopicCatalog catalog, TimeProvider clock, LiveMetrics metrics)
    : IModelListener, IImportListener, IChangeListener, IItemListener
{
    public const int MaxTopicsPerConnection = 64;

    private readonly Lock _gate = new();
    private readonly ConcurrentDictionary<Visibility, TopicScope> _scopes = new();
    private readonly ConcurrentDictionary<string, LiveConnection> _connections = new(StringComparer.Ordinal);
    private readonly string _start = clock.GetUtcNow().UtcTicks.ToString("x", CultureInfo.InvariantCulture);
    private int _epochs;
    private (DateOnly AsOf, string RulesVersion) _day;

    /// <summary>What a connection sees.</summary>
    /// <exception cref="HubException">The connection has ended, or the model is loading.</exception>
    public VisibleModel Model(string connectionId)
    {
        var connection = Find(connectionId);
        lock (_gate)
            return catalog.Model(connection.Visibility);
    }

    public void Connected(string id, LiveConnection connection)
    {
        _connections[id] = connection;
        metrics.Connections = _connections.Count;
    }

    public void Disconnected(string id)
    {
        if (!_connections.TryRemove(id, out var connection))
            return;
        lock (_gate)
        {
            foreach (var name in connection.Topics)
                Leave(name, connection);
        }
        metrics.Connections = _connections.Count;
    }

    /// <exception cref="HubException">
    /// There is no such topic or item, the model is loading, or the connection watches too many topics.
    /// </exception>
    public TopicState Watch(string name, string connectionId)
    {
        var connection = Find(connectionId);
        lock (_gate)
        {
            if (TopicCatalog.ItemIn(name) is { } item && !catalog.HasItem(item, connection.Visibility))
                throw ItemSubscriptions.NoItem(item);
            if (connection.Topics.Count >= MaxTopicsPerConnection && !connection.Topics.Contains(name))
                throw new HubException($"A connection watches at most {MaxTopicsPerConnection} topics.");
            // One that ended meanwhile has no topics, and would keep this one.
            if (!_connections.ContainsKey(connectionId))
                throw new HubException("The connection has ended.");
            var topic = Join(name, connection);
            connection.Topics.Add(name);
            return topic.Watch(connection);
        }
    }

    public void Unwatch(string name, string connectionId)
    {
        if (!_connections.TryGetValue(connectionId, out var connection))
            return;
        lock (_gate)
        {
            if (connection.Topics.Remove(name))
                Leave(name, connection);
        }
    }

    /// <summary>Gives a connection another visibility: each of its topics sends what that one sees, under another epoch.</summary>
    public void Show(string connectionId, Visibility visibility)
    {
        if (!_connections.TryGetValue(connectionId, out var connection))
            return;
        lock (_gate)
        {
            if (connection.Visibility.Equals(visibility))
                return;
            foreach (var name in connection.Topics)
                Leave(name, connection);
            connection.Visibility = visibility;
            foreach (var name in connection.Topics)
            {
                var topic = Join(name, connection);
                topic.Watch(connection);
                topic.CatchUp(connection);
            }
        }
    }

    /// <summary>Ends a connection: nothing more is sent on it.</summary>
    public void End(string connectionId)
    {
        var connection = _connections.GetValueOrDefault(connectionId);
        Disconnected(connectionId);
        connection?.End();
    }

    /// <summary>Ends the connections of callers who may not be here any more, and shows the others what they see now.</summary>
    /// <param name="current">A caller as of now; null for one who may not be here any more.</param>
    public void Recheck(Func<Caller, Caller?> current)
    {
        foreach (var (id, connection) in _connections)
        {
            if (current(connection.Caller) is not { } now)
                End(id);
            else
            {
                Show(id, now.Visibility);
            }
        }
    }

    /// <summary>Sends the heartbeat of every topic, and drops connections that are stuck. Called once a second.</summary>
    public void Beat()
    {
        foreach (var topic in AllTopics())
            topic.Beat();
        foreach (var connection in _connections.Values)
            connection.DropIfStuck();
    }

    public void Loaded(TenantModel model)
    {
        foreach (var topic in AllTopics())
            topic.Restart();
    }

    public void Changed(TenantModel model, AccountChange change)
    {
        var at = change.Account?.UpdatedAt ?? clock.GetUtcNow();
        foreach (var (visibility, scope) in _scopes)
        {
            if (VisibleChange.Of(model, change, visibility) is { } seen)
                scope.Changed(seen, at);
        }
    }

    public void Changed(TenantModel model, TerritoryRow territory)
    {
        foreach (var (visibility, scope) in _scopes)
        {
            if (visibility.SeesAllAccounts)
                scope.Find(TopicCatalog.Territory(territory.Name))?.Offer(
                    new TopicChange(TopicRowKind.Territory, territory.Id, territory, territory.UpdatedAt));
        }
    }

    public void Changed(TenantModel model, PortfolioView portfolio)
    {
        var isNewDay = _day != (portfolio.AsOf, portfolio.RulesVersion);
        _day = (portfolio.AsOf, portfolio.RulesVersion);
        foreach (var (visibility, scope) in _scopes)
        {
            // Other sums than those of all accounts change with the accounts.
            if (visibility.SeesAllAccounts || isNewDay)
                scope.Find(TopicCatalog.Portfolio)?.Offer(new TopicChange(
                    TopicRowKind.Portfolio, TopicCatalog.Portfolio, portfolio, portfolio.UpdatedAt));
        }
    }

    public void Happened(BandChange change)
    {
        foreach (var (visibility, scope) in _scopes)
        {
            if (scope.Find(TopicCatalog.Changes) is { } topic && catalog.Model(visibility).Sees(change.Account.Id))
                topic.Offer(new TopicChange(TopicRowKind.Change, change.Id, change, change.Cause?.At ?? change.At));
        }
    }

    public bool IsWatched(string id)
    {
        foreach (var (_, scope) in _scopes)
        {
            if (scope.Find(TopicCatalog.Item(id)) is not null)
                return true;
        }
        return false;
    }

    public void ItemChanged(string id, ItemView? item)
    {
        foreach (var (visibility, scope) in _scopes)
        {
            if (scope.Find(TopicCatalog.Item(id)) is { } topic)
                topic.Offer(new TopicChange(
                    TopicRowKind.Item, id, item is not null && catalog.Model(visibility).Sees(item) ? item : null, clock.GetUtcNow()));
        }
    }

    public void Moved(ImportJob job)
    {
        foreach (var (_, scope) in _scopes)
            scope.Find(TopicCatalog.Imports)?.Offer(new TopicChange(TopicRowKind.Import, job.Id, job, clock.GetUtcNow()));
    }

    private LiveConnection Find(string connectionId) =>
        _connections.GetValueOrDefault(connectionId) ?? throw new HubException("The connection has ended.");

    private IEnumerable<LiveTopic> AllTopics() => _scopes.Values.SelectMany(s => s.Topics);

    private string NewEpoch() => string.Create(CultureInfo.InvariantCulture, $"{_start}-{Interlocked.Increment(ref _epochs)}");

    private LiveTopic Join(string name, LiveConnection connection)
    {
        if (_scopes.GetValueOrDefault(connection.Visibility)?.Find(name) is { } known)
            return known;
        var content = catalog.Find(name, connection.Visibility) ?? throw new HubException($"There is no topic '{name}'.");
        var topic = new LiveTopic(name, content, NewEpoch, clock, metrics);
        _scopes.GetOrAdd(connection.Visibility, static v => new TopicScope(v)).Add(topic);
        _ = topic.PumpAsync();
        return topic;
    }

    private void Leave(string name, LiveConnection connection)
    {
        if (_scopes.GetValueOrDefault(connection.Visibility) is not { } scope || scope.Find(name) is not { } topic
            || !topic.Unwatch(connection))
            return;
        scope.Remove(name);
        if (scope.IsEmpty)
            _scopes.TryRemove(connection.Visibility, out _);
        topic.Close();
    }
}
