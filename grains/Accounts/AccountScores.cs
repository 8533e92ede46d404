using OneLead.Events;
using OneLead.Rules;
using OneLead.Tenants;
using OneLead.Views;

namespace OneLead.Accounts;

/// <summary>The items of an account with their assessments and leads, and what they add up to. Only what a change affects is computed again.</summary>
internal sealed class AccountScores(
    string account, IReadOnlySet<string> keys, AccountRecords records, LeadWorkflows workflows, AccountChanges changes)
{
    private readonly Dictionary<string, AccountItem> _items = new(StringComparer.Ordinal);
    private readonly HashSet<AccountItem> _outdated = [];
    private TenantState? _tenant;
    private AccountPoints _points;
    private RuleSet? _rules;

    public IReadOnlyDictionary<string, AccountItem> Items => _items;

    public AccountTotals Totals { get; } = new();

    /// <summary>What the rules saw of the account when its scores were last computed.</summary>
    public AccountFacts Facts { get; private set; } = AccountFacts.Empty;

    /// <summary>The tenant state under which the scores stand.</summary>
    public TenantState Tenant => _tenant ?? throw new InvalidOperationException("The account has not been computed yet.");

    /// <summary>The last tenant row under which the scores stand; 0 before any.</summary>
    public long TenantSequence => _tenant?.Sequence ?? 0;

    /// <summary>The account's territory, which its leads and entities have, too.</summary>
    public string? Territory { get; private set; }

    public IEnumerable<LeadRow> Leads => _items.Values.SelectMany(i => i.Leads);

    public AccountItem? Find(string item) => _items.GetValueOrDefault(item);

    public LeadRow? FindLead(string lead) => Keys.TryParseLead(lead) is { } parsed ? Find(parsed.Item)?.Lead(parsed.Type) : null;

    public AccountFacts FactsUnder(TenantState tenant) => Totals.Facts(records, _items.Count, tenant);

    /// <summary>Notes that a record came, changed or left.</summary>
    public void Touch(EntityKey key)
    {
        Totals.Touch(key);
        if (key.Kind != EventKind.Item)
            return;
        if (records.Find(key) is { Exists: true } record)
            Put(record);
        else
            Leave(key.Id);
    }

    /// <summary>Has an item's leads scored again.</summary>
    public void Outdate(AccountItem item) => _outdated.Add(item);

    /// <summary>Brings every score up to a tenant state.</summary>
    public void Recompute(TenantState tenant)
    {
        if (!ReferenceEquals(_tenant, tenant))
        {
            _outdated.UnionWith(_items.Values.Where(i => i.IsDue(_tenant, tenant)));
            _tenant = tenant;
        }
        foreach (var item in _outdated)
            Assess(item, tenant);
        Facts = FactsUnder(tenant);
        // The account's own points can move all of its leads' scores; mostly they move none.
        var points = LeadRules.AccountPoints(Facts, tenant.Rules, tenant.AsOf);
        var hasNewRules = !ReferenceEquals(_rules, tenant.Rules);
        var territory = AccountTerritory.Of(account, records.Field("territory").Text, Totals.Territory, keys);
        var hasMoved = territory != Territory;
        Territory = territory;
        if (points != _points || hasNewRules || hasMoved)
            _outdated.UnionWith(_items.Values);
        foreach (var item in _outdated)
            Score(item, tenant);
        if (hasNewRules)
            Totals.Recount(Leads, Currency);
        if (hasMoved)
            changes.AddEndings(_items.Values.Where(i => i.EndsSoon).Select(i => i.Record.Id));
        if (hasNewRules || hasMoved)
            changes.AddEntities(records.All.Where(r => r.Kind.IsLive()).Select(r => new EntityKey(r.Kind, r.Id)));
        (_points, _rules) = (points, tenant.Rules);
        _outdated.Clear();
    }

    private void Assess(AccountItem item, TenantState tenant)
    {
        var (before, endOfLife, endedSoon) = (item.Assessment.IsPastEndOfLife, item.Terms.EndOfLife, item.EndsSoon);
        item.Assess(tenant);
        Totals.EndOfLife(endOfLife, item.Terms.EndOfLife);
        Totals.PastEndOfLife(before, item.Assessment.IsPastEndOfLife);
        changes.AddItem(item.Record.Id);
        if (endedSoon || item.EndsSoon)
            changes.AddEnding(item.Record.Id);
    }

    private void Score(AccountItem item, TenantState tenant)
    {
        foreach (var type in AccountItem.Types)
        {
            var before = item.Lead(type);
            if (!item.Score(type, account, Territory, Facts, tenant, workflows.Find(Keys.Lead(item.Record.Id, type))))
                continue;
            var after = item.Lead(type);
            changes.AddLead((after ?? before)!.Id);
            Totals.Replace(before, after, Currency);
        }
        Totals.AtRisk(item.AtRisk, item.AtRisk = item.AtRiskNow(Currency));
    }

    private void Put(EntityRecord record)
    {
        if (_items.TryGetValue(record.Id, out var item))
        {
            Totals.Territories(item.OwnTerritory, EntityViews.OwnTerritory(record));
            item.Record = record;
        }
        else
        {
            _items.Add(record.Id, item = new AccountItem(record));
            Totals.Territories(null, item.OwnTerritory);
        }
        _outdated.Add(item);
    }

    private void Leave(string id)
    {
        if (!_items.Remove(id, out var item))
            return;
        _outdated.Remove(item);
        changes.AddItem(id);
        Totals.Territories(item.OwnTerritory, null);
        Totals.PastEndOfLife(item.Assessment.IsPastEndOfLife, false);
        Totals.EndOfLife(item.Terms.EndOfLife, null);
        Totals.AtRisk(item.AtRisk, null);
        if (item.EndsSoon)
            changes.AddEnding(id);
        foreach (var lead in item.Leads)
        {
            changes.AddLead(lead.Id);
            Totals.Replace(lead, null, Currency);
        }
    }

    private string Currency => _tenant?.Rules.EstimatedValue.Currency ?? "";
}
