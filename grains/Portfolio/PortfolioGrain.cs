using System.Collections.Immutable;
using OneLead.Accounts;
using OneLead.Feed;
using OneLead.Grains;
using OneLead.Journal;
using OneLead.Storage;
using OneLead.Territories;
using OneLead.Views;

namespace OneLead.Portfolio;

internal sealed class PortfolioGrain(
    ISnapshotStore snapshots, RollUpEpochs epochs, JournalTails tails, ChangePublisher changes) : Grain, IPortfolioGrain
{
    private readonly RollUp _territories = new();
    private readonly Dictionary<string, TerritoryRow> _rows = new(StringComparer.Ordinal);
    private string _tenant = "";
    private RollUpVersion _version;

    // Reads the territories' sums from the store, because calls only go up.
    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _tenant = this.GetPrimaryKeyString();
        // Before the sums: a former activation that still publishes them is then older.
        _version = new RollUpVersion(await epochs.NextAsync(_tenant, cancellationToken), 0);
        foreach (var territory in (await snapshots.GetTerritoriesAsync(_tenant, cancellationToken)).Append(null))
        {
            var sum = new RollUp();
            foreach (var row in await snapshots.GetContributionsAsync(_tenant, territory, cancellationToken))
                sum.Take(new ContributionUpsert(row.Account, AccountViews.Version(row.Stamp), ContributionCodec.Read(row.Bytes), default));
            Take(new ContributionUpsert(Keys.TerritoryGrainKey(territory), default, sum.Totals, default));
        }
    }

    public Task<bool> Upsert(ContributionUpsert territory)
    {
        if (!Take(territory))
            return Task.FromResult(false);
        changes.Publish(_tenant, new Change { Territory = _rows[territory.Id] });
        changes.Publish(_tenant, new Change { Portfolio = Now() });
        return Task.FromResult(true);
    }

    public Task<StateVersion> VersionOf(string territory) => Task.FromResult(_territories.VersionOf(territory));

    public Task<PortfolioView> View() => Task.FromResult(Now());

    public Task<ImmutableArray<TerritoryRow>> Territories() => Task.FromResult<ImmutableArray<TerritoryRow>>([.. _rows.Values]);

    private bool Take(ContributionUpsert territory)
    {
        if (!_territories.Take(territory))
            return false;
        _version = _version with { Number = _version.Number + 1 };
        _rows[territory.Id] = new TerritoryRow(territory.Id, territory.Contribution ?? default, territory.At) { Version = _version };
        return true;
    }

    private PortfolioView Now()
    {
        var history = tails.Of(_tenant).History;
        var now = history.Latest;
        return new PortfolioView(
            _territories.Totals, Inhabited, now.AsOf, now.Rules.Version,
            _territories.UpdatedAt > now.UpdatedAt ? _territories.UpdatedAt : now.UpdatedAt)
        {
            Version = _version,
            TenantSequence = history.UpTo,
        };
    }

    // Accounts without a territory are in the sums but not in the list of territories.
    private int Inhabited => _territories.Inhabited - (_territories.Of(Keys.TerritoryGrainKey(null)) is { Accounts: > 0 } ? 1 : 0);
}
