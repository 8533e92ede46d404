using OneLead.Events;
using OneLead.Rules;
using OneLead.Tenants;
using OneLead.Views;

namespace OneLead.Accounts;

/// <summary>
/// What an account's parts add up to. One part is replaced at a time, so a change costs what it changes and not what the
/// account holds.
/// </summary>
internal sealed class AccountTotals
{
    private readonly Dictionary<string, OpportunityFacts> opportunities = new(StringComparer.Ordinal);
    private readonly Dictionary<string, ProjectFacts> projects = new(StringComparer.Ordinal);
    private readonly Dictionary<string, decimal> credits = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, int> territories = new(StringComparer.Ordinal);
    private readonly Days ends = new();
    private readonly Days endsOfLife = new();
    private readonly HashSet<EntityKey> touched = [];
    private RuleSet? derivedBy;
    private decimal utilization;
    private int closed, open, pipelineUnknown;
    private long weighted;

    public int Projects => projects.Count;
    public int ClosedProjects => closed;
    public int OpenOpportunities => open;
    public int ItemsPastEndOfLife { get; private set; }

    /// <summary>What its items past end of life are worth, in minor units.</summary>
    public long ValueAtRisk { get; private set; }

    /// <summary>Items past end of life of unknown value.</summary>
    public int AtRiskUnknown { get; private set; }

    /// <summary>The earliest end of life of its items, past or not.</summary>
    public DateOnly? EarliestEndOfLife => endsOfLife.First;
    public LeadCounts Leads { get; private set; }
    public long LeadValue { get; private set; }
    public int ValueUnknown { get; private set; }
    public long WeightedPipeline => weighted;
    public int PipelineUnknown => pipelineUnknown;
    public decimal? CreditUtilization => credits.Count == 0 ? null : CreditFacts.Round(utilization / credits.Count);

    /// <summary>The territory of most of its items, the first by name among equals; null when it has no items.</summary>
    public string? Territory => territories.Count == 0 ? null : territories.MaxBy(t => t.Value).Key;

    /// <summary>Says that a record came, changed or left.</summary>
    public void Touch(EntityKey key) => touched.Add(key);

    /// <summary>What the rules see of the account under a tenant state.</summary>
    /// <param name="items">The number of its items.</param>
    public AccountFacts Facts(AccountRecords records, int items, TenantState tenant)
    {
        Derive(records, tenant.Rules);
        return new AccountFacts(
            items, open, closed, ends.LastUpTo(tenant.AsOf), ends.FirstAfter(tenant.AsOf), ItemsPastEndOfLife, CreditUtilization, records.Field("tier").Text);
    }

    public void Replace(LeadRow? before, LeadRow? after, string currency)
    {
        Count(before, -1, currency);
        Count(after, 1, currency);
    }

    /// <summary>Counts all leads anew: under other rules the currency may be another.</summary>
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
            endsOfLife.Add(former, -1);
        if (after is { } day)
            endsOfLife.Add(day, 1);
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
            var count = territories.GetValueOrDefault(territory) + step;
            if (count == 0)
                territories.Remove(territory);
            else
                territories[territory] = count;
        }
    }

    private void Derive(AccountRecords records, RuleSet rules)
    {
        if (!ReferenceEquals(derivedBy, rules))
        {
            touched.UnionWith(records.All.Select(r => new EntityKey(r.Kind, r.Id)));
            derivedBy = rules;
        }
        foreach (var key in touched)
        {
            var fields = records.Find(key) is { Exists: true } record ? record.Fields : null;
            switch (key.Kind)
            {
                case EventKind.Opportunity: Set(key.Id, fields is null ? null : OpportunityFacts.From(fields, rules)); break;
                case EventKind.Project: Set(key.Id, fields is null ? null : ProjectFacts.From(fields, rules)); break;
                case EventKind.ServiceCredit: Set(key.Id, fields is null ? null : CreditFacts.From(fields).Utilization); break;
            }
        }
        touched.Clear();
    }

    private void Set(string id, OpportunityFacts? facts)
    {
        if (opportunities.Remove(id, out var before))
            Count(before, -1);
        if (facts is null)
            return;
        opportunities.Add(id, facts);
        Count(facts, 1);

        void Count(OpportunityFacts o, int sign)
        {
            open += o.IsOpen ? sign : 0;
            weighted += sign * (o.Weighted ?? 0);
            pipelineUnknown += o.IsOpen && o.Weighted is null ? sign : 0;
        }
    }

    private void Set(string id, ProjectFacts? facts)
    {
        if (projects.Remove(id, out var before))
            Count(before, -1);
        if (facts is null)
            return;
        projects.Add(id, facts);
        Count(facts, 1);

        void Count(ProjectFacts p, int sign)
        {
            closed += p.IsClosed ? sign : 0;
            if (p.End is { } end)
                ends.Add(end, sign);
        }
    }

    private void Set(string id, decimal? use)
    {
        if (credits.Remove(id, out var before))
            utilization -= before;
        if (use is not { } known)
            return;
        credits.Add(id, known);
        utilization += known;
    }

    // Closed leads are done: they count nowhere.
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
        private readonly SortedSet<DateOnly> days = [];
        private readonly Dictionary<DateOnly, int> counts = [];

        public void Add(DateOnly day, int sign)
        {
            var count = counts[day] = counts.GetValueOrDefault(day) + sign;
            if (count > 0)
                days.Add(day);
            else if (counts.Remove(day))
                days.Remove(day);
        }

        public DateOnly? First => days.Count == 0 ? null : days.Min;

        public DateOnly? LastUpTo(DateOnly day) => days.Count == 0 ? null : Known(days.GetViewBetween(DateOnly.MinValue, day).Max);

        public DateOnly? FirstAfter(DateOnly day) => days.Count > 0 && day < DateOnly.MaxValue ? Known(days.GetViewBetween(day.AddDays(1), DateOnly.MaxValue).Min) : null;

        // The first day of the calendar is what an empty view answers.
        private static DateOnly? Known(DateOnly day) => day == default ? null : day;
    }
}
