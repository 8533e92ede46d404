using OneLead.Events;
using OneLead.Rules;
using OneLead.Tenants;
using OneLead.Views;

namespace OneLead.Accounts;

/// <summary>
/// The totals of an account. One part is replaced at a time, so the cost of a change depends on the change and not on the
/// size of the account.
/// </summary>
internal sealed class AccountTotals
{
    private readonly Dictionary<string, OpportunityFacts> _opportunities = new(StringComparer.Ordinal);
    private readonly Dictionary<string, ProjectFacts> _projects = new(StringComparer.Ordinal);
    private readonly Dictionary<string, decimal> _credits = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, int> _territories = new(StringComparer.Ordinal);
    private readonly Days _ends = new();
    private readonly Days _endsOfLife = new();
    private readonly HashSet<EntityKey> _touched = [];

    // By currency; empty for amounts without one.
    private readonly SortedDictionary<string, CurrencySum> _sums = new(StringComparer.Ordinal);
    private readonly Dictionary<EntityKey, HealthFact> _healthFacts = [];
    private RuleSet? _derivedBy;
    private (HealthFacts Facts, DateOnly AsOf, bool IsCurrent) _health = (HealthFacts.Empty, default, false);
    private decimal _utilization;
    private int _closed, _open, _pipelineUnknown;

    /// <summary>The items by condition.</summary>
    public InstalledItems Installed { get; } = new();

    public int Projects => _projects.Count;
    public int ClosedProjects => _closed;
    public int OpenOpportunities => _open;
    public int ItemsPastEndOfLife { get; private set; }

    /// <summary>The earliest end of life of its items, past or not.</summary>
    public DateOnly? EarliestEndOfLife => _endsOfLife.First;
    public LeadCounts Leads { get; private set; }

    /// <summary>The items and contracts with open leads, none of which has a known value.</summary>
    public int ValueUnknown { get; private set; }

    public int PipelineUnknown => _pipelineUnknown;

    /// <summary>The items past end of life without a known contract value.</summary>
    public int AtRiskUnknown { get; private set; }

    public Int128 EstimatedAtRisk { get; private set; }

    public int EstimatedItems { get; private set; }

    /// <summary>The amounts by currency. Opportunities without a currency are in the tenant's.</summary>
    public CurrencySums Sums(string tenantCurrency) => _sums.Values.Aggregate(
        CurrencySums.None, (all, sum) => all.Plus(sum.Currency.Length == 0 ? sum with { Currency = tenantCurrency } : sum));

    public decimal? CreditUtilization => _credits.Count == 0 ? null : CreditFacts.Round(_utilization / _credits.Count);

    /// <summary>The territory of most of its items, the first by name among equals; null when it has no items.</summary>
    public string? Territory => _territories.Count == 0 ? null : _territories.MaxBy(t => t.Value).Key;

    /// <summary>Notes that a record was added, changed or removed.</summary>
    public void Touch(EntityKey key) => _touched.Add(key);

    /// <summary>The account facts that the rules use, under a tenant state.</summary>
    /// <param name="items">The number of its items.</param>
    public AccountFacts Facts(AccountRecords records, int items, TenantState tenant)
    {
        Derive(records, tenant.Rules);
        return new AccountFacts(
            items, _open, _closed, _ends.LastUpTo(tenant.AsOf), _ends.FirstAfter(tenant.AsOf), ItemsPastEndOfLife, CreditUtilization,
            records.Field("tier").Text);
    }

    /// <summary>The facts of its health under a tenant state. They are aggregated again only after a change or on another day.</summary>
    public HealthFacts Health(AccountRecords records, TenantState tenant)
    {
        Derive(records, tenant.Rules);
        var given = new GivenHealth(
            Of("healthUsage"), Of("healthSupport"), Of("healthPayment"), Of("healthEngagement"), Of("healthSentiment"));
        int? open = _opportunities.Count > 0 ? _open : null;
        if (_health.IsCurrent && _health.AsOf == tenant.AsOf)
            return _health.Facts with
            {
                Given = given,
                CreditUse = CreditUtilization,
                OpenOpportunities = open,
                Installed = Installed.Share,
            };
        _health = (
            HealthFacts.Of(_healthFacts.Values, given, CreditUtilization, open, Installed.Share, tenant.Rules, tenant.AsOf),
            tenant.AsOf, true);
        return _health.Facts;

        decimal? Of(string field) => records.Field(field).AsNumber();
    }

    public void Replace(LeadRow? before, LeadRow? after)
    {
        Count(before, -1);
        Count(after, 1);
    }

    /// <summary>Replaces what an item or a contract is worth.</summary>
    public void Worth(SubjectWorth before, SubjectWorth after)
    {
        if (before == after)
            return;
        Count(before, -1);
        Count(after, 1);

        void Count(SubjectWorth worth, int sign)
        {
            ValueUnknown += worth is { HasLeads: true, Lead: null } ? sign : 0;
            if (worth.Lead is { } lead)
                Add(new(lead.Currency, lead.Minor, 1, 0, 0, 0, 0), sign);
            if (!worth.IsAtRisk)
                return;
            if (worth.Contract is { } contract)
                Add(new(contract.Currency, 0, 0, 0, 0, contract.Minor, 1), sign);
            AtRiskUnknown += worth.Contract is null ? sign : 0;
            EstimatedAtRisk += sign * (worth.Estimate ?? 0);
            EstimatedItems += worth.Estimate is null ? 0 : sign;
        }
    }

