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
    private Dictionary<string, long> _unflushed = [];
    private ImmutableArray<(string Account, StateVersion Shown)> _suspects = [];
    private ImmutableHashSet<RollUpDifference> _rollUps = [];

    /// <summary>Compares the accounts.</summary>
    /// <returns>True if some differ, which may have changes on their way.</returns>
    public async Task<bool> FindAsync(CancellationToken cancellation)
    {
        var before = _unflushed;
        await ReadAsync(cancellation);
        // Accounts are stored within seconds. One that is not has a state that only it knows.
        _suspects = [.. Different().Union(_unflushed.Keys.Where(before.ContainsKey)).Select(a => (a, model.VersionOf(a)))];
        return _suspects.Length > 0;
    }

    /// <summary>Finds the accounts with changes that the model may have missed: those that differ, and those that are not stored.</summary>
    /// <returns>With the row that the model must have of each.</returns>
    public async Task<IReadOnlyCollection<(string Account, long AtLeast)>> FindMissedAsync(CancellationToken cancellation)
    {
        await ReadAsync(cancellation);
        return [.. Different().Union(_unflushed.Keys).Select(WithRow)];
    }

    /// <summary>
    /// The accounts that still differ from what was stored when they were compared, with the row that the model must have of each.
    /// One that has moved on since then follows its changes, though late.
    /// </summary>
    public IEnumerable<(string Account, long AtLeast)> StillDifferent() => _suspects
        .Where(s => model.VersionOf(s.Account) == s.Shown).Select(static s => s.Account)
        .Where(a => !_stored.TryGetValue(a, out var stored) || _unflushed.ContainsKey(a) || IsDifferent(stored)).Select(WithRow);

    /// <summary>The roll-ups that differ from their accounts as they did in the last comparison. Null is the portfolio.</summary>
    public IEnumerable<string?> RollUpsToRepair()
    {
        var before = _rollUps;
        _rollUps = [.. ModelDifferences.OfRollUps(model.State())];
        return _rollUps.Intersect(before).Select(d => d.Territory);
    }

    /// <summary>True if the portfolio has the sums that the model shows.</summary>
    public async Task<bool> StatesAsShownAsync(string? territory)
    {
        var (stated, state) = (await AskAsync(territory), model.State());
        return territory is null
            ? stated.Portfolio!.Totals == state.Portfolio.Totals
            : stated.Territory?.Totals == (state.Territories.TryGetValue(territory, out var shown) ? shown.Totals : null);
    }

    /// <summary>Ends the activation of a roll-up and begins the next one, which adds up the stored contributions.</summary>
    public async Task RestartRollUpAsync(string? territory)
    {
        if (territory is null)
        {
            await Portfolio.Cast<IGrainManagementExtension>().DeactivateOnIdle();
            return;
        }
        var grain = grains.GetGrain<ITerritoryGrain>(Keys.Grain(tenant, territory));
        await grain.Cast<IGrainManagementExtension>().DeactivateOnIdle();
        // It brings its sums to the portfolio.
        await grain.View();
    }

    /// <summary>Asks the portfolio for a territory's sums or its own.</summary>
    public async Task<Change> AskAsync(string? territory) => territory is null
        ? new Change { Portfolio = await Portfolio.View() }
        : new Change { Territory = (await Portfolio.Territories()).FirstOrDefault(t => t.Id == territory) };

    private IPortfolioGrain Portfolio => grains.GetGrain<IPortfolioGrain>(tenant);

    // Unflushed accounts are read first: one that is stored in between is in one of the two.
    private async Task ReadAsync(CancellationToken cancellation)
    {
        _unflushed = (await grains.GetGrain<IJournalGrain>(tenant).GetUnflushedAsync(cancellation))
            .ToDictionary(static u => u.Id, static u => u.Last, StringComparer.Ordinal);
        _stored = (await snapshots.GetVersionsAsync(tenant, cancellation)).ToDictionary(s => s.Account, StringComparer.Ordinal);
    }

    private IEnumerable<string> Different() => _stored.Values.Where(IsDifferent).Select(s => s.Account)
        .Union(model.AccountIds().Where(a => !_stored.ContainsKey(a) && !_unflushed.ContainsKey(a)));

    private (string Account, long AtLeast) WithRow(string account) =>
        (account, Math.Max(_stored.GetValueOrDefault(account).Sequence, _unflushed.GetValueOrDefault(account)));

    private bool IsDifferent(StoredVersion stored)
    {
        var (version, known) = (new StateVersion(stored.Sequence, stored.Engine), model.VersionOf(stored.Account));
        return version > known
            ? stored.HasView || model.Knows(stored.Account)
            : version == known && stored.HasView != model.Account(stored.Account) is not null;
    }
}
