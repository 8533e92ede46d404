using OneLead.Web.Api;

namespace OneLead.Web.Pages;

/// <summary>The first rows of a list, and how many there are.</summary>
public sealed record TopJson<T>(IReadOnlyList<T> Items, int Total)
{
    public static TopJson<T> Of(IReadOnlyCollection<T> all, int most) => new([.. all.Take(most)], all.Count);
}

/// <summary>An amount in major units.</summary>
public sealed record MoneyJson(decimal Amount, string Currency);

/// <summary>An entity with its winning fields; of an item also what the rules say of it.</summary>
/// <param name="Account">Null: no account claims it.</param>
public sealed record EntityRowJson(string Id, AccountRefJson? Account, string? Territory, System.Text.Json.JsonElement Fields, DateTimeOffset UpdatedAt);

/// <summary>A field of a kind.</summary>
/// <param name="Type">text, date, instant, number, integer, money, rate, flag; json for what is kept as it came.</param>
/// <param name="Source">schema: a field that we know; derived: what the rules say; other: a source's own.</param>
public sealed record EntityFieldJson(string Name, string Type, string Source);

/// <summary>The fields of a kind.</summary>
public sealed record EntityFieldsJson(IReadOnlyList<EntityFieldJson> Items);

/// <summary>Entities that share a value of a field; sum and average are of those that have the summed field.</summary>
/// <param name="Key">Null: the field is empty.</param>
public sealed record EntityGroupJson(string? Key, int Count, decimal? Sum, decimal? Average);

/// <summary>Groups, the largest sum (without one, count) first; total is the number of entities.</summary>
public sealed record EntityGroupsJson(IReadOnlyList<EntityGroupJson> Items, int Groups, int Total);

/// <summary>An account with items past end of life.</summary>
/// <param name="WorstDays">How long the oldest has been past it.</param>
/// <param name="ValueAtRisk">The sum of the contract values of these items; unknown counts the items without one.</param>
public sealed record ExpiredJson(AccountRefJson Account, string? Territory, int Expired, int? WorstDays, SumJson ValueAtRisk);

/// <summary>A contract, or the support of an item, that ends.</summary>
/// <param name="Kind">contract or support.</param>
/// <param name="NoticeDays">The contract's own, else 90.</param>
public sealed record EndingJson(AccountRefJson? Account, string? Territory, string Kind, string Id, string Name, DateOnly End, int Days, int NoticeDays, MoneyJson? Value);

/// <summary>Service credits that are little used and have not run out.</summary>
/// <param name="Utilization">Delivered ÷ purchased, 0-1.</param>
public sealed record CreditJson(
    AccountRefJson? Account, string? Territory, string Id, string Name, decimal Purchased, decimal Delivered, decimal? Active, decimal Utilization, DateOnly? ContractEnd);

/// <summary>An open lead that nobody has touched.</summary>
/// <param name="Days">Since it or its item last changed.</param>
public sealed record UntouchedJson(LeadJson Lead, int Days);

/// <summary>What cannot wait.</summary>
public sealed record ActionRequiredJson(
    DateOnly? AsOf, TopJson<ExpiredJson> Expired, TopJson<EndingJson> Ending, TopJson<CreditJson> Credits, TopJson<UntouchedJson> Untouched);

/// <summary>An open opportunity.</summary>
/// <param name="Probability">0-1.</param>
/// <param name="Weighted">Amount × probability; null when either is unknown.</param>
/// <param name="Days">Until it closes; negative when the date has passed.</param>
public sealed record OpportunityJson(
    string Id, string Name, AccountRefJson? Account, string? Tier, string? Territory, string? Stage, MoneyJson? Amount, decimal? Probability, MoneyJson? Weighted, DateOnly? CloseDate, int? Days,
    string? Owner);

/// <summary>The open opportunities of a stage; unknown counts those without amount or probability, which add nothing to weighted.</summary>
/// <param name="Stage">Null: none is said.</param>
public sealed record StageJson(string? Stage, int Count, decimal Amount, decimal Weighted, string Currency, int Unknown);

/// <summary>The best opportunities of an account that close soon.</summary>
public sealed record AccountOpportunitiesJson(AccountRefJson? Account, string? Tier, string? Territory, SumJson Weighted, IReadOnlyList<OpportunityJson> Opportunities);

