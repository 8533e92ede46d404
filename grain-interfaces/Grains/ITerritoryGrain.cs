using OneLead.Views;

namespace OneLead.Grains;

/// <summary>An account's contribution. One contribution is replaced; a total is never incremented.</summary>
/// <param name="Version">Journal sequence: an older one is ignored.</param>
/// <param name="Contribution">Null: the account has left this territory.</param>
[GenerateSerializer, Immutable, Alias("contribution-upsert")]
public sealed record ContributionUpsert([property: Id(0)] string Id, [property: Id(1)] long Version, [property: Id(2)] Contribution? Contribution, [property: Id(3)] DateTimeOffset At);

/// <summary>A territory's roll-up over its accounts. Key: tenant/territory; tenant/- for accounts without one.</summary>
[Alias("territory")]
public interface ITerritoryGrain : IGrainWithStringKey
{
    [Alias("upsert")] Task Upsert(ContributionUpsert account);

    [Alias("view")] Task<TerritoryView> View();
}

/// <summary>The tenant's roll-up over its territories. Key: tenant.</summary>
[Alias("portfolio")]
public interface IPortfolioGrain : IGrainWithStringKey
{
    [Alias("upsert")] Task Upsert(ContributionUpsert territory);

    [Alias("view")] Task<PortfolioView> View();
}
