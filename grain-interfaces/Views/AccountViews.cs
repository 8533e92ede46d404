using System.Collections.Immutable;
using OneLead.Events;

namespace OneLead.Views;

/// <summary>The parts of the composite health, each 0-100; null if the part is not known.</summary>
[GenerateSerializer, Immutable, Alias("health-parts")]
public readonly record struct HealthParts(
    [property: Id(0)] int? Usage, [property: Id(1)] int? Support, [property: Id(2)] int? Payment, [property: Id(3)] int? Engagement,
    [property: Id(4)] int? Sentiment, [property: Id(5)] int? Lifecycle)
{
    public int Known => new[] { Usage, Support, Payment, Engagement, Sentiment, Lifecycle }.Count(p => p is not null);
}

/// <summary>The health scores of an account. Composite is the one that people see; null if none of its parts is known.</summary>
/// <param name="Classic">0-100; <paramref name="ClassicUncapped"/> is the value before the cap.</param>
/// <param name="View">Not capped.</param>
/// <param name="Composite">0-100 with two decimals.</param>
/// <param name="Risk">The band of the composite score; Unknown if it is not known.</param>
[GenerateSerializer, Immutable, Alias("health")]
public readonly record struct Health(
    [property: Id(0)] int Classic, [property: Id(1)] int ClassicUncapped, [property: Id(2)] int View, [property: Id(3)] decimal? Composite,
    [property: Id(4)] RiskLevel Risk = RiskLevel.Unknown, [property: Id(5)] HealthParts Parts = default);

/// <summary>The number of open leads by type and by priority.</summary>
[GenerateSerializer, Immutable, Alias("lead-counts")]
public readonly record struct LeadCounts(
    [property: Id(0)] int Renewal, [property: Id(1)] int HardwareRefresh, [property: Id(2)] int ServiceAttach,
    [property: Id(3)] int Critical, [property: Id(4)] int High, [property: Id(5)] int Medium, [property: Id(6)] int Low,
    [property: Id(7)] int RenewalDue = 0)
{
    public int Total => Renewal + RenewalDue + HardwareRefresh + ServiceAttach;

    public static LeadCounts operator +(LeadCounts a, LeadCounts b) => new(
        a.Renewal + b.Renewal, a.HardwareRefresh + b.HardwareRefresh, a.ServiceAttach + b.ServiceAttach, a.Critical + b.Critical,
        a.High + b.High, a.Medium + b.Medium, a.Low + b.Low, a.RenewalDue + b.RenewalDue);

    public static LeadCounts operator -(LeadCounts a, LeadCounts b) => new(
        a.Renewal - b.Renewal, a.HardwareRefresh - b.HardwareRefresh, a.ServiceAttach - b.ServiceAttach, a.Critical - b.Critical,
        a.High - b.High, a.Medium - b.Medium, a.Low - b.Low, a.RenewalDue - b.RenewalDue);
}

