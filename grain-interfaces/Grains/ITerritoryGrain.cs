using System.Collections.Immutable;
using OneLead.Views;

namespace OneLead.Grains;

/// <summary>Replaces an account's contribution to a roll-up.</summary>
/// <param name="Version">An upsert with an older version than the current one is ignored.</param>
/// <param name="Contribution">Null if the account has left this territory.</param>
[GenerateSerializer, Immutable, Alias("contribution-upsert")]
public sealed record ContributionUpsert(
    [property: Id(0)] string Id, [property: Id(1)] StateVersion Version, [property: Id(2)] Contribution? Contribution,
    [property: Id(3)] DateTimeOffset At);

/// <summary>The roll-up of a territory's accounts. Key: tenant/territory; tenant/- for accounts without one.</summary>
[Alias("territory")]
public interface ITerritoryGrain : IGrainWithStringKey
{
    /// <summary>Replaces the contributions of accounts and updates the portfolio once if the totals changed.</summary>
    /// <param name="areStored">True if the contributions are stored. The portfolio is then updated in any case, because it may
    /// have read older rows.</param>
    [Alias("upsert")] Task Upsert(ImmutableArray<ContributionUpsert> accounts, bool areStored);

    [Alias("view")] Task<TerritoryView> View();
}

/// <summary>The roll-up of a tenant's territories. Key: tenant.</summary>
[Alias("portfolio")]
public interface IPortfolioGrain : IGrainWithStringKey
{
    /// <summary>Replaces the contribution of a territory, and publishes the territory and the portfolio.</summary>
    /// <returns>False if the portfolio has this version or a newer one already.</returns>
    [Alias("upsert")] Task<bool> Upsert(ContributionUpsert territory);

    /// <summary>Returns the version of a territory's contribution. The territory continues from it after its next activation.</summary>
    [Alias("version-of")] Task<StateVersion> VersionOf(string territory);

    [Alias("view")] Task<PortfolioView> View();

    /// <summary>Returns the roll-ups of all territories as the portfolio has them.</summary>
    [Alias("territories")] Task<ImmutableArray<TerritoryRow>> Territories();
}
