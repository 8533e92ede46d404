using System.Collections.Immutable;

namespace OneLead.Views;

/// <summary>The version of a published roll-up. Readers ignore one with a lower version than their own.</summary>
/// <param name="Epoch">Counts the activations of the tenant's portfolio, in the store.</param>
/// <param name="Number">Counts the changes within an activation.</param>
[GenerateSerializer, Immutable, Alias("roll-up-version")]
public readonly record struct RollUpVersion([property: Id(0)] long Epoch, [property: Id(1)] long Number) : IComparable<RollUpVersion>
{
    public int CompareTo(RollUpVersion other) => (Epoch, Number).CompareTo((other.Epoch, other.Number));

    public static bool operator >(RollUpVersion a, RollUpVersion b) => a.CompareTo(b) > 0;

    public static bool operator <(RollUpVersion a, RollUpVersion b) => a.CompareTo(b) < 0;

    public static bool operator >=(RollUpVersion a, RollUpVersion b) => a.CompareTo(b) >= 0;

    public static bool operator <=(RollUpVersion a, RollUpVersion b) => a.CompareTo(b) <= 0;
}

/// <summary>A territory's roll-up.</summary>
/// <param name="Id">The key of its grain.</param>
[GenerateSerializer, Immutable, Alias("territory-row")]
public sealed record TerritoryRow(
    [property: Id(0)] string Id, [property: Id(1)] Contribution Totals, [property: Id(2)] DateTimeOffset UpdatedAt)
{
    /// <summary>The territory as sources write it; null for the accounts without one.</summary>
    public string? Name => Id == Keys.TerritoryGrainKey(null) ? null : Keys.DecodePart(Id);

    [Id(3)] public RollUpVersion Version { get; init; }
}

/// <summary>An account in its territory's leaderboard.</summary>
[GenerateSerializer, Immutable, Alias("territory-standing")]
public sealed record TerritoryStanding([property: Id(0)] string AccountId, [property: Id(1)] Contribution Totals);

/// <summary>A territory with its accounts, those with most open leads first.</summary>
[GenerateSerializer, Immutable, Alias("territory-view")]
public sealed record TerritoryView(
    [property: Id(0)] TerritoryRow Territory, [property: Id(1)] ImmutableArray<TerritoryStanding> Leaderboard);

/// <summary>The roll-up of a tenant.</summary>
[GenerateSerializer, Immutable, Alias("portfolio-view")]
public sealed record PortfolioView(
    [property: Id(0)] Contribution Totals, [property: Id(1)] int Territories, [property: Id(2)] DateOnly AsOf,
    [property: Id(3)] string RulesVersion, [property: Id(4)] DateTimeOffset UpdatedAt)
{
    [Id(5)] public RollUpVersion Version { get; init; }

    /// <summary>The last tenant row that decided the day and the rules.</summary>
    [Id(6)] public long TenantSequence { get; init; }
}

/// <summary>The territory that another one is below, as a source or an administrator states it.</summary>
/// <param name="IsInCircle">True if the territory would be below itself. The parent then does not count.</param>
[GenerateSerializer, Immutable, Alias("territory-parent")]
public sealed record TerritoryParent(
    [property: Id(0)] string Territory, [property: Id(1)] string Parent, [property: Id(2)] bool IsInCircle);

/// <summary>The state that all accounts of a tenant share: the day, the rules, the service catalogue.</summary>
/// <param name="Sequence">The last tenant row that is applied.</param>
/// <param name="Services">The recommended services, best first, by <see cref="ServiceKey"/>.</param>
[GenerateSerializer, Immutable, Alias("tenant-view")]
public sealed record TenantView(
    [property: Id(0)] long Sequence, [property: Id(1)] DateOnly AsOf, [property: Id(2)] string RulesVersion,
    [property: Id(3)] ImmutableDictionary<string, ImmutableArray<RecommendedService>> Services,
    [property: Id(4)] ImmutableArray<CatalogueService> Catalogue)
{
    /// <summary>The days to respond for each <see cref="Priority"/>; null where there is no limit.</summary>
    [Id(5)]
    public ImmutableArray<int?> RespondByDays { get; init; } = [];

    /// <summary>Why the rules published last do not apply; null when they do.</summary>
    [Id(6)]
    public string? RulesProblem { get; init; }

    /// <summary>The territories that are below another one, by territory.</summary>
    [Id(7)]
    public ImmutableArray<TerritoryParent> TerritoryParents { get; init; } = [];

    /// <summary>The key of a row's recommendations: <c>SERVERS|renewal</c>. The case of the row does not matter.</summary>
    public static string ServiceKey(string row, LeadType type) => $"{row.Trim().ToUpperInvariant()}|{Wire.Name(type)}";

    /// <summary>Returns the services to recommend for a <see cref="LeadRow.ServiceRow"/>, best first.</summary>
    public ImmutableArray<RecommendedService> ServicesFor(string row, LeadType type) =>
        Services.TryGetValue(ServiceKey(row, type), out var services) ? services : [];

    /// <summary>
    /// The day by which somebody should respond to a lead, counted from the day on which it entered its priority. It may have
    /// passed. Null for closed leads.
    /// </summary>
    public DateOnly? RespondBy(LeadRow lead) =>
        lead.PrioritySince is { } since && RespondByDays.ElementAtOrDefault((int)lead.Priority) is { } days ? since.AddDays(days) : null;
}

/// <summary>A service of the practice catalogue.</summary>
[GenerateSerializer, Immutable, Alias("entity-service")]
public sealed record CatalogueService(
    [property: Id(0)] string Id, [property: Id(1)] string? Practice, [property: Id(2)] string? SubPractice, [property: Id(3)] string Name);

/// <summary>Two similar names that were not merged, for a person to review.</summary>
/// <param name="Kind">near_match or tie.</param>
[GenerateSerializer, Immutable, Alias("review-case")]
public sealed record ReviewCase(
    [property: Id(0)] string Kind, [property: Id(1)] string? Territory, [property: Id(2)] string First, [property: Id(3)] string Second,
    [property: Id(4)] int? Similarity, [property: Id(5)] string Note);

/// <summary>The decisions of the reconciliation and the cases to review.</summary>
[GenerateSerializer, Immutable, Alias("reconciliation-view")]
public sealed record ReconciliationView(
    [property: Id(0)] ImmutableArray<LinkDecision> Decisions, [property: Id(1)] ImmutableArray<ReviewCase> Review);