/// <summary>The sums that an account adds to its territory, and a territory to the portfolio. Always replaced as a whole.</summary>
/// <param name="Accounts">1 for an account with items, opportunities, projects, contracts or credits; otherwise 0.</param>
/// <param name="ValueUnknown">The number of items and contracts with open leads, none of which has a known value.</param>
/// <param name="PipelineUnknown">The number of open opportunities without amount or probability.</param>
/// <param name="AtRisk">1 for an account at risk; otherwise 0.</param>
/// <param name="AtRiskUnknown">The number of items past end of life without a known contract value.</param>
[GenerateSerializer, Immutable, Alias("contribution")]
public readonly record struct Contribution(
    [property: Id(0)] int Accounts, [property: Id(1)] int Items, [property: Id(2)] LeadCounts Leads, [property: Id(4)] int ValueUnknown,
    [property: Id(5)] int OpenOpportunities, [property: Id(7)] int PipelineUnknown, [property: Id(8)] int AtRisk,
    [property: Id(9)] int ItemsPastEndOfLife, [property: Id(10)] int AtRiskUnknown = 0)
{
    /// <summary>
    /// The amounts: the lead value counts an item once, with its greatest open lead; the value at risk is that of the contracts
    /// of items past end of life.
    /// </summary>
    [Id(11)] public CurrencySums? Sums { get; init; }

    /// <summary>
    /// The highest estimates of the open leads of the items that <see cref="AtRiskUnknown"/> counts, in minor units of the
    /// tenant's currency, and the number of those that have one.
    /// </summary>
    [Id(12)] public Int128 EstimatedAtRisk { get; init; }

    [Id(13)] public int EstimatedItems { get; init; }

    /// <summary>Returns the sums in a currency.</summary>
    public CurrencySum In(string currency) => (Sums ?? CurrencySums.None).In(currency);

    public static Contribution operator +(Contribution a, Contribution b) => a.Plus(b, 1);

    public static Contribution operator -(Contribution a, Contribution b) => a.Plus(b, -1);

    private Contribution Plus(Contribution b, int sign) => new(
        Accounts + (sign * b.Accounts), Items + (sign * b.Items), sign > 0 ? Leads + b.Leads : Leads - b.Leads,
        ValueUnknown + (sign * b.ValueUnknown), OpenOpportunities + (sign * b.OpenOpportunities),
        PipelineUnknown + (sign * b.PipelineUnknown), AtRisk + (sign * b.AtRisk), ItemsPastEndOfLife + (sign * b.ItemsPastEndOfLife),
        AtRiskUnknown + (sign * b.AtRiskUnknown))
    {
        Sums = Sums is null && b.Sums is null ? null : (Sums ?? CurrencySums.None).Plus(b.Sums, sign),
        EstimatedAtRisk = EstimatedAtRisk + (sign * b.EstimatedAtRisk),
        EstimatedItems = EstimatedItems + (sign * b.EstimatedItems),
    };

    public bool Equals(Contribution other) =>
        Accounts == other.Accounts && Items == other.Items && Leads == other.Leads && ValueUnknown == other.ValueUnknown
        && OpenOpportunities == other.OpenOpportunities && PipelineUnknown == other.PipelineUnknown && AtRisk == other.AtRisk
        && ItemsPastEndOfLife == other.ItemsPastEndOfLife && AtRiskUnknown == other.AtRiskUnknown
        && EstimatedAtRisk == other.EstimatedAtRisk && EstimatedItems == other.EstimatedItems
        && (Sums ?? CurrencySums.None).Equals(other.Sums ?? CurrencySums.None);

    public override int GetHashCode() => HashCode.Combine(Accounts, Items, Leads, ValueUnknown, OpenOpportunities);
}

/// <summary>An account in lists.</summary>
[GenerateSerializer, Immutable, Alias("account-row")]
public sealed record AccountRow(
    [property: Id(0)] string Id,
    [property: Id(1)] string Name,
    [property: Id(2)] string? Territory,
    [property: Id(3)] Health Health,
    [property: Id(4)] bool AtRisk,
    [property: Id(5)] Contribution Totals,
    [property: Id(6)] decimal? CreditUtilization,
    [property: Id(7)] int Projects,
    [property: Id(8)] int ClosedProjects,
    [property: Id(9)] string? Tier,
    [property: Id(10)] string? AccountManager,
    [property: Id(11)] ImmutableArray<string> Aliases,
    [property: Id(12)] DateTimeOffset UpdatedAt,
    [property: Id(13)] bool Stale)
{
    [Id(14)] public string? Segment { get; init; }

    /// <summary>The earliest end of life of its items; null if none is known.</summary>
    [Id(15)] public DateOnly? EarliestEndOfLife { get; init; }
}

/// <summary>Another manager of an account.</summary>
/// <param name="At">When the journal received the row.</param>
/// <param name="Manager">Null if the account had no manager from then on.</param>
/// <param name="IsByHand">True if a person set the manager over what the sources say.</param>
/// <param name="By">The person who set the manager or gave the choice back to the sources.</param>
[GenerateSerializer, Immutable, Alias("manager-change")]
public sealed record ManagerChange(
    [property: Id(0)] DateTimeOffset At, [property: Id(1)] string? Manager, [property: Id(2)] bool IsByHand,
    [property: Id(3)] string Source, [property: Id(4)] string? By, [property: Id(5)] long Sequence);

/// <summary>The managers of an account, the first one first.</summary>
/// <param name="SourceManager">Whom the sources name now; null: nobody.</param>
[GenerateSerializer, Immutable, Alias("account-managers")]
public sealed record AccountManagers(
    [property: Id(0)] string? SourceManager, [property: Id(1)] ImmutableArray<ManagerChange> Changes);

/// <summary>An entity of an account with its current fields.</summary>
[GenerateSerializer, Immutable, Alias("entity-view")]
public sealed record EntityView(
    [property: Id(0)] string Id, [property: Id(1)] EventData Fields, [property: Id(2)] DateTimeOffset UpdatedAt);

