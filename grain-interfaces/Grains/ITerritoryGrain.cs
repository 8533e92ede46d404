using System.Collections.Immutable;
using OneLead.Views;

namespace OneLead.Grains;

/// <summary>An account's contribution. One contribution is replaced; a total is never incremented.</summary>
/// <param name="Version">An older one than the known one is ignored.</param>
/// <param name="Contribution">Null: the account has left this territory.</param>
[GenerateSerializer, Immutable, Alias("contribution-upsert")]
public sealed record ContributionUpsert([property: Id(0)] string Id, [property: Id(1)] StateVersion Version, [property: Id(2)] Contribution? Contribution, [property: Id(3)] DateTimeOffset At);

/// <summary>A territory's roll-up over its accounts. Key: tenant/territory; tenant/- for accounts without one.</summary>
[Alias("territory")]
public interface ITerritoryGrain : IGrainWithStringKey
{
    /// <summary>Replaces the contributions of accounts, and tells the portfolio once if that changed something.</summary>
    /// <param name="areStored">The contributions are in the store now. The portfolio is told in any case: it may have read the store before.</param>
    [Alias("upsert")] Task Upsert(ImmutableArray<ContributionUpsert> accounts, bool areStored);

    [Alias("view")] Task<TerritoryView> View();
}

/// <summary>The tenant's roll-up over its territories. Key: tenant.</summary>
[Alias("portfolio")]
public interface IPortfolioGrain : IGrainWithStringKey
{
    [Alias("upsert")] Task Upsert(ContributionUpsert territory);

    /// <summary>The version of a territory's contribution here: the territory counts on from it when it is activated again.</summary>
    [Alias("version-of")] Task<StateVersion> VersionOf(string territory);

    [Alias("view")] Task<PortfolioView> View();
}
