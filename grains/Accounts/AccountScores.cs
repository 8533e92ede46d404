using OneLead.Events;
using OneLead.Rules;
using OneLead.Tenants;
using OneLead.Views;

namespace OneLead.Accounts;

/// <summary>
/// The items and contracts of an account with their assessments and leads, and what they add up to. Only what a change affects
/// is computed again.
/// </summary>
internal sealed class AccountScores(
    string account, IReadOnlySet<string> keys, AccountRecords records, LeadWorkflows workflows, AccountChanges changes)
{
    private readonly Dictionary<string, AccountItem> _items = new(StringComparer.Ordinal);
    private readonly HashSet<LeadSubject> _outdated = [];

    // Records without an account score nothing.
    private readonly bool _isNoAccount = Keys.IsNoAccount(account);
    private AccountContracts? _contracts;
    private TenantState? _tenant;
    private DateOnly _scoredOn;
    private AccountPoints _points;
    private RuleSet? _rules;

    public IReadOnlyDictionary<string, AccountItem> Items => _items;

    public AccountTotals Totals { get; } = new();

    public PriorityMarks Marks { get; } = new();

    /// <summary>The account facts that the scores were last computed with.</summary>
    public AccountFacts Facts { get; private set; } = AccountFacts.Empty;

    /// <summary>The facts of its health when its scores were last computed.</summary>
    public HealthFacts Health { get; private set; } = HealthFacts.Empty;

    /// <summary>The composite health by these facts.</summary>
    public CompositeScore Composite { get; private set; }

    /// <summary>The tenant state that the scores were computed with.</summary>
    public TenantState Tenant => _tenant ?? throw new InvalidOperationException("The account has not been computed yet.");

    /// <summary>The last tenant row that the scores take into account; 0 before any.</summary>
    public long TenantSequence => _tenant?.Sequence ?? 0;

    /// <summary>The account's territory, which its leads and entities have, too.</summary>
    public string? Territory { get; private set; }

    public IEnumerable<LeadRow> Leads => Subjects.SelectMany(i => i.Leads);

    public AccountContracts Contracts => _contracts ??= new(this);

    /// <summary>The items and the contracts.</summary>
    public IEnumerable<LeadSubject> Subjects => _items.Values.Concat<LeadSubject>(Contracts.All);

    public AccountItem? Find(string item) => _items.GetValueOrDefault(item);

    /// <param name="subject">The first part of a lead's id.</param>
    public LeadSubject? FindSubject(string subject) =>
        Keys.SubjectEntity(subject) is (EventKind.Contract, var contract) ? Contracts.Find(contract) : Find(subject);

    public LeadRow? FindLead(string lead) =>
        Keys.TryParseLead(lead) is { } parsed ? FindSubject(parsed.Subject)?.Lead(parsed.Type) : null;

    /// <summary>True if a change of an entity can change what triggers a subject's leads.</summary>
    public bool Concerns(EntityKey key, string subject) => Contracts.Count == 0
        ? Keys.LeadSubject(key.Kind, key.Id) == subject
        : key.Kind is EventKind.Item or EventKind.Contract or EventKind.Opportunity;

    /// <summary>The leads that a subject triggers under a tenant state, without those that its contract has instead.</summary>
    public LeadTriggers TriggersUnder(LeadSubject subject, TenantState tenant) =>
        subject.TriggersUnder(tenant) & ~Suppressed(subject, tenant);

    public FrozenScore? ScoreAt(LeadSubject subject, LeadType identity, TenantState tenant, bool always) =>
        subject.ScoreAt(identity, Suppressed(subject, tenant), FactsUnder(tenant), tenant, always);

    /// <summary>True if the opportunity that renews a contract was lost.</summary>
    /// <param name="opportunity">The source's id, with or without the source before it.</param>
    public bool IsLost(string opportunity, string contract, RuleSet rules)
    {
        var id = Keys.EncodePart(opportunity);
        var source = contract.IndexOf(':', StringComparison.Ordinal) is >= 0 and var cut ? contract[..(cut + 1)] : "";
        var record = records.Find(new(EventKind.Opportunity, source + id)) ?? records.Find(new(EventKind.Opportunity, opportunity));
        return record is { Exists: true } && OpportunityFacts.From(record.Fields, rules) is { IsOpen: false, IsWon: false };
    }

    public AccountFacts FactsUnder(TenantState tenant) => Totals.Facts(records, _items.Count, tenant);

    /// <summary>Notes that a record was added, changed or removed.</summary>
    public void Touch(EntityKey key)
    {
        if (_isNoAccount)
            return;
        Totals.Touch(key);
        var record = records.Find(key) is { Exists: true } existing ? existing : null;
        if (key.Kind == EventKind.Item && record is not null)
            Put(record);
        else if (key.Kind == EventKind.Item)
            Leave(key.Id);
        else if (key.Kind == EventKind.Contract)
            SetContract(key.Id, record);
        else if (key.Kind == EventKind.Opportunity)
            _outdated.UnionWith(Contracts.WithOpportunity);
    }

    /// <summary>Has a subject's leads scored again.</summary>
    public void Outdate(LeadSubject subject) => _outdated.Add(subject);

    /// <summary>Brings every score up to a tenant state.</summary>
    public void Recompute(TenantState tenant)
    {
        if (_isNoAccount)
        {
            if (!ReferenceEquals(_rules, tenant.Rules))
                AddLiveEntities();
            (_tenant, _rules) = (tenant, tenant.Rules);
            return;
        }
        if (!ReferenceEquals(_tenant, tenant))
        {
            _outdated.UnionWith(Subjects.Where(i => i.IsDue(_tenant, tenant)));
            _tenant = tenant;
        }
        // A contract may take the leads of its items, or leave them to them.
        if (Contracts.Count > 0)
            _outdated.UnionWith(_outdated.OfType<AccountContract>().SelectMany(Contracts.Under).ToList());
        foreach (var subject in _outdated)
            Assess(subject, tenant);
        Facts = FactsUnder(tenant);
        var health = Totals.Health(records, tenant);
        if (health != Health || !ReferenceEquals(_rules, tenant.Rules))
            Composite = CompositeHealth.Score(health, tenant.Rules);
        Health = health;
        // The account's own points are part of every lead's score. They rarely change.
        var points = LeadRules.AccountPoints(Facts, tenant.Rules, tenant.AsOf);
        var hasNewRules = !ReferenceEquals(_rules, tenant.Rules);
        var territory = AccountTerritory.Of(account, records.Field("territory").AsText(), Totals.Territory, keys);
        var hasMoved = territory != Territory;
        Territory = territory;
        if (points != _points || hasNewRules || hasMoved)
            _outdated.UnionWith(Subjects);
        foreach (var subject in _outdated)
            Score(subject, tenant);
        if (hasMoved)
            changes.AddEndings(_items.Values.Where(i => i.EndsSoon).Select(i => i.Record.Id));
        if (hasNewRules || hasMoved)
            AddLiveEntities();
        (_points, _rules, _scoredOn) = (points, tenant.Rules, tenant.AsOf);
        _outdated.Clear();
    }

    private void AddLiveEntities() =>
        changes.AddEntities(records.All.Where(r => r.Kind.IsLive()).Select(r => new EntityKey(r.Kind, r.Id)));

    private void Assess(LeadSubject subject, TenantState tenant)
    {
        if (subject is not AccountItem item)
        {
            subject.Assess(tenant);
            return;
        }
        var (before, endOfLife, endedSoon) = (item.Assessment.IsPastEndOfLife, item.Terms.EndOfLife, item.EndsSoon);
        item.Assess(tenant);
        Totals.EndOfLife(endOfLife, item.Terms.EndOfLife);
        Totals.PastEndOfLife(before, item.Assessment.IsPastEndOfLife);
        Totals.Installed.Replace(item.Condition, item.Condition = item.ConditionNow(tenant.Rules.EstimatedValue.Currency));
        changes.AddItem(item.Record.Id);
        if (endedSoon || item.EndsSoon)
            changes.AddEnding(item.Record.Id);
    }

    private void Score(LeadSubject subject, TenantState tenant)
    {
        var (suppressed, context) = (Suppressed(subject, tenant), new LeadContext(account, Territory, Facts, _scoredOn, Marks));
        foreach (var type in LeadTypes.Identities)
        {
            var before = subject.Lead(type);
            if (!subject.Score(type, suppressed, context, tenant, workflows.Find(Keys.Lead(subject.Id, type))))
                continue;
            var after = subject.Lead(type);
            changes.AddLead((after ?? before)!.Id);
            Totals.Replace(before, after);
        }
        Totals.Worth(subject.Worth, subject.Worth = subject.WorthNow(tenant.Rules.EstimatedValue.Currency));
    }

    // An item's renewal is its contract's.
    private LeadTriggers Suppressed(LeadSubject subject, TenantState tenant) =>
        Contracts.Count > 0 && subject is AccountItem item
            ? Contracts.Over(item).Aggregate(LeadTriggers.None, (all, contract) => all | contract.Suppresses(tenant))
            : LeadTriggers.None;

    private void SetContract(string id, EntityRecord? record)
    {
        if (Contracts.Find(id) is { } before)
            _outdated.UnionWith(Contracts.Under(before));
        if (Contracts.Set(id, record) is not { } contract)
            return;
        if (record is not null)
        {
            _outdated.Add(contract);
            return;
        }
        _outdated.Remove(contract);
        LeaveLeads(contract);
    }

    private void Put(EntityRecord record)
    {
        if (_items.TryGetValue(record.Id, out var item))
        {
            Totals.Territories(item.OwnTerritory, EntityViews.OwnTerritory(record));
            _outdated.UnionWith(Contracts.Over(item));
            Contracts.Remove(item);
            item.Record = record;
        }
        else
        {
            _items.Add(record.Id, item = new AccountItem(record));
            Totals.Territories(null, item.OwnTerritory);
        }
        Contracts.Add(item);
        _outdated.UnionWith(Contracts.Over(item));
        _outdated.Add(item);
    }

    private void Leave(string id)
    {
        if (!_items.Remove(id, out var item))
            return;
        _outdated.Remove(item);
        _outdated.UnionWith(Contracts.Over(item));
        Contracts.Remove(item);
        changes.AddItem(id);
        Totals.Territories(item.OwnTerritory, null);
        Totals.PastEndOfLife(item.Assessment.IsPastEndOfLife, false);
        Totals.Installed.Replace(item.Condition, default);
        Totals.EndOfLife(item.Terms.EndOfLife, null);
        if (item.EndsSoon)
            changes.AddEnding(id);
        LeaveLeads(item);
    }

    private void LeaveLeads(LeadSubject subject)
    {
        foreach (var lead in subject.Leads)
        {
            changes.AddLead(lead.Id);
            Totals.Replace(lead, null);
            Marks.Remove(lead.Id);
        }
        Totals.Worth(subject.Worth, default);
    }
}
