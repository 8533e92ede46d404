using System.Collections.Immutable;
using OneLead.Events;
using OneLead.Grains;
using OneLead.Hosting;
using OneLead.Views;

namespace OneLead.Accounts;

internal sealed class AccountGrain(AccountFold fold, Directories directories, SnapshotWriter snapshots) : Grain, IAccountGrain
{
    private readonly HashSet<string> watched = new(StringComparer.Ordinal);
    private string tenant = "";
    private string account = "";
    private AccountState state = null!;
    private AccountRow? publishedRow;
    private string? publishedTerritory;
    private string? storedTerritory;
    private long publishedVersion;

    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        (tenant, account) = Keys.Split(this.GetPrimaryKeyString());
        (state, var stored) = await fold.Load(tenant, account);
        storedTerritory = snapshots.TerritoryOf(tenant, account, stored);
        if (state.IsChanged)
            snapshots.Mark(tenant, account, 1);
        // Whoever read this account's stored view may have read an older one.
        await Publish(whole: true);
    }

    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken) => state.IsChanged ? Flush() : Task.CompletedTask;

    public async Task Apply(Delivery delivery)
    {
        if (delivery.UpTo <= state.Sequence && directories.Of(tenant).LinksOf(account).Last <= state.LinkedThrough)
            return;
        var before = state.Sequence;
        var links = directories.Of(tenant).LinksOf(account);
        var rekeyed = links.Last > state.LinkedThrough;
        if (rekeyed)
            // Keys came or went: no state is copied, the facts of the keys that hold now are folded anew.
            state = await fold.Refold(tenant, account, links, delivery.UpTo);
        else if (delivery.Previous <= state.Sequence)
            await fold.Take(tenant, state, delivery.Entries, delivery.UpTo);
        else
            await fold.ReadOn(tenant, state, delivery.UpTo);
        snapshots.Mark(tenant, account, before + 1);
        await Publish(whole: rekeyed, state.Cause);
    }

    public async Task CatchUp()
    {
        var (before, former) = (state.TenantSequence, state.ScoredUnder);
        if (state.HasClosedLeads || await fold.IsRetracted(tenant, state))
            await fold.ReadToHead(tenant, state);
        else
            await fold.Take(tenant, state, [], state.Sequence);
        snapshots.Mark(tenant, account, before + 1);
        await Publish(whole: false, state.ScoredUnder.CauseSince(former));
    }

    public Task Flush()
    {
        var write = AccountViews.Snapshot(tenant, state, Name());
        snapshots.Offer(write, storedTerritory);
        storedTerritory = write.Stamp.Territory;
        return Task.CompletedTask;
    }

    public Task<AccountDelta?> Current() => Task.FromResult(state.IsEmpty ? null : AccountViews.Whole(state, Name()));

    public async Task<ImmutableArray<EntityRow>> Entities(EventKind kind)
    {
        await Today();
        return EntityViews.Of(state, kind);
    }

    public async Task<Account360?> View()
    {
        await Today();
        return state.IsEmpty ? null : AccountViews.Full(state, Name());
    }

    public async Task<LeadDetail?> Lead(string lead)
    {
        await Today();
        return AccountViews.Lead(state, lead, Name());
    }

    public async Task<ItemView?> Item(string item)
    {
        await Today();
        return AccountViews.Item(state, item);
    }

    public async Task<CommandResult> Outcome(string lead, long sequence)
    {
        // The row may have overtaken its delivery: it is read from the journal then.
        await Apply(new Delivery(long.MaxValue, [], sequence));
        return AccountViews.Outcome(state, lead, sequence);
    }

    public Task WatchItem(string item)
    {
        watched.Add(item);
        return Task.CompletedTask;
    }

    // A day that moves no score wakes nobody, but who looks sees days counted as of today.
    private async Task Today()
    {
        if (await fold.IsBehind(tenant, state))
            await CatchUp();
    }

    private string Name() => AccountViews.Name(state, directories.Of(tenant).NameOf(account));

    private async Task Publish(bool whole, ChangeCause? cause = null)
    {
        var (changed, entities) = (state.TakeChangedLeads(), state.TakeChangedEntities());
        var row = state.IsListed ? AccountViews.Row(state, Name()) : null;
        if (!whole && changed.Count == 0 && entities.IsEmpty && row == publishedRow)
            return;
        var delta = whole
            ? AccountViews.Whole(state, Name())
            : AccountViews.Delta(state, row, changed, entities, cause, publishedVersion);
        await Contribute(row, delta.Version);
        await GrainFactory.GetGrain<IFeedGrain>(tenant).Account(delta);
        (publishedRow, publishedVersion) = (row, delta.Version);
        await TellItems(whole, changed, delta.Version);
    }

    private async Task Contribute(AccountRow? row, long version)
    {
        if (row?.Totals == publishedRow?.Totals && row?.Territory == publishedTerritory && publishedRow is not null)
            return;
        if (publishedRow is not null && publishedTerritory != row?.Territory)
            await Territory(publishedTerritory).Upsert(new ContributionUpsert(account, version, null, state.UpdatedAt));
        if (row is not null || publishedRow is null)
            await Territory(row?.Territory).Upsert(new ContributionUpsert(account, version, row?.Totals, state.UpdatedAt));
        publishedTerritory = row?.Territory;
    }

    private ITerritoryGrain Territory(string? territory) => GrainFactory.GetGrain<ITerritoryGrain>(Keys.Grain(tenant, Keys.TerritoryGrainKey(territory)));

    private async Task TellItems(bool all, IReadOnlyList<(string Id, LeadRow? Row)> changed, long version)
    {
        if (watched.Count == 0)
            return;
        var touched = all ? watched.ToImmutableArray() : [.. state.TakeTouchedItems().Where(watched.Contains)];
        foreach (var item in touched)
            await GrainFactory.GetGrain<IItemGrain>(Keys.Grain(tenant, item)).Changed(AccountViews.Item(state, item), version);
    }
}