/// <summary>An item with its assessment as of the tenant's day.</summary>
[GenerateSerializer, Immutable, Alias("item-view")]
public sealed record ItemView(
    [property: Id(0)] string Id,
    [property: Id(1)] string AccountId,
    [property: Id(2)] string Serial,
    [property: Id(3)] string Family,
    [property: Id(4)] bool IsComponent,
    [property: Id(5)] SupportState Support,
    [property: Id(6)] RiskLevel Risk,
    [property: Id(7)] int RiskScore,
    [property: Id(8)] int? DaysPastEndOfLife,
    [property: Id(9)] int? DaysSinceSupportEnd,
    [property: Id(10)] DateOnly? NextChange,
    [property: Id(11)] ImmutableArray<string> Leads,
    [property: Id(12)] EventData Fields,
    [property: Id(13)] DateTimeOffset UpdatedAt);

/// <summary>A decision of the reconciliation: the account of a key, and the reason.</summary>
/// <param name="Rule">manual_mapping, exact_name, similar_name, customer_id, territory_mapping, most_opportunities, manual,
/// merge or own_account (no rule joins the key to another).</param>
/// <param name="Similarity">0-100 if names were compared; otherwise null.</param>
[GenerateSerializer, Immutable, Alias("link-decision")]
public sealed record LinkDecision(
    [property: Id(0)] long Sequence, [property: Id(1)] DateTimeOffset At, [property: Id(2)] string Key, [property: Id(3)] string To,
    [property: Id(4)] string Rule,
    [property: Id(5)] string? Name, [property: Id(6)] string? Matched, [property: Id(7)] int? Similarity, [property: Id(8)] string? By);

/// <summary>Everything about one account.</summary>
[GenerateSerializer, Immutable, Alias("account-360")]
public sealed record Account360(
    [property: Id(0)] AccountRow Account,
    [property: Id(1)] ImmutableArray<LeadRow> Leads,
    [property: Id(2)] ImmutableArray<ItemView> Items,
    [property: Id(3)] ImmutableDictionary<EventKind, ImmutableArray<EntityView>> Entities,
    [property: Id(4)] ImmutableArray<string> Keys,
    [property: Id(5)] Explanation ClassicHealth,
    [property: Id(6)] Explanation ViewHealth,
    [property: Id(7)] DateOnly AsOf,
    [property: Id(8)] string RulesVersion,
    [property: Id(9)] long Sequence)
{
    [Id(10)] public Explanation CompositeHealth { get; init; } = new(0, []);

    /// <summary>
    /// The probability that the account leaves, as a source gives it, 0-1; null if none does. <see cref="ExpansionProbability"/>
    /// likewise, that it buys more.
    /// </summary>
    [Id(11)] public decimal? ChurnProbability { get; init; }

    [Id(12)] public decimal? ExpansionProbability { get; init; }

    /// <summary>The direction of its health as a source gives it: Improving, Stable, Declining; null if none does.</summary>
    [Id(13)] public string? GivenTrend { get; init; }
}

/// <summary>
/// A change of an account, or the whole account. A reader applies it if its version is newer than its own, so repeats and
/// late deltas do no harm.
/// </summary>
/// <param name="Version">The version after the delta.</param>
/// <param name="Previous">The version that the delta changes. A reader with an older version must ask for the whole account.</param>
/// <param name="Row">The account after the delta; null if all its keys belong to other accounts.</param>
/// <param name="IsWhole">True if the delta contains every lead and entity. The reader drops all others.</param>
/// <param name="Changed">New and changed leads.</param>
/// <param name="Removed">Ids of removed leads.</param>
[GenerateSerializer, Immutable, Alias("account-delta")]
public sealed record AccountDelta(
    [property: Id(0)] string AccountId,
    [property: Id(1)] StateVersion Version,
    [property: Id(2)] StateVersion Previous,
    [property: Id(3)] AccountRow? Row,
    [property: Id(4)] bool IsWhole,
    [property: Id(5)] ImmutableArray<LeadRow> Changed,
    [property: Id(6)] ImmutableArray<string> Removed)
{
    /// <summary>
    /// New and changed entities of the kinds in the read model (<see cref="EntityKinds.Live"/>); all of them in a whole delta.
    /// </summary>
    [Id(7)] public ImmutableArray<EntityRow> Entities { get; init; } = [];

    [Id(8)] public ImmutableArray<EntityRef> RemovedEntities { get; init; } = [];

    /// <summary>New and changed items whose support ends soon; all of them in a whole delta.</summary>
    [Id(9)] public ImmutableArray<SupportEnding> Ending { get; init; } = [];

    /// <summary>Items whose support no longer ends soon.</summary>
    [Id(10)] public ImmutableArray<string> RemovedEnding { get; init; } = [];

    /// <summary>The row that changed the account; null if it is unknown, for example after an activation.</summary>
    [Id(11)] public ChangeCause? Cause { get; init; }
}
