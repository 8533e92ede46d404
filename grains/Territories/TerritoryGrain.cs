using System.Collections.Immutable;
using OneLead.Accounts;
using OneLead.Grains;
using OneLead.Storage;
using OneLead.Views;

namespace OneLead.Territories;

internal sealed class TerritoryGrain(ISnapshotStore snapshots) : Grain, ITerritoryGrain
{
    private readonly RollUp _accounts = new();
    private string _tenant = "";
    private string _name = "";
    private StateVersion _told;

    // Set while the portfolio may not have the sums.
    private bool _mustTell;

    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        (_tenant, _name) = Keys.Split(this.GetPrimaryKeyString());
        var territory = _name == Keys.TerritoryGrainKey(null) ? null : Keys.DecodePart(_name);
        // A former activation may have counted accounts that have left since, so this one must report a higher version.
        _told = await Portfolio.VersionOf(_name);
        foreach (var row in await snapshots.GetContributionsAsync(_tenant, territory, cancellationToken))
            _accounts.Take(new ContributionUpsert(row.Account, AccountViews.Version(row.Stamp),
                ContributionCodec.Read(row.Bytes), default));
        if (_accounts.Count > 0)
            await TellUpwardsAsync();
    }

    public async Task Upsert(ImmutableArray<ContributionUpsert> accounts, bool areStored)
    {
        foreach (var account in accounts)
            _mustTell |= _accounts.Take(account);
        if (_mustTell || areStored)
            await TellUpwardsAsync();
    }

    public Task<TerritoryView> View() => Task.FromResult(new TerritoryView(
        new TerritoryRow(_name, _accounts.Totals, _accounts.UpdatedAt),
        [.. _accounts.Parts
            .OrderByDescending(p => p.Contribution.Leads.Total).ThenBy(p => p.Id, StringComparer.Ordinal)
            .Select(p => new TerritoryStanding(p.Id, p.Contribution))]));

    private IPortfolioGrain Portfolio => GrainFactory.Get<IPortfolioGrain>(_tenant);

    private async Task TellUpwardsAsync()
    {
        (_told, _mustTell) = (new StateVersion(_told.Sequence + 1, 0), true);
        // A call of a former activation may have arrived after this one asked for the version.
        while (!await Portfolio.Upsert(new ContributionUpsert(_name, _told, _accounts.Totals, _accounts.UpdatedAt)))
            _told = new StateVersion((await Portfolio.VersionOf(_name)).Sequence + 1, 0);
        _mustTell = false;
    }
}
