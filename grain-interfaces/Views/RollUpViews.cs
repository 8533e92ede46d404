using System.Collections.Immutable;

namespace OneLead.Views;

/// <summary>A territory's roll-up.</summary>
[GenerateSerializer, Immutable, Alias("territory-row")]
public sealed record TerritoryRow([property: Id(0)] string Id, [property: Id(1)] Contribution Totals, [property: Id(2)] DateTimeOffset UpdatedAt);

/// <summary>An account's place in its territory's leaderboard.</summary>
[GenerateSerializer, Immutable, Alias("territory-standing")]
public sealed record TerritoryStanding([property: Id(0)] string AccountId, [property: Id(1)] Contribution Totals);

/// <summary>A territory with its accounts, by lead value, then open leads.</summary>
[GenerateSerializer, Immutable, Alias("territory-view")]
public sealed record TerritoryView([property: Id(0)] TerritoryRow Territory, [property: Id(1)] ImmutableArray<TerritoryStanding> Leaderboard);

/// <summary>The whole tenant.</summary>
[GenerateSerializer, Immutable, Alias("portfolio-view")]
public sealed record PortfolioView([property: Id(0)] Contribution Totals, [property: Id(1)] int Territories, [property: Id(2)] DateOnly AsOf, [property: Id(3)] string RulesVersion, [property: Id(4)] DateTimeOffset UpdatedAt);

/// <summary>What holds for the whole tenant: the day, the rules, the services on offer.</summary>
/// <param name="Sequence">The last tenant row in it.</param>
/// <param name="Services">For each row of the service catalogue (<see cref="LeadRow.ServiceRow"/>) and lead type, the services to recommend, best first; key <c>row|lead_type</c>.</param>
[GenerateSerializer, Immutable, Alias("tenant-view")]
public sealed record TenantView(
    [property: Id(0)] long Sequence, [property: Id(1)] DateOnly AsOf, [property: Id(2)] string RulesVersion, [property: Id(3)] ImmutableDictionary<string, ImmutableArray<RecommendedService>> Services,
    [property: Id(4)] ImmutableArray<CatalogueService> Catalogue);

/// <summary>A service of the practice catalogue.</summary>
[GenerateSerializer, Immutable, Alias("entity-service")]
public sealed record CatalogueService([property: Id(0)] string Id, [property: Id(1)] string? Practice, [property: Id(2)] string? SubPractice, [property: Id(3)] string Name);

/// <summary>Two names that were compared and not merged, for a person to decide.</summary>
/// <param name="Kind">near_match or tie.</param>
[GenerateSerializer, Immutable, Alias("review-case")]
public sealed record ReviewCase([property: Id(0)] string Kind, [property: Id(1)] string? Territory, [property: Id(2)] string First, [property: Id(3)] string Second, [property: Id(4)] int? Similarity, [property: Id(5)] string Note);

/// <summary>How names became accounts.</summary>
[GenerateSerializer, Immutable, Alias("reconciliation-view")]
public sealed record ReconciliationView([property: Id(0)] ImmutableArray<LinkDecision> Decisions, [property: Id(1)] ImmutableArray<ReviewCase> Review);