/// <summary>Where revenue is.</summary>
public sealed record RevenueFocusJson(
    DateOnly? AsOf, decimal MinAmount, decimal MinProbability, int Within, TopJson<OpportunityJson> Opportunities, IReadOnlyList<StageJson> Stages, TopJson<OpportunityJson> Closing,
    TopJson<AccountOpportunitiesJson> Accounts);

/// <summary>A service with the open leads for which it is recommended.</summary>
public sealed record RecommendationJson(string Name, IReadOnlyList<string> Skus, string Category, string Product, int Leads, int Accounts, SumJson LeadValue);

/// <summary>An item with what is recommended for it.</summary>
public sealed record ItemRecommendationJson(string LeadId, LeadType Type, Priority Priority, string Serial, string Product, IReadOnlyList<ServiceJson> Services);

/// <summary>An account with what is recommended for it, its best leads first.</summary>
public sealed record AccountRecommendationJson(AccountRefJson Account, string? Territory, int Leads, SumJson LeadValue, IReadOnlyList<ItemRecommendationJson> Items);

/// <summary>An account's items without cover.</summary>
/// <param name="Uncovered">Items that no cover was ever bought for.</param>
/// <param name="Expired">Items whose support has expired; an item can be both.</param>
public sealed record GapJson(AccountRefJson Account, string? Territory, int Items, int Uncovered, int Expired, SumJson LeadValue);

/// <summary>Services to offer, and where cover is missing.</summary>
public sealed record RecommendationsJson(TopJson<RecommendationJson> Services, TopJson<AccountRecommendationJson> Accounts, TopJson<GapJson> Gaps);

/// <summary>A metric with what it means; without data it says why.</summary>
public sealed record MetricJson<T>(string Definition, bool Available, string? Reason, T? Data) where T : class
{
    public static MetricJson<T> Of(string definition, T data) => new(definition, true, null, data);

    public static MetricJson<T> None(string definition, string reason) => new(definition, false, reason, null);
}

/// <summary>How many from a bound (included) to another (left out, but in the last bucket).</summary>
public sealed record BucketJson(decimal From, decimal? To, int Count);

/// <summary>Leads of one slice by status; acceptance is (contacted + qualified + converted) ÷ (those + rejected), conversion is converted ÷ (converted + rejected), both 0-1 and null of nothing.</summary>
public sealed record FunnelJson(string Slice, int New, int Contacted, int Qualified, int Converted, int Rejected, decimal? Acceptance, decimal? Conversion);

/// <summary>A duration by person.</summary>
public sealed record AssigneeTimeJson(string? Assignee, int Leads, decimal MedianHours);

/// <summary>A day's figures.</summary>
public sealed record VelocityJson(DateOnly Day, int Opened, int Closed);

/// <summary>Open leads by priority at the end of a day.</summary>
public sealed record BandsJson(DateOnly Day, int Critical, int High, int Medium, int Low);

/// <summary>How the queue does.</summary>
public sealed record AnalyticsJson(
    DateOnly? AsOf, string RulesVersion, MetricJson<IReadOnlyList<BucketJson>> Scores, MetricJson<IReadOnlyList<FunnelJson>> FunnelByType, MetricJson<IReadOnlyList<FunnelJson>> FunnelByFactor,
    MetricJson<FunnelJson> Acceptance, MetricJson<IReadOnlyList<AssigneeTimeJson>> TimeToContact, MetricJson<IReadOnlyList<VelocityJson>> Velocity,
    MetricJson<IReadOnlyList<BucketJson>> Ageing, MetricJson<IReadOnlyList<BandsJson>> Bands);

/// <summary>What moved something: the row of the journal.</summary>
/// <param name="Kind">The event's kind: item, opportunity, day_begun, rules_published …</param>
public sealed record CauseJson(string Kind, string? Entity, string? Source, long Sequence, DateTimeOffset At, string Text);

/// <summary>Something that changed its band.</summary>
/// <param name="Id">Counts up; a row's identity in lists and pushes.</param>
/// <param name="Kind">lead or account.</param>
/// <param name="Before">A lead's priority; of an account at_risk or healthy.</param>
/// <param name="Lead">Null for accounts, and for leads that are gone since.</param>
public sealed record ChangeJson(string Id, DateTimeOffset At, string Kind, LeadJson? Lead, AccountRefJson Account, string Before, string After, CauseJson? Cause);