    public void PastEndOfLife(bool before, bool after) => ItemsPastEndOfLife += (after ? 1 : 0) - (before ? 1 : 0);

    public void EndOfLife(DateOnly? before, DateOnly? after)
    {
        if (before == after)
            return;
        if (before is { } former)
            _endsOfLife.Add(former, -1);
        if (after is { } day)
            _endsOfLife.Add(day, 1);
    }

    public void Territories(string? before, string? after)
    {
        Move(before, -1);
        Move(after, 1);

        void Move(string? territory, int step)
        {
            if (territory is null)
                return;
            var count = _territories.GetValueOrDefault(territory) + step;
            if (count == 0)
                _territories.Remove(territory);
            else
                _territories[territory] = count;
        }
    }

    private void Derive(AccountRecords records, RuleSet rules)
    {
        if (!ReferenceEquals(_derivedBy, rules))
        {
            _touched.UnionWith(records.All.Select(r => new EntityKey(r.Kind, r.Id)));
            _derivedBy = rules;
            _health.IsCurrent = false;
        }
        foreach (var key in _touched)
        {
            var fields = records.Find(key) is { Exists: true } record ? record.Fields : null;
            switch (key.Kind)
            {
                case EventKind.Opportunity: Set(key.Id, fields is null ? null : OpportunityFacts.From(fields, rules)); break;
                case EventKind.Project: Set(key.Id, fields is null ? null : ProjectFacts.From(fields, rules)); break;
                case EventKind.Ticket or EventKind.Usage or EventKind.Survey or EventKind.Payment or EventKind.Activity
                    or EventKind.Engagement:
                    Set(key, fields is null ? null : HealthFact.From(key.Kind, fields));
                    break;
                case EventKind.ServiceCredit: Set(key.Id, fields is null ? null : CreditFacts.From(fields).Utilization); break;
            }
        }
        _touched.Clear();
    }

    private void Set(EntityKey key, HealthFact? fact)
    {
        _health.IsCurrent = false;
        if (fact is null)
            _healthFacts.Remove(key);
        else
            _healthFacts[key] = fact;
    }

    private void Set(string id, OpportunityFacts? facts)
    {
        if (_opportunities.Remove(id, out var before))
            Count(before, -1);
        if (facts is null)
            return;
        _opportunities.Add(id, facts);
        Count(facts, 1);

        void Count(OpportunityFacts o, int sign)
        {
            _open += o.IsOpen ? sign : 0;
            if (o.Weighted is { } weighted)
                Add(new(o.Currency ?? "", 0, 0, weighted, 1, 0, 0), sign);
            _pipelineUnknown += o.IsOpen && o.Weighted is null ? sign : 0;
        }
    }

    private void Set(string id, ProjectFacts? facts)
    {
        if (_projects.Remove(id, out var before))
            Count(before, -1);
        if (facts is null)
            return;
        _projects.Add(id, facts);
        Count(facts, 1);

        void Count(ProjectFacts p, int sign)
        {
            _closed += p.IsClosed ? sign : 0;
            if (p.End is { } end)
                _ends.Add(end, sign);
        }
    }

    private void Set(string id, decimal? use)
    {
        if (_credits.Remove(id, out var before))
            _utilization -= before;
        if (use is not { } known)
            return;
        _credits.Add(id, known);
        _utilization += known;
    }

    private void Add(CurrencySum part, int sign)
    {
        var sum = _sums.GetValueOrDefault(part.Currency, new(part.Currency, 0, 0, 0, 0, 0, 0)).Plus(part, sign);
        if (sum.IsEmpty)
            _sums.Remove(part.Currency);
        else
            _sums[part.Currency] = sum;
    }

    // Closed leads are not counted.
    private void Count(LeadRow? lead, int sign)
    {
        if (lead is null || lead.Status.IsClosed())
            return;
        Leads += new LeadCounts(
            Of(LeadType.Renewal), Of(LeadType.HardwareRefresh), Of(LeadType.ServiceAttach), At(Priority.Critical), At(Priority.High),
            At(Priority.Medium), At(Priority.Low), Of(LeadType.RenewalDue));

        int Of(LeadType type) => lead.Type == type ? sign : 0;

        int At(Priority priority) => lead.Priority == priority ? sign : 0;
    }

    /// <summary>A multiset of dates.</summary>
    private sealed class Days
    {
        private readonly SortedSet<DateOnly> _days = [];
        private readonly Dictionary<DateOnly, int> _counts = [];

        public void Add(DateOnly day, int sign)
        {
            var count = _counts[day] = _counts.GetValueOrDefault(day) + sign;
            if (count > 0)
                _days.Add(day);
            else if (_counts.Remove(day))
                _days.Remove(day);
        }

        public DateOnly? First => _days.Count == 0 ? null : _days.Min;

        public DateOnly? LastUpTo(DateOnly day) => _days.Count == 0 ? null : Known(_days.GetViewBetween(DateOnly.MinValue, day).Max);

        public DateOnly? FirstAfter(DateOnly day) =>
            _days.Count > 0 && day < DateOnly.MaxValue ? Known(_days.GetViewBetween(day.AddDays(1), DateOnly.MaxValue).Min) : null;

        // An empty view returns the first day of the calendar.
        private static DateOnly? Known(DateOnly day) => day == default ? null : day;
    }
}
