using OneLead.Accounts;
using OneLead.Grains;
using OneLead.Storage;
using OneLead.Tenants;
using OneLead.Territories;
using OneLead.Views;

namespace OneLead.Portfolio;

internal sealed class PortfolioGrain(ISnapshotStore snapshots, TenantLog tenants) : Grain, IPortfolioGrain
{
    private readonly RollUp territories = new();
    private string tenant = "";

    // Territories are not asked (calls go up only): their sums are read where they read them.
    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        tenant = this.GetPrimaryKeyString();
        foreach (var territory in (await snapshots.Territories(tenant, cancellationToken)).Append(null))
        {
            var sum = new RollUp();
            foreach (var row in await snapshots.Contributions(tenant, territory, cancellationToken))
                sum.Take(new ContributionUpsert(row.Account, AccountViews.Version(row.Stamp), ContributionCodec.Read(row.Bytes), default));
            territories.Take(new ContributionUpsert(Keys.TerritoryGrainKey(territory), sum.Version, sum.Totals, default));
        }
    }

    public async Task Upsert(ContributionUpsert territory)
    {
        if (territories.Take(territory))
            await GrainFactory.GetGrain<IFeedGrain>(tenant).Portfolio(Now(tenants.Known(tenant).Latest));
    }

    public async Task<PortfolioView> View() => Now((await tenants.Read(tenant)).Latest);

    private PortfolioView Now(TenantState now) => new(
        territories.Totals, Territories, now.AsOf, now.Rules.Version, territories.UpdatedAt > now.UpdatedAt ? territories.UpdatedAt : now.UpdatedAt);

    // Accounts without a territory are rolled up, too, but are none.
    private int Territories => territories.Inhabited - (territories.Of(Keys.TerritoryGrainKey(null)) is { Accounts: > 0 } ? 1 : 0);
}
