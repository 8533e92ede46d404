using System.Collections.Concurrent;
using System.Runtime.InteropServices;
using OneLead.Views;
using OneLead.Web.Access;
using OneLead.Web.ReadModel;

namespace OneLead.Web.Live;

/// <summary>The watched topics of those who see the same, and the path from what changes for them to these topics.</summary>
internal sealed class TopicScope(Visibility visibility)
{
    private readonly ConcurrentDictionary<string, LiveTopic> _topics = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, LiveTopic> _lists = new(StringComparer.Ordinal);

    public bool IsEmpty => _topics.IsEmpty;

    public IEnumerable<LiveTopic> Topics => _topics.Values;

    public LiveTopic? Find(string name) => _topics.GetValueOrDefault(name);

    public void Add(LiveTopic topic)
    {
        _topics[topic.Name] = topic;
        if (topic.IsList)
            _lists[topic.Name] = topic;
    }

    public void Remove(string name)
    {
        _topics.TryRemove(name, out _);
        _lists.TryRemove(name, out _);
    }

    /// <param name="change">The change as the visibility sees it.</param>
    /// <param name="at">When it happened.</param>
    public void Changed(AccountChange change, DateTimeOffset at)
    {
        var row = new TopicChange(TopicRowKind.Account, change.AccountId, change.Account, at);
        var isRowNew = change.Account != change.Previous;
        if (isRowNew && change.Account is { } now)
            Find(TopicCatalog.Territory(now.Territory))?.Offer(row);
        if (isRowNew && change.Previous is { } former && (change.Account is null || former.Territory != change.Account.Territory))
            Find(TopicCatalog.Territory(former.Territory))?.Offer(row with { Row = null });
        if (isRowNew && !visibility.SeesAllAccounts)
            RollUp(change, at);
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

    // The sums of the accounts that are seen change with these accounts, not with the roll-ups of all.
    private void RollUp(AccountChange change, DateTimeOffset at)
    {
        Find(TopicCatalog.Portfolio)?.OfferState();
        foreach (var territory in new[] { change.Previous, change.Account }.OfType<AccountRow>().Select(a => a.Territory).Distinct())
            Find(TopicCatalog.Territory(territory))?.Offer(
                new TopicChange(TopicRowKind.Territory, Keys.TerritoryGrainKey(territory), null, at));
        if (change.Previous is not null && change.Account is not null)
            return;
        // It came or went with its past changes and its items.
        foreach (var (name, topic) in _topics)
        {
            if (name == TopicCatalog.Changes || TopicCatalog.ItemIn(name) is not null)
                topic.OfferState();
        }
    }
}
