using OneLead.Accounts;
using OneLead.Feed;
using OneLead.Grains;
using OneLead.Journal;
using OneLead.Storage;
using OneLead.Tenants;
using OneLead.Territories;
using OneLead.Views;

namespace OneLead.Portfolio;

internal sealed class PortfolioGrain(ISnapshotStore snapshots, JournalTails tails, ChangePublisher changes) : Grain, IPortfolioGrain
{
    private readonly RollUp _territories = new();
    private string _tenant = "";

    // Reads the territories' sums from the store, because calls only go up.
    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _tenant = this.GetPrimaryKeyString();
        foreach (var territory in (await snapshots.GetTerritoriesAsync(_tenant, cancellationToken)).Append(null))
        {
            var sum = new RollUp();
            foreach (var row in await snapshots.GetContributionsAsync(_tenant, territory, cancellationToken))
                sum.Take(new ContributionUpsert(row.Account, AccountViews.Version(row.Stamp), ContributionCodec.Read(row.Bytes), default));
            _territories.Take(new ContributionUpsert(Keys.TerritoryGrainKey(territory), default, sum.Totals, default));
        }
    }

    public Task<bool> Upsert(ContributionUpsert territory)
    {
        var isTaken = _territories.Take(territory);
        if (isTaken)
            changes.Publish(_tenant, new Change { Portfolio = Now(tails.Of(_tenant).History.Latest) });
        return Task.FromResult(isTaken);
    }

    public Task<StateVersion> VersionOf(string territory) => Task.FromResult(_territories.VersionOf(territory));

    public Task<PortfolioView> View() => Task.FromResult(Now(tails.Of(_tenant).History.Latest));

    private PortfolioView Now(TenantState now) => new(
        _territories.Totals, Territories, now.AsOf, now.Rules.Version,
        _territories.UpdatedAt > now.UpdatedAt ? _territories.UpdatedAt : now.UpdatedAt);

    // Accounts without a territory are in the sums but not in the list of territories.
    private int Territories => _territories.Inhabited - (_territories.Of(Keys.TerritoryGrainKey(null)) is { Accounts: > 0 } ? 1 : 0);
}
