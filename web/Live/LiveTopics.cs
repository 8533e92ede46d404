using System.Collections.Concurrent;
using System.Globalization;
using System.Runtime.InteropServices;
using Microsoft.AspNetCore.SignalR;
using OneLead.Sources.Imports;
using OneLead.Views;
using OneLead.Web.Changes;
using OneLead.Web.ReadModel;

namespace OneLead.Web.Live;

/// <summary>The watched topics, and the path from model changes to them. A topic exists while it is watched.</summary>
internal sealed class LiveTopics(TopicCatalog catalog, TimeProvider clock, LiveMetrics metrics)
    : IModelListener, IImportListener, IChangeListener, IItemListener
{
    public const int MaxTopicsPerConnection = 64;

    private readonly Lock _gate = new();
    private readonly ConcurrentDictionary<string, LiveTopic> _topics = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, LiveTopic> _lists = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, LiveConnection> _connections = new(StringComparer.Ordinal);
    private readonly string _start = clock.GetUtcNow().UtcTicks.ToString("x", CultureInfo.InvariantCulture);
    private int _epochs;

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

    /// <exception cref="HubException">There is no such topic, the model is loading, or the connection watches too many topics.</exception>
    public TopicState Watch(string name, string connectionId)
    {
        var connection = _connections.GetValueOrDefault(connectionId) ?? throw new HubException("The connection has ended.");
        var content = catalog.Find(name) ?? throw new HubException($"There is no topic '{name}'.");
        lock (_gate)
        {
            if (connection.Topics.Count >= MaxTopicsPerConnection && !connection.Topics.Contains(name))
                throw new HubException($"A connection watches at most {MaxTopicsPerConnection} topics.");
            if (!_topics.TryGetValue(name, out var topic))
            {
                _topics[name] = topic = new LiveTopic(name, content, NewEpoch, clock, metrics);
                if (topic.IsList)
                    _lists[name] = topic;
                _ = topic.PumpAsync();
            }
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

    /// <summary>Sends the heartbeat of every topic, and drops connections that are stuck. Called once a second.</summary>
    public void Beat()
    {
        foreach (var topic in _topics.Values)
            topic.Beat();
        foreach (var connection in _connections.Values)
            connection.DropIfStuck();
    }

    public void Loaded(TenantModel model)
    {
        foreach (var topic in _topics.Values)
            topic.Restart();
    }

    public void Changed(TenantModel model, AccountChange change)
    {
        var at = change.Account?.UpdatedAt ?? clock.GetUtcNow();
        var row = new TopicChange(TopicRowKind.Account, change.AccountId, change.Account, at);
        var isRowNew = change.Account != change.Previous;
        if (isRowNew && change.Account is { } now)
            Find(TopicCatalog.Territory(now.Territory))?.Offer(row);
        if (isRowNew && change.Previous is { } former && (change.Account is null || former.Territory != change.Account.Territory))
            Find(TopicCatalog.Territory(former.Territory))?.Offer(row with { Row = null });
        foreach (var (_, list) in change.Leads.Count > 0 ? _lists : [])
            list.Offer(change.Leads, at);
        foreach (var lead in change.Leads)
            Find(TopicCatalog.Lead(lead.Id))?.Offer(TopicChange.Of(in lead, at));
        var (account, leads) = (Find(TopicCatalog.Account(change.AccountId)), Find(TopicCatalog.Leads));
        if (account is null && leads is null)
            return;
        List<TopicChange> rows = isRowNew ? [row] : [];
        var own = rows.Count;
        rows.AddRange(change.Leads.Select(l => TopicChange.Of(in l, at)));
        if (rows.Count > 0)
            account?.Offer(CollectionsMarshal.AsSpan(rows));
        if (rows.Count > own)
            leads?.Offer(CollectionsMarshal.AsSpan(rows)[own..]);
    }

    public void Changed(TenantModel model, TerritoryRow territory) =>
        Find(TopicCatalog.Territory(territory.Name))?.Offer(
            new TopicChange(TopicRowKind.Territory, territory.Id, territory, territory.UpdatedAt));

    public void Changed(TenantModel model, PortfolioView portfolio) =>
        Find(TopicCatalog.Portfolio)?.Offer(new TopicChange(
            TopicRowKind.Portfolio, TopicCatalog.Portfolio, portfolio, portfolio.UpdatedAt));

    public void Happened(BandChange change) =>
        Find(TopicCatalog.Changes)?.Offer(new TopicChange(TopicRowKind.Change, change.Id, change, change.Cause?.At ?? change.At));

    public bool IsWatched(string id) => _topics.ContainsKey(TopicCatalog.Item(id));

    public void ItemChanged(string id, ItemView? item) =>
        Find(TopicCatalog.Item(id))?.Offer(new TopicChange(TopicRowKind.Item, id, item, clock.GetUtcNow()));

    public void Moved(ImportJob job) =>
        Find(TopicCatalog.Imports)?.Offer(new TopicChange(TopicRowKind.Import, job.Id, job, clock.GetUtcNow()));

    private LiveTopic? Find(string name) => _topics.GetValueOrDefault(name);

    private string NewEpoch() => string.Create(CultureInfo.InvariantCulture, $"{_start}-{Interlocked.Increment(ref _epochs)}");

    private void Leave(string name, LiveConnection connection)
    {
        if (_topics.TryGetValue(name, out var topic) && topic.Unwatch(connection) && _topics.TryRemove(name, out _))
        {
            _lists.TryRemove(name, out _);
            topic.Close();
        }
    }
}