/// <summary>A lead's score at a time.</summary>
public sealed record ScoreJson(decimal Score, Priority Priority);

/// <summary>When a lead changes by itself, and to what, if nothing else happens.</summary>
public sealed record ForecastJson(DateOnly On, int Days, decimal Score, Priority Priority);

/// <summary>From what a score was derived.</summary>
public sealed record ReceiptJson(long Sequence, string RulesVersion, DateOnly AsOf);

/// <summary>What the command palette finds.</summary>
public sealed record FoundAccountJson(string Id, string Name, string? Territory, bool AtRisk);

/// <summary>A lead that was found.</summary>
public sealed record FoundLeadJson(string Id, LeadType Type, Priority Priority, decimal Score, string Product, string Serial, AccountRefJson Account);

/// <summary>An item that was found by its serial.</summary>
public sealed record FoundItemJson(string Id, string Serial, string Product, AccountRefJson Account);

/// <summary>A territory that was found.</summary>
public sealed record FoundTerritoryJson(string Id, int Accounts, int Leads);

/// <summary>The best hits of each kind.</summary>
public sealed record SearchJson(
    IReadOnlyList<FoundAccountJson> Accounts, IReadOnlyList<FoundLeadJson> Leads, IReadOnlyList<FoundItemJson> Items, IReadOnlyList<FoundTerritoryJson> Territories);

/// <summary>One command of a batch: what is given is done, in the order undo, status, assignee, snoozeUntil, note; the first refusal ends it.</summary>
/// <param name="Version">The lead's version that was seen (If-Match of one command); null for any.</param>
/// <param name="Assignee">null takes the lead from whoever has it; absent leaves it.</param>
/// <param name="SnoozeUntil">A date; null wakes the lead; absent leaves it.</param>
/// <param name="Reason">Required to reject.</param>
public sealed record LeadCommand(
    string? Id, int? Version, LeadStatus? Status, System.Text.Json.JsonElement Assignee, System.Text.Json.JsonElement SnoozeUntil, string? Note, string? Reason, string? OpportunityId, bool? Undo, string? By);

/// <summary>The body of POST leads/commands.</summary>
/// <param name="By">Who commands, for those that do not say.</param>
public sealed record LeadCommands(IReadOnlyList<LeadCommand>? Commands, string? By);

/// <summary>What became of one command; etag is the lead's new version, in quotes.</summary>
public sealed record LeadCommandResultJson(string? Id, bool Ok, int Status, Microsoft.AspNetCore.Mvc.ProblemDetails? Problem, string? Etag, LeadJson? Lead);

/// <summary>What became of a batch, in its order.</summary>
public sealed record LeadCommandResultsJson(IReadOnlyList<LeadCommandResultJson> Items, int Ok, int Failed);

/// <summary>The body of POST leads/{id}/undo; it may be left out.</summary>
public sealed record LeadUndoRequest(string? By);

/// <summary>The body of POST leads/{id}/snooze; null wakes it.</summary>
public sealed record SnoozeRequest(DateOnly? Until, string? By);

/// <summary>The body of POST leads/{id}/notes.</summary>
public sealed record NoteRequest(string? Note, string? By);

/// <summary>A figure by name.</summary>
public sealed record CountJson(string Name, long Count);

/// <summary>The journal of the tenant.</summary>
/// <param name="Bytes">Null where the store does not say.</param>
public sealed record JournalJson(long Sequence, long? Bytes);

/// <summary>A check of the installation: ok, warning or failed, with what it saw.</summary>
public sealed record CheckJson(string Name, string State, string Text);

/// <summary>Whether it is alive.</summary>
/// <param name="Queue">Rows that wait for their accounts.</param>
/// <param name="Unsaved">Accounts that wait for their snapshot.</param>
public sealed record SystemJson(
    string Version, DateTimeOffset StartedAt, double UptimeSeconds, string Storage, DateOnly? Day, string RulesVersion, JournalJson Journal, long Queue, long Unsaved, int Connections,
    IReadOnlyList<CountJson> Actors, IReadOnlyList<CountJson> Model, IReadOnlyList<CountJson> DeadLetters, long DeadLettersOpen, IReadOnlyList<CheckJson> Checks);
