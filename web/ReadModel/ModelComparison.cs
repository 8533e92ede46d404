using System.Collections.Immutable;
using OneLead.Grains;
using OneLead.Storage;
using OneLead.Views;
using Orleans.Core.Internal;

namespace OneLead.Web.ReadModel;

/// <summary>Finds what a model may show differently from its accounts: by stored versions, unflushed accounts, and sums.</summary>
internal sealed class ModelComparison(string tenant, TenantModel model, IGrainFactory grains, ISnapshotStore snapshots)
{
    private Dictionary<string, StoredVersion> _stored = [];
    private ImmutableHashSet<string> _unflushed = [];
    private ImmutableArray<string> _suspects = [];
    private ImmutableHashSet<RollUpDifference> _rollUps = [];

    /// <summary>Compares the accounts.</summary>
    /// <returns>True if some differ, which may have changes on their way.</returns>
    public async Task<bool> FindAsync(CancellationToken cancellation)
    {
        var before = _unflushed;
        _unflushed = [.. await grains.GetGrain<IJournalGrain>(tenant).GetUnflushedAsync(cancellation)];
        _stored = (await snapshots.GetVersionsAsync(tenant, cancellation)).ToDictionary(s => s.Account, StringComparer.Ordinal);
        _suspects =
        [
            .. _stored.Values.Where(IsDifferent).Select(s => s.Account)
                // Accounts are stored within seconds. One that is not has a state that only it knows.
                .Union(_unflushed.Intersect(before))
                .Union(model.AccountIds().Where(a => !_stored.ContainsKey(a) && !_unflushed.Contains(a))),
        ];
        return _suspects.Length > 0;
    }

    /// <summary>The accounts that still differ from what was stored when they were compared.</summary>
    public IEnumerable<string> StillDifferent() =>
        _suspects.Where(a => !_stored.TryGetValue(a, out var stored) || _unflushed.Contains(a) || IsDifferent(stored));

    /// <summary>The roll-ups that differ from their accounts as they did in the last comparison. Null is the portfolio.</summary>
    public IEnumerable<string?> RollUpsToRepair()
    {
        var before = _rollUps;
        _rollUps = [.. ModelDifferences.OfRollUps(model.State())];
        return _rollUps.Intersect(before).Select(d => d.Territory);
    }

    /// <summary>True if the grain of a roll-up has the sums that the model shows.</summary>
    public async Task<bool> StatesAsShownAsync(string? territory)
    {
        var (stated, state) = (await AskAsync(territory), model.State());
        return stated.Territory is { } row
            ? state.Territories.TryGetValue(row.Id, out var shown) && shown.Totals == row.Totals
            : stated.Portfolio!.Totals == state.Portfolio.Totals;
    }

    /// <summary>Ends the activation of a roll-up. Its next one adds up the stored contributions.</summary>
    public async Task EndRollUpAsync(string? territory) =>
        await (territory is null ? (IGrain)grains.GetGrain<IPortfolioGrain>(tenant) : TerritoryOf(territory))
            .Cast<IGrainManagementExtension>().DeactivateOnIdle();

    public async Task<Change> AskAsync(string? territory) => territory is null
        ? new Change { Portfolio = await grains.GetGrain<IPortfolioGrain>(tenant).View() }
        : new Change { Territory = (await TerritoryOf(territory).View()).Territory };

    private ITerritoryGrain TerritoryOf(string territory) => grains.GetGrain<ITerritoryGrain>(Keys.Grain(tenant, territory));

    private bool IsDifferent(StoredVersion stored)
    {
        var (version, known) = (new StateVersion(stored.Sequence, stored.Engine), model.VersionOf(stored.Account));
        return version > known
            ? stored.HasView || model.Knows(stored.Account)
            : version == known && stored.HasView != model.Account(stored.Account) is not null;
    }
}
