using OneLead.Rules;
using OneLead.Tenants;
using OneLead.Views;

namespace OneLead.Accounts;

/// <summary>An item of an account: its record, its assessment, and its leads.</summary>
internal sealed class AccountItem(EntityRecord record)
{
    private readonly LeadRow?[] leads = new LeadRow?[Types.Length];
    private ItemTerms terms;
    private ItemAssessment assessment;

    public static readonly LeadType[] Types = Enum.GetValues<LeadType>();

    public EntityRecord Record { get; set; } = record;

    public ref readonly ItemAssessment Assessment => ref assessment;

    /// <summary>What the rules saw of it, besides its product, when it was last assessed.</summary>
    public ref readonly ItemTerms Terms => ref terms;

    public IEnumerable<LeadRow> Leads => leads.OfType<LeadRow>();

    public LeadRow? Lead(LeadType type) => leads[(int)type];

    /// <summary>Whether going from one tenant state to another can change the assessment.</summary>
    public bool IsDue(TenantState? from, TenantState to) =>
        from is null || !ReferenceEquals(from.Rules, to.Rules) || !ReferenceEquals(from.Lifecycles, to.Lifecycles) || assessment.NextChange <= to.AsOf;

    public void Assess(TenantState tenant)
    {
        assessment = Under(tenant, terms = TermsUnder(tenant));
        EndsSoon = terms.SupportEnd is { } end && end >= tenant.AsOf && end.DayNumber - tenant.AsOf.DayNumber <= tenant.Rules.Risk.MediumWithinDays;
    }

    /// <summary>Whether its support ends within the days that the rules call soon; the item is assessed anew on the days that this changes.</summary>
    public bool EndsSoon { get; private set; }

    /// <summary>What its account counts of it among what is at risk; null: nothing, it is not past end of life. A negative amount: it counts, and its value is not known.</summary>
    public long? AtRisk { get; set; }

    public const long UnknownValue = -1;

    /// <summary>The same as it is now: its contract, else the best of its open leads, in minor units of the currency.</summary>
    public long? AtRiskNow(string currency) => assessment.IsPastEndOfLife ? Worth(currency) ?? UnknownValue : null;

    private long? Worth(string currency)
    {
        if (terms.ContractValue is > 0 and var contract)
            return terms.Currency is null || terms.Currency == currency ? contract : null;
        long? best = null;
        foreach (var lead in leads)
        {
            if (lead is { Value: { } value, Status: not (LeadStatus.Converted or LeadStatus.Rejected) } && value.Currency == currency && (long)(value.Max * 100) is var max && !(best >= max))
                best = max;
        }
        return best;
    }

    public SupportEnding Ending(string? territory, TenantState tenant) => new(
        Record.Id, Record.Fields["serial"].Text ?? Record.Id, TextsUnder(tenant).Name ?? Record.Fields["productId"].Text ?? "", terms.SupportEnd!.Value,
        terms.ContractValue is > 0 and var value ? value : null, terms.Currency ?? tenant.Rules.EstimatedValue.Currency, territory);

    /// <summary>What its source says; lists use the account's territory.</summary>
    public string? OwnTerritory => EntityViews.OwnTerritory(Record);

    /// <summary>The leads that it would trigger under a tenant state.</summary>
    public LeadTriggers TriggersUnder(TenantState tenant) => Under(tenant, TermsUnder(tenant)).Triggers;

    /// <summary>The score of one of its leads under a tenant state; null when nothing triggers it and <paramref name="always"/> is not asked.</summary>
    public FrozenScore? ScoreAt(LeadType type, AccountFacts account, TenantState tenant, bool always)
    {
        var termsThen = TermsUnder(tenant);
        var then = Under(tenant, termsThen);
        if (!always && !then.Triggers.Has(type))
            return null;
        var score = LeadRules.Score(type, then, termsThen, account, tenant.Rules, tenant.AsOf);
        return new FrozenScore(score.Score, score.Factors, score.Priority, score.Value);
    }

