using OneLead.Rules;
using OneLead.Tenants;
using OneLead.Views;

namespace OneLead.Accounts;

/// <summary>What an account has leads on, an item or a contract: its record, its assessment, and its leads.</summary>
internal abstract class LeadSubject(EntityRecord record)
{
    private readonly LeadRow?[] _leads = new LeadRow?[LeadTypes.Identities.Count];
    private ItemTerms _terms;
    private ItemAssessment _assessment;

    public EntityRecord Record { get; set; } = record;

    /// <summary>The first part of its leads' ids.</summary>
    public abstract string Id { get; }

    public ref readonly ItemAssessment Assessment => ref _assessment;

    /// <summary>What the rules saw of it, besides its product, when it was last assessed.</summary>
    public ref readonly ItemTerms Terms => ref _terms;

    public IEnumerable<LeadRow> Leads => _leads.OfType<LeadRow>();

    /// <summary>What the account counts of it.</summary>
    public SubjectWorth Worth { get; set; }

    /// <summary>The same as it is now.</summary>
    /// <param name="currency">The tenant's.</param>
    public SubjectWorth WorthNow(string currency)
    {
        var (hasLeads, best) = (false, (MinorMoney?)null);
        foreach (var lead in _leads)
        {
            if (lead is null || lead.Status.IsClosed())
                continue;
            hasLeads = true;
            if (lead.Value is { } value && new MinorMoney(value.Currency, (long)(value.Max * 100)) is var money
                && (best is not { } known || (known.Currency == money.Currency ? money.Minor > known.Minor : money.Currency == currency)))
                best = money;
        }
        var isAtRisk = _assessment.IsPastEndOfLife;
        MinorMoney? contract = isAtRisk && _terms.ContractValue is > 0 and var minor ? new(_terms.Currency ?? currency, minor) : null;
        return new(
            hasLeads, best, isAtRisk, contract,
            isAtRisk && contract is null && best is { } estimate && estimate.Currency == currency ? estimate.Minor : null);
    }

    /// <param name="identity">The type in the lead's id.</param>
    public LeadRow? Lead(LeadType identity) => _leads[(int)identity];

    /// <summary>What its source says; lists use the account's territory.</summary>
    public string? OwnTerritory => EntityViews.OwnTerritory(Record);

    /// <summary>True if going from one tenant state to another can change the assessment.</summary>
    public bool IsDue(TenantState? from, TenantState to) =>
        from is null || !ReferenceEquals(from.Rules, to.Rules) || !ReferenceEquals(from.Lifecycles, to.Lifecycles)
            || _assessment.NextChange <= to.AsOf;

    public virtual void Assess(TenantState tenant) => _assessment = Under(tenant, _terms = TermsUnder(tenant));

    /// <summary>The leads that it would trigger under a tenant state.</summary>
    public LeadTriggers TriggersUnder(TenantState tenant) => Under(tenant, TermsUnder(tenant)).Triggers;

    /// <summary>
    /// The score of one of its leads under a tenant state; null when nothing triggers it and <paramref name="always"/> is not
    /// asked.
    /// </summary>
    /// <param name="suppressed">Triggers that do not count, because a contract has the lead.</param>
    public FrozenScore? ScoreAt(LeadType identity, LeadTriggers suppressed, AccountFacts account, TenantState tenant, bool always)
    {
        var terms = TermsUnder(tenant);
        var then = Under(tenant, terms);
        return (then.Triggers & ~suppressed).TypeOf(identity) is { } type ? Frozen(type, then, terms, account, tenant)
            : always ? Frozen(identity, then, terms, account, tenant)
            : null;
    }

    /// <summary>Brings one of its leads up to date; true when that changed its row.</summary>
    public bool Score(LeadType identity, LeadTriggers suppressed, LeadContext context, TenantState tenant, LeadWorkflow? workflow)
    {
        var before = _leads[(int)identity];
        var type = (_assessment.Triggers & ~suppressed).TypeOf(identity);
        var row = type is not null || workflow is { IsTouched: true } ? Row(identity, type, before, context, tenant, workflow) : null;
        if (row == before)
            return false;
        _leads[(int)identity] = row;
        return true;
    }

    protected abstract ItemTerms TermsUnder(TenantState tenant);

    protected abstract ProductTexts TextsUnder(TenantState tenant);

    protected abstract SubjectNames Names(TenantState tenant);

    private ItemAssessment Under(TenantState tenant, in ItemTerms terms) =>
        ItemRules.Assess(PatternCache.Classify(TextsUnder(tenant), tenant.Rules), terms, tenant.Rules, tenant.AsOf);

    private LeadRow Row(
        LeadType identity, LeadType? type, LeadRow? before, LeadContext context, TenantState tenant, LeadWorkflow? workflow)
    {
        var id = Keys.Lead(Id, identity);
        var score = workflow?.Frozen ?? Frozen(type ?? identity, _assessment, _terms, context.Facts, tenant);
        var product = _assessment.Product;
        var (touched, names) = (workflow?.UpdatedAt, Names(tenant));
        return new LeadRow(
            id, score.Type ?? type ?? identity, workflow?.Status ?? LeadStatus.New, score.Priority, score.Score,
            score.Factors, score.Value, context.Account, context.Territory, names.Serial, names.ProductId, names.Product, product.Family,
            product.ServiceRow, product.IsComponent, _assessment.Risk, workflow?.Assignee, workflow?.Version ?? 0,
            touched > Record.UpdatedAt ? touched.Value : Record.UpdatedAt, _assessment.NextChange, workflow?.Reason)
        {
            Work = workflow?.Work(),
            ItemTerritory = OwnTerritory,
            Contract = names.Contract,
            PrioritySince = workflow is { IsClosed: true } ? null : PrioritySince(id, identity, score.Priority, before, context, tenant),
        };
    }

    private DateOnly PrioritySince(
        string lead, LeadType identity, Priority priority, LeadRow? before, LeadContext context, TenantState tenant) =>
        context.Marks.Since(
            lead, priority, before, context.ScoredOn,
            PriorityAge.Since(
                identity, _assessment, _terms, context.Facts, priority, tenant.Rules, tenant.AsOf, tenant.DayAt(Record.UpdatedAt)),
            tenant.AsOf);

    private static FrozenScore Frozen(LeadType type, in ItemAssessment item, in ItemTerms terms, AccountFacts account, TenantState tenant)
    {
        var score = LeadRules.Score(type, item, terms, account, tenant.Rules, tenant.AsOf);
        return new FrozenScore(score.Score, score.Factors, score.Priority, score.Value) { Type = type };
    }
}

/// <summary>What a lead's row says of its subject. A contract has no serial and no product.</summary>
internal readonly record struct SubjectNames(string Serial, string ProductId, string Product, ContractRef? Contract);

/// <summary>What all leads of an account share.</summary>
/// <param name="ScoredOn">The day on which they were last scored.</param>
internal readonly record struct LeadContext(
    string Account, string? Territory, AccountFacts Facts, DateOnly ScoredOn, PriorityMarks Marks);
