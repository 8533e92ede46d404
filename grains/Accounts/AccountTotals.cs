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
    private RuleSet? _derivedBy;
    private decimal _utilization;
    private int _closed, _open, _pipelineUnknown;
    private long _weighted;

    public int Projects => _projects.Count;
    public int ClosedProjects => _closed;
    public int OpenOpportunities => _open;
    public int ItemsPastEndOfLife { get; private set; }

    /// <summary>What its items past end of life are worth, in minor units.</summary>
    public long ValueAtRisk { get; private set; }

    /// <summary>Items past end of life of unknown value.</summary>
    public int AtRiskUnknown { get; private set; }

    /// <summary>The earliest end of life of its items, past or not.</summary>
    public DateOnly? EarliestEndOfLife => _endsOfLife.First;
    public LeadCounts Leads { get; private set; }
    public long LeadValue { get; private set; }
    public int ValueUnknown { get; private set; }
    public long WeightedPipeline => _weighted;
    public int PipelineUnknown => _pipelineUnknown;
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

    public void Replace(LeadRow? before, LeadRow? after, string currency)
    {
        Count(before, -1, currency);
        Count(after, 1, currency);
    }

    /// <summary>Counts all leads again, because new rules may use another currency.</summary>
    public void Recount(IEnumerable<LeadRow> leads, string currency)
    {
        (Leads, LeadValue, ValueUnknown) = (default, 0, 0);
        foreach (var lead in leads)
            Count(lead, 1, currency);
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

    /// <param name="before">What an item counted: see <see cref="AccountItem.AtRisk"/>.</param>
    public void AtRisk(long? before, long? after)
    {
        ValueAtRisk += Math.Max(after ?? 0, 0) - Math.Max(before ?? 0, 0);
        AtRiskUnknown += (after < 0 ? 1 : 0) - (before < 0 ? 1 : 0);
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
        }
        foreach (var key in _touched)
        {
            var fields = records.Find(key) is { Exists: true } record ? record.Fields : null;
            switch (key.Kind)
            {
                case EventKind.Opportunity: Set(key.Id, fields is null ? null : OpportunityFacts.From(fields, rules)); break;
                case EventKind.Project: Set(key.Id, fields is null ? null : ProjectFacts.From(fields, rules)); break;
                case EventKind.ServiceCredit: Set(key.Id, fields is null ? null : CreditFacts.From(fields).Utilization); break;
            }
        }
        _touched.Clear();
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
            _weighted += sign * (o.Weighted ?? 0);
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

    // Closed leads are not counted.
    private void Count(LeadRow? lead, int sign, string currency)
    {
        if (lead is null || lead.Status is LeadStatus.Converted or LeadStatus.Rejected)
            return;
        Leads += new LeadCounts(
            Of(LeadType.Renewal), Of(LeadType.HardwareRefresh), Of(LeadType.ServiceAttach), At(Priority.Critical), At(Priority.High),
            At(Priority.Medium), At(Priority.Low), Of(LeadType.RenewalDue));
        if (lead.Value is { } value && value.Currency == currency)
            LeadValue += sign * (long)(value.Max * 100);
        else
            ValueUnknown += sign;

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