    /// <summary>Brings one of its leads up to date; true when that changed its row.</summary>
    public bool Score(LeadType type, string account, string? territory, AccountFacts facts, TenantState tenant, LeadWorkflow? workflow)
    {
        var before = leads[(int)type];
        var touched = workflow is { IsTouched: true };
        var row = assessment.Triggers.Has(type) || touched ? Row(type, account, territory, facts, tenant, workflow) : null;
        if (row == before)
            return false;
        leads[(int)type] = row;
        return true;
    }

    public ItemFacts FactsUnder(TenantState tenant) => ItemFacts.From(Record.Fields) with { ProductName = TextsUnder(tenant).Name };

    // A lifecycle that was announced later than the item's own date wins, as everywhere.
    private ItemTerms TermsUnder(TenantState tenant)
    {
        var own = ItemTerms.Of(Record.Fields, PatternCache.Support(Record.Fields["supportStatus"].Text, tenant.Rules));
        var (product, version) = LifecyclesUnder(tenant);
        return product is null && version is null ? own : own with { EndOfLife = Later("endOfLife", product, version), EndOfService = Later("endOfService", product, version) };
    }

    // What is known of its product, and of the version of it that is installed.
    private (EntityRecord? Product, EntityRecord? Version) LifecyclesUnder(TenantState tenant)
    {
        if (tenant.Lifecycles.IsEmpty || Record.Fields["productId"].Text is not { } id)
            return (null, null);
        var key = Keys.EncodePart(id);
        return (tenant.Lifecycles.GetValueOrDefault(key), Record.Fields["version"].Text is { } version ? tenant.Lifecycles.GetValueOrDefault($"{key}:{Keys.EncodePart(version)}") : null);
    }

    private DateOnly? Later(string field, EntityRecord? product, EntityRecord? version)
    {
        var (own, ownStamp) = Record.Get(field);
        var (announced, stamp) = version?.Get(field) is { Value.IsNull: false } ofVersion ? ofVersion : product?.Get(field) ?? default;
        return stamp is not null && (own.IsNull || stamp.IsAfter(ownStamp)) ? announced.AsDate() : own.AsDate();
    }

    private ItemAssessment Under(TenantState tenant, in ItemTerms seen) =>
        ItemRules.Assess(PatternCache.Classify(TextsUnder(tenant), tenant.Rules), seen, tenant.Rules, tenant.AsOf);

    // A source that names the product by its id alone leaves its name to the product's own record.
    private ProductTexts TextsUnder(TenantState tenant)
    {
        var own = ProductTexts.Of(Record.Fields);
        return own.Name is null && LifecyclesUnder(tenant).Product is { } product ? own with { Name = product.Fields["productName"].Text, Line = own.Line ?? product.Fields["line"].Text } : own;
    }

    private LeadRow Row(LeadType type, string account, string? territory, AccountFacts facts, TenantState tenant, LeadWorkflow? workflow)
    {
        var score = workflow?.Frozen ?? ScoreNow(type, facts, tenant);
        var product = assessment.Product;
        return new LeadRow(
            Keys.Lead(Record.Id, type), type, workflow?.Status ?? LeadStatus.New, score.Priority, score.Score, score.Factors, score.Value,
            account, territory, Record.Fields["serial"].Text ?? Record.Id,
            Record.Fields["productId"].Text ?? "", TextsUnder(tenant).Name ?? "", product.Family, product.ServiceRow, product.IsComponent, assessment.Risk,
            workflow?.Assignee, workflow?.Version ?? 0, workflow?.UpdatedAt is { } touched && touched > Record.UpdatedAt ? touched : Record.UpdatedAt, assessment.NextChange, workflow?.Reason)
        {
            Work = workflow?.Work(),
            ItemTerritory = OwnTerritory,
        };
    }

    private FrozenScore ScoreNow(LeadType type, AccountFacts facts, TenantState tenant)
    {
        var score = LeadRules.Score(type, assessment, terms, facts, tenant.Rules, tenant.AsOf);
        return new FrozenScore(score.Score, score.Factors, score.Priority, score.Value);
    }
}
