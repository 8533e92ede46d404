using OneLead.Accounts;
using OneLead.Grains;
using OneLead.Storage;
using OneLead.Views;

namespace OneLead.Territories;

internal sealed class TerritoryGrain(ISnapshotStore snapshots, TimeProvider time) : Grain, ITerritoryGrain
{
    private readonly RollUp accounts = new();
    private string tenant = "";
    private string? territory;
    private long told;

    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        // Above all that a former activation has told, which may have known of accounts that have left since: they are stored elsewhere now.
        told = time.GetUtcNow().UtcTicks;
        (tenant, var key) = Keys.Split(this.GetPrimaryKeyString());
        territory = key == Keys.TerritoryGrainKey(null) ? null : Keys.Unpart(key);
        foreach (var row in await snapshots.Contributions(tenant, territory, cancellationToken))
            accounts.Take(new ContributionUpsert(row.Account, AccountViews.Version(row.Stamp), ContributionCodec.Read(row.Bytes), default));
        // What is stored can be newer than what a former activation has told.
        if (accounts.Version > 0)
            await TellUpwards();
    }

    public async Task Upsert(ContributionUpsert account)
    {
        if (accounts.Take(account))
            await TellUpwards();
    }

    private async Task TellUpwards()
    {
        var name = Keys.TerritoryGrainKey(territory);
        await GrainFactory.GetGrain<IPortfolioGrain>(tenant).Upsert(new ContributionUpsert(name, ++told, accounts.Totals, accounts.UpdatedAt));
        await GrainFactory.GetGrain<IFeedGrain>(tenant).Territory(new TerritoryRow(name, accounts.Totals, accounts.UpdatedAt));
    }

    public Task<TerritoryView> View() => Task.FromResult(new TerritoryView(
        new TerritoryRow(Keys.TerritoryGrainKey(territory), accounts.Totals, accounts.UpdatedAt),
        [.. accounts.Parts
            .OrderByDescending(p => p.Contribution.LeadValue).ThenByDescending(p => p.Contribution.Leads.Total).ThenBy(p => p.Id, StringComparer.Ordinal)
            .Select(p => new TerritoryStanding(p.Id, p.Contribution))]));
}
