using System.Collections.Immutable;

namespace OneLead.Views;

/// <summary>A lead as lists show it.</summary>
/// <param name="Score">0-100 with two decimals.</param>
/// <param name="Value">Null: unknown.</param>
/// <param name="Version">Changes with each command on the lead: the ETag of its status and assignment.</param>
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
    /// <summary>What people did to it; null of a lead that nobody touched, as most are.</summary>
    [Id(21)] public LeadWork? Work { get; init; }
}

/// <summary>What people did to a lead, as lists and figures need it.</summary>
/// <param name="LastAt">When the last step was taken.</param>
/// <param name="AssignedAt">When it was first given to somebody.</param>
/// <param name="ContactedAt">When it was first moved on from new.</param>
/// <param name="ClosedAt">When it was converted or rejected; null while it is open.</param>
/// <param name="SnoozedUntil">The day until which nobody wants to see it.</param>
[GenerateSerializer, Immutable, Alias("lead-work")]
public sealed record LeadWork(
    [property: Id(0)] DateTimeOffset LastAt, [property: Id(1)] DateTimeOffset? AssignedAt, [property: Id(2)] DateTimeOffset? ContactedAt, [property: Id(3)] DateTimeOffset? ClosedAt,
    [property: Id(4)] DateOnly? SnoozedUntil, [property: Id(5)] int Notes);

/// <summary>One step in a lead's life, as commanded.</summary>
/// <param name="What">The status that it was given; <c>assigned:</c> and the name; <c>snoozed:</c> and the day; <c>note</c>; <c>undone</c>; <c>reopened</c>.</param>
/// <param name="Refused">Why the command was not applied; null when it was.</param>
[GenerateSerializer, Immutable, Alias("lead-step")]
public sealed record LeadStep(
    [property: Id(0)] long Sequence, [property: Id(1)] DateTimeOffset At, [property: Id(2)] string What, [property: Id(3)] string? Reason, [property: Id(4)] string? By, [property: Id(5)] string? Refused,
    [property: Id(6)] CommandOutcome Outcome)
{
    [Id(7)] public string? Note { get; init; }
}

/// <summary>A lead with everything that explains it, as of the tenant's day.</summary>
/// <param name="RiskExplanation">Why its item has its risk score.</param>
/// <param name="Successor">The product that replaces the item, or null when none is known.</param>
/// <param name="RespondBy">CRITICAL today, HIGH in 7 days, MEDIUM in 30; null for LOW.</param>
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
    [property: Id(9)] DateOnly? RespondBy,
    [property: Id(10)] DateOnly AsOf,
    [property: Id(11)] string RulesVersion,
    [property: Id(12)] ImmutableArray<LeadStep> Steps,
    [property: Id(13)] ItemView Item)
{
    /// <summary>The next day on which its score changes by itself; null: never.</summary>
    [Id(14)] public LeadForecast? Forecast { get; init; }

    /// <summary>The day on which it becomes critical by itself; null: never, or it is.</summary>
    [Id(15)] public LeadForecast? Critical { get; init; }

    /// <summary>The row of the journal up to which its account has read.</summary>
    [Id(16)] public long Sequence { get; init; }

    /// <summary>What it was converted to, as the command said; null while it is not converted.</summary>
    [Id(17)] public string? OpportunityId { get; init; }
}

/// <summary>What a lead's score is from a later day on, if nothing happens but time.</summary>
[GenerateSerializer, Immutable, Alias("lead-forecast")]
public sealed record LeadForecast([property: Id(0)] DateOnly On, [property: Id(1)] decimal Score, [property: Id(2)] Priority Priority);

/// <summary>The answer to a command on a lead.</summary>
public enum CommandOutcome { Applied, NotFound, VersionMismatch, NotAllowed, Invalid }

/// <summary>What became of a command, at its place in the journal.</summary>
/// <param name="Lead">The lead after it; null when there is none.</param>
[GenerateSerializer, Immutable, Alias("command-result")]
public sealed record CommandResult([property: Id(0)] CommandOutcome Outcome, [property: Id(1)] string? Reason, [property: Id(2)] LeadRow? Lead, [property: Id(3)] long Sequence);
