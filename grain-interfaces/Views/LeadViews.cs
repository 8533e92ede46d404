using System.Collections.Immutable;

namespace OneLead.Views;

/// <summary>A lead in lists.</summary>
/// <param name="Score">0-100 with two decimals.</param>
/// <param name="Value">Null if unknown.</param>
/// <param name="Territory">The account's territory.</param>
/// <param name="Version">Incremented by each command on the lead; the ETag of its status and assignment.</param>
/// <param name="UpdatedAt">When the journal received the row that last changed the lead.</param>
[GenerateSerializer, Immutable, Alias("lead-row")]
public sealed record LeadRow(
    [property: Id(0)] string Id,
    [property: Id(1)] LeadType Type,
    [property: Id(2)] LeadStatus Status,
    [property: Id(3)] Priority Priority,
    [property: Id(4)] decimal Score,
    [property: Id(5)] LeadFactors Factors,
    [property: Id(6)] EstimatedValue? Value,
    [property: Id(7)] string AccountId,
    [property: Id(8)] string? Territory,
    [property: Id(9)] string Serial,
    [property: Id(10)] string ProductId,
    [property: Id(11)] string Product,
    [property: Id(12)] string Family,
    [property: Id(13)] string ServiceRow,
    [property: Id(14)] bool IsComponent,
    [property: Id(15)] RiskLevel Risk,
    [property: Id(16)] string? Assignee,
    [property: Id(17)] int Version,
    [property: Id(18)] DateTimeOffset UpdatedAt,
    [property: Id(19)] DateOnly? NextChange,
    [property: Id(20)] string? StatusReason)
{
    /// <summary>The work done on the lead; null if there was none.</summary>
    [Id(21)] public LeadWork? Work { get; init; }

    /// <summary>The territory that the item's source gives it.</summary>
    [Id(22)] public string? ItemTerritory { get; init; }

    /// <summary>The contract that the lead is to renew; null if it is about an item.</summary>
    [Id(23)] public ContractRef? Contract { get; init; }

    /// <summary>The day on which the lead entered its priority; null for closed leads.</summary>
    [Id(24)] public DateOnly? PrioritySince { get; init; }
}

/// <summary>The contract that a lead is to renew.</summary>
/// <param name="Items">The number of known items that it covers.</param>
[GenerateSerializer, Immutable, Alias("contract-ref")]
public sealed record ContractRef(
    [property: Id(0)] string Id, [property: Id(1)] string? Number, [property: Id(2)] DateOnly? End, [property: Id(3)] int Items);

/// <summary>A summary of the work done on a lead, for lists and figures.</summary>
/// <param name="LastAt">The time of the last step.</param>
/// <param name="AssignedAt">The time of the first assignment.</param>
/// <param name="ContactedAt">The time at which it first left status New.</param>
/// <param name="ClosedAt">The time at which it was converted or rejected; null while it is open.</param>
/// <param name="SnoozedUntil">The day until which it is hidden from lists.</param>
[GenerateSerializer, Immutable, Alias("lead-work")]
public sealed record LeadWork(
    [property: Id(0)] DateTimeOffset LastAt, [property: Id(1)] DateTimeOffset? AssignedAt, [property: Id(2)] DateTimeOffset? ContactedAt,
    [property: Id(3)] DateTimeOffset? ClosedAt,
    [property: Id(4)] DateOnly? SnoozedUntil, [property: Id(5)] int Notes)
{
    /// <summary>
    /// The time at which somebody took it from its owner; null if it has one, never had one, or has reopened by itself since.
    /// </summary>
    [Id(6)] public DateTimeOffset? UnassignedAt { get; init; }
}

/// <summary>A step in the history of a lead.</summary>
/// <param name="What">The new status; <c>assigned:</c> and the name; <c>snoozed:</c> and the day; <c>note</c>; <c>undone</c>;
/// <c>reopened</c>.</param>
/// <param name="Refused">The reason why the command was refused; null if it was applied.</param>
[GenerateSerializer, Immutable, Alias("lead-step")]
public sealed record LeadStep(
    [property: Id(0)] long Sequence, [property: Id(1)] DateTimeOffset At, [property: Id(2)] string What, [property: Id(3)] string? Reason,
    [property: Id(4)] string? By, [property: Id(5)] string? Refused,
    [property: Id(6)] CommandOutcome Outcome)
{
    [Id(7)] public string? Note { get; init; }
}

/// <summary>A lead with its explanation, as of the tenant's day.</summary>
/// <param name="RiskExplanation">The explanation of the item's risk score.</param>
/// <param name="Successor">The product that replaces the item; null if unknown.</param>
/// <param name="Item">Null if the lead is about a contract.</param>
[GenerateSerializer, Immutable, Alias("lead-detail")]
public sealed record LeadDetail(
    [property: Id(0)] LeadRow Lead,
    [property: Id(1)] string AccountName,
    [property: Id(2)] Explanation Explanation,
    [property: Id(3)] Explanation RiskExplanation,
    [property: Id(4)] ImmutableArray<RecommendedService> Services,
    [property: Id(5)] string Title,
    [property: Id(6)] string Description,
    [property: Id(7)] string RecommendedAction,
    [property: Id(8)] string? Successor,
    [property: Id(9)] DateOnly AsOf,
    [property: Id(10)] string RulesVersion,
    [property: Id(11)] ImmutableArray<LeadStep> Steps,
    [property: Id(12)] ItemView? Item)
{
    /// <summary>The next change of the score by the passing of time; null if there is none.</summary>
    [Id(13)] public LeadForecast? Forecast { get; init; }

    /// <summary>The day on which the lead becomes critical by the passing of time; null if never or if it is critical already.</summary>
    [Id(14)] public LeadForecast? Critical { get; init; }

    /// <summary>The journal row up to which the account has applied its rows.</summary>
    [Id(15)] public long Sequence { get; init; }

    /// <summary>The opportunity to which it was converted; null if it is not converted.</summary>
    [Id(16)] public string? OpportunityId { get; init; }
}

/// <summary>A lead's score from a later day on, if no event changes it.</summary>
[GenerateSerializer, Immutable, Alias("lead-forecast")]
public sealed record LeadForecast([property: Id(0)] DateOnly On, [property: Id(1)] decimal Score, [property: Id(2)] Priority Priority);

public enum CommandOutcome { Applied, NotFound, VersionMismatch, NotAllowed, Invalid }

/// <summary>The result of a command on a lead.</summary>
/// <param name="Lead">The lead after the command; null if it does not exist.</param>
[GenerateSerializer, Immutable, Alias("command-result")]
public sealed record CommandResult(
    [property: Id(0)] CommandOutcome Outcome, [property: Id(1)] string? Reason, [property: Id(2)] LeadRow? Lead,
    [property: Id(3)] long Sequence);
