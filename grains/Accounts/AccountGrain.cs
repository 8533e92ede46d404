using System.Collections.Immutable;
using OneLead.Deliveries;
using OneLead.Events;
using OneLead.Feed;
using OneLead.Grains;
using OneLead.Journal;
using OneLead.Snapshots;
using OneLead.Storage;
using OneLead.Territories;
using OneLead.Views;

namespace OneLead.Accounts;

internal sealed class AccountGrain(AccountFold fold, IJournal journal, JournalTails tails, SnapshotWriter snapshots,
    ContributionSender contributions, ChangePublisher changes) : Grain, IAccountGrain
{
    private readonly HashSet<string> _watched = new(StringComparer.Ordinal);
    private string _tenant = "";
    private string _account = "";
    private TenantTail _tail = null!;
    private AccountState _state = null!;
    private AccountRow? _publishedRow;
    private StateVersion _publishedVersion;
    private ChangeCause? _lastCause;
    private string? _storedTerritory;
    private long _storedSequence;

    // Set while a subscriber may lack a part of the state: the next publication is then whole.
    private bool _mustPublishWhole = true;

    // Set while the state may hold only part of a batch: it must then be folded again.
    private bool _isHalfApplied;

    // More than one if a former activation ended before a snapshot named the new territory.
    private readonly HashSet<string> _contributedTo = new(StringComparer.Ordinal);

    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        (_tenant, _account) = Keys.Split(this.GetPrimaryKeyString());
        _tail = tails.Of(_tenant);
        (_state, var stored) = await fold.LoadAsync(_tenant, _account);
        _storedTerritory = snapshots.TerritoryOf(_tenant, _account, stored?.Territory);
        _storedSequence = stored?.Sequence ?? 0;
        _contributedTo.UnionWith(contributions.UnstoredTerritories(_tenant, _account));
        if (_state.IsChanged || _state.Sequence > _storedSequence)
            snapshots.Mark(_tenant, _account);
        // A reader may have loaded an older stored view. Another engine changes scores without a row that is the cause.
        var isSameEngine = stored is null || stored.Engine == AccountState.Engine;
        await PublishAsync(isSameEngine ? _state.Cause ?? CauseSince(stored) : null);
    }

    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken) =>
        _state is { IsChanged: true } ? Flush(isWhole: false) : Task.CompletedTask;

    public async Task Apply(JournalDelivery delivery)
    {
        await _tail.WaitForAsync(delivery.UpTo);
        var links = _tail.Links.LinksOf(_account);
        var mustFold = links.Last > _state.LinkedThrough || _isHalfApplied;
        if (delivery.UpTo <= _state.Sequence && !mustFold && !_mustPublishWhole)
        {
            // The journal repeats a delivery when its snapshot is not stored.
            snapshots.Mark(_tenant, _account);
            return;
        }
        var (under, cause) = (_state.Scores.Tenant, _state.Cause);
        _isHalfApplied = true;
        if (mustFold)
        {
            // When keys are added or removed, fold the current keys from the journal instead of copying state.
            var marks = PriorityMarks.Of(_state.Scores.Leads);
            (_state, _mustPublishWhole) =
                (await fold.RefoldAsync(_tenant, _account, links, Math.Max(delivery.UpTo, _state.Sequence), marks), true);
        }
        else if (delivery.UpTo > _state.Sequence)
        {
            if (delivery.Previous <= _state.Sequence)
                await fold.TakeAsync(_tenant, _state, delivery.Entries, delivery.UpTo);
            else
                await fold.ReadOnAsync(_tenant, _state, delivery.UpTo);
        }
        _isHalfApplied = false;
        snapshots.Mark(_tenant, _account);
        await PublishAsync(
            _state.Cause is { } own && (own != cause || mustFold) ? own : _state.Scores.Tenant.CauseSince(under));
    }

    public Task Flush(bool isWhole)
    {
        _state.IsRefolded |= isWhole;
        // Store only what was published, because a takeover does not deliver it again. The next delivery marks the account.
        if (_mustPublishWhole || _isHalfApplied)
            return Task.CompletedTask;
        if (contributions.IsPending(_tenant, _account))
        {
            snapshots.Mark(_tenant, _account);
            return Task.CompletedTask;
        }
        SnapshotWrite write;
        try
        {
            write = AccountViews.Snapshot(_tenant, _state, Name(), _storedSequence);
        }
        catch
        {
            // The changes since the last snapshot were taken out of the state, so the next one must hold everything.
            _state.IsRefolded = true;
            throw;
        }
        snapshots.Offer(write, _storedTerritory);
        (_storedTerritory, _storedSequence) = (write.Stamp.Territory, write.Stamp.Sequence);
        return Task.CompletedTask;
    }

    public async Task<AccountDelta> Current(long atLeast)
    {
        // A reader keeps the first state of a version, so an unfinished one must not be shown.
        if (_isHalfApplied || _mustPublishWhole || _state.Sequence < atLeast)
            await Apply(new JournalDelivery(PendingDelivery.ReadFromJournal, [], Math.Max(_state.Sequence, atLeast)));
        return AccountViews.Whole(_state, Name()) with { Cause = _lastCause };
    }

    public async Task<ImmutableArray<EntityRow>> Entities(EventKind kind)
    {
        await CatchUpAsync();
        return EntityViews.Of(_state, kind);
    }

    public async Task<Account360?> View()
    {
        await CatchUpAsync();
        return _state.Records.IsEmpty ? null : AccountViews.Full(_state, Name());
    }

    public async Task<AccountManagers?> Managers()
    {
        await CatchUpAsync();
        if (_state.Records.IsEmpty)
            return null;
        var records = _state.Records.All.Where(static r => r.Kind == EventKind.Account).Select(static r => (r.Kind, r.Id));
        var rows = await journal.ReadEntitiesAsync(_tenant, [.. records], 0, _state.Sequence);
        return ManagerHistory.Of(_account, rows, _tail.History.Latest.Retracted);
    }

    public async Task<LeadDetail?> Lead(string lead)
    {
        await CatchUpAsync();
        return AccountViews.Lead(_state, lead, Name(), _tail.History.Latest);
    }

    public async Task<ImmutableArray<string?>> RecommendedActions(ImmutableArray<string> leads)
    {
        await CatchUpAsync();
        return AccountViews.RecommendedActions(_state, leads, Name());
    }

    public async Task<ItemView?> Item(string item)
    {
        await CatchUpAsync();
        return AccountViews.Item(_state, item);
    }

    public async Task<CommandResult> Outcome(string lead, long sequence)
    {
        // The query may arrive before the delivery of its row; the row is then read from the journal.
        await Apply(new JournalDelivery(PendingDelivery.ReadFromJournal, [], sequence));
        return AccountViews.Outcome(_state, lead, sequence);
    }

    public Task<ItemView?> WatchItem(string item)
    {
        _watched.Add(item);
        return Item(item);
    }

    // A day that changes no score activates no account, so the days it counts are brought up to date when it is read.
    private Task CatchUpAsync() =>
        _isHalfApplied || _tail.History.Latest.Sequence > _state.Sequence
            ? Apply(new JournalDelivery(PendingDelivery.ReadFromJournal, [], _tail.Head))
            : Task.CompletedTask;

    private string Name() => AccountViews.Name(_state, _tail.Links.NameOf(_account));

    private ChangeCause? CauseSince(SnapshotStamp? stored) =>
        stored is null ? null : _state.Scores.Tenant.CauseSince(_tail.History.At(stored.TenantSequence));

    private async Task PublishAsync(ChangeCause? cause)
    {
        _lastCause = cause ?? _lastCause;
        var isWhole = _mustPublishWhole;
        _mustPublishWhole = true;
        var (leads, entities, items) = (_state.TakeChangedLeads(), _state.TakeChangedEntities(), _state.TakeAssessedItems());
        var row = _state.IsListed ? AccountViews.Row(_state, Name()) : null;
        // The same instance says that the row did not change.
        row = row == _publishedRow ? _publishedRow : row;
        var delta = isWhole
            ? AccountViews.Whole(_state, Name()) with { Cause = cause }
            : AccountViews.Delta(_state, row, leads, entities, cause, _publishedVersion);
        changes.Publish(_tenant, new Change { Account = delta });
        Contribute(row, delta.Version);
        (_publishedRow, _publishedVersion, _mustPublishWhole) = (row, delta.Version, false);
        foreach (var item in isWhole ? _watched : _watched.Intersect(items))
            await GrainFactory.Get<IItemGrain>(Keys.Grain(_tenant, item)).Changed(AccountViews.Item(_state, item), delta.Version);
    }

    private void Contribute(AccountRow? row, StateVersion version)
    {
        if (row?.Totals == _publishedRow?.Totals && row?.Territory == _publishedRow?.Territory && _publishedRow is not null)
            return;
        var territory = row is null && _publishedRow is not null ? null : Keys.TerritoryGrainKey(row?.Territory);
        foreach (var former in _contributedTo.Where(t => t != territory).ToList())
        {
            contributions.Send(_tenant, former, new ContributionUpsert(_account, version, null, _state.UpdatedAt), isStored: false);
            _contributedTo.Remove(former);
        }
        if (territory is null)
            return;
        _contributedTo.Add(territory);
        contributions.Send(_tenant, territory, new ContributionUpsert(_account, version, row?.Totals, _state.UpdatedAt), isStored: false);
    }
}
