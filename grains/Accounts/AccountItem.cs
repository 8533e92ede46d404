using OneLead.Rules;
using OneLead.Tenants;
using OneLead.Views;

namespace OneLead.Accounts;

/// <summary>An item of an account with its leads.</summary>
internal sealed class AccountItem(EntityRecord record) : LeadSubject(record)
{
    public override string Id => Record.Id;

    /// <summary>
    /// True if its support ends within the days that the rules call soon. The item is assessed again on the days on which this
    /// changes.
    /// </summary>
    public bool EndsSoon { get; private set; }

    /// <summary>What the account's health counts of it.</summary>
    public ItemCondition Condition { get; set; }

    /// <summary>The same as it is now.</summary>
    /// <param name="currency">The tenant's.</param>
    public ItemCondition ConditionNow(string currency) => new(
        true, Assessment.IsPastEndOfLife || (Assessment.Support & (SupportState.Expired | SupportState.Uncovered)) != 0,
        Terms.ContractValue is > 0 and var minor ? new(Terms.Currency ?? currency, minor) : null);

    /// <summary>The number or id of the contract that covers it.</summary>
    public string? AgreementId => Record.Fields["agreementId"].Text;

    public override void Assess(TenantState tenant)
    {
        base.Assess(tenant);
        EndsSoon = Terms.SupportEnd is { } end && end >= tenant.AsOf
            && end.DayNumber - tenant.AsOf.DayNumber <= tenant.Rules.Risk.MediumWithinDays;
    }

    public SupportEnding Ending(string? territory, TenantState tenant) => new(
        Record.Id, Record.Fields["serial"].Text ?? Record.Id, Texts(tenant).Name ?? Record.Fields["productId"].Text ?? "",
        Terms.SupportEnd!.Value, Terms.ContractValue is > 0 and var value ? value : null,
        Terms.Currency ?? tenant.Rules.EstimatedValue.Currency, territory);

    /// <summary>Its facts with the name and the dates that the lifecycle of its product gives it.</summary>
    public ItemFacts FactsUnder(TenantState tenant)
    {
        var terms = TermsUnder(tenant);
        return ItemFacts.From(Record.Fields) with
        {
            ProductName = Texts(tenant).Name,
            EndOfLife = terms.EndOfLife,
            EndOfService = terms.EndOfService,
        };
    }

    /// <summary>The name of the product that replaces it according to the lifecycle of its product; null if it is not known.</summary>
    public string? SuccessorUnder(TenantState tenant)
    {
        if (LifecyclesUnder(tenant).Product?.Fields["successor"].Text is not { } successor)
            return null;
        var named = tenant.Lifecycles.GetValueOrDefault(Keys.EncodePart(successor))?.Fields["productName"].Text;
        // The field may hold a name instead of an id, and names have blanks.
        return named ?? (successor.Contains(' ', StringComparison.Ordinal) ? successor : null);
    }

    // A source that names the product by its id alone leaves its name to the product's own record.
    public ProductTexts Texts(TenantState tenant)
    {
        var own = ProductTexts.Of(Record.Fields);
        return own.Name is null && LifecyclesUnder(tenant).Product is { } product
            ? own with { Name = product.Fields["productName"].Text, Line = own.Line ?? product.Fields["line"].Text }
            : own;
    }

    protected override ProductTexts TextsUnder(TenantState tenant) => Texts(tenant);

    // A lifecycle that was announced later than the item's own date wins, as everywhere.
    protected override ItemTerms TermsUnder(TenantState tenant)
    {
        var own = ItemTerms.Of(Record.Fields, PatternCache.Support(Record.Fields["supportStatus"].Text, tenant.Rules));
        var (product, version) = LifecyclesUnder(tenant);
        return product is null && version is null
            ? own
            : own with { EndOfLife = Later("endOfLife", product, version), EndOfService = Later("endOfService", product, version) };
    }

    protected override SubjectNames Names(TenantState tenant) => new(
        Record.Fields["serial"].Text ?? Record.Id, Record.Fields["productId"].Text ?? "", Texts(tenant).Name ?? "", null);

    // The lifecycles of its product and of the installed version.
    private (EntityRecord? Product, EntityRecord? Version) LifecyclesUnder(TenantState tenant)
    {
        if (tenant.Lifecycles.IsEmpty || Record.Fields["productId"].Text is not { } id)
            return (null, null);
        var key = Keys.EncodePart(id);
        return (
            tenant.Lifecycles.GetValueOrDefault(key),
            Record.Fields["version"].Text is { } version
                ? tenant.Lifecycles.GetValueOrDefault($"{key}:{Keys.EncodePart(version)}")
                : null);
    }

    private DateOnly? Later(string field, EntityRecord? product, EntityRecord? version)
    {
        var (own, ownStamp) = Record.Get(field);
        var (announced, stamp) = version?.Get(field) is { Value.IsNull: false } ofVersion ? ofVersion : product?.Get(field) ?? default;
        return stamp is not null && (own.IsNull || stamp.IsAfter(ownStamp)) ? announced.AsDate() : own.AsDate();
    }
}
