using System.Threading.Channels;
using OneLead.Grains;
using OneLead.Storage;
using OneLead.Views;

namespace OneLead.Web.ReadModel;

/// <summary>
/// Keeps a tenant's model: watches the feed, loads the stored views beneath it, asks the accounts that are newer, and
/// then applies change after change. A lost change, a new epoch or a failure loads everything anew, beside the old model,
/// which answers until then.
/// </summary>
internal sealed partial class FeedFollower(
    string tenant, IGrainFactory grains, ISnapshotStore snapshots, IEntityReader entities, LiveModel live, TimeProvider clock, ILogger<FeedFollower> log) : BackgroundService, IFeedObserver
{
    private static readonly TimeSpan Renewal = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);
    private const int ParallelLoads = 16;

    // Bounds what a stalled reader can hold; a change that finds no place is seen as a gap.
    private const int MaxWaiting = 200_000;

    private readonly IFeedGrain _feed = grains.GetGrain<IFeedGrain>(tenant);
    private Channel<Change> _changes = NewChannel();
    private int _loads;

    public Task OnChange(Change change)
    {
        _changes.Writer.TryWrite(change);
        return Task.CompletedTask;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.Yield();
        var self = grains.CreateObjectReference<IFeedObserver>(this);
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await Follow(self, stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                break;
            }
            catch (Exception e)
            {
                LogFailed(e, tenant);
                await Task.Delay(Pause, clock, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
        grains.DeleteObjectReference<IFeedObserver>(self);
    }

    // One life of the model: from a position until something is lost.
    private async Task Follow(IFeedObserver self, CancellationToken stopping)
    {
        var changes = _changes = NewChannel();
        var position = await _feed.Watch(self);
        var model = new TenantModel { Epoch = $"{position.Epoch}-{Interlocked.Increment(ref _loads)}" };
        await Load(model, position, stopping);
        var tracker = new FeedTracker(position.Epoch, position.Sequences);
        // What came while loading is applied before the model is shown.
        while (changes.Reader.TryRead(out var waiting))
        {
            if (!await Take(model, tracker, waiting))
                return;
        }
        live.Show(model);
        LogLoaded(tenant, model.LeadCount);
        using var renewals = new PeriodicTimer(Renewal, clock);
        var renewal = renewals.WaitForNextTickAsync(stopping).AsTask();
        var due = position;
        while (true)
        {
            var change = changes.Reader.WaitToReadAsync(stopping).AsTask();
            await Task.WhenAny(change, renewal);
            while (changes.Reader.TryRead(out var next))
            {
                if (!await Take(model, tracker, next))
                    return;
            }
            if (renewal.IsCompleted)
            {
                await renewal;
                // What had been sent a renewal ago must have come by now, or the last change was lost.
                if (!tracker.HasReached(due.Sequences) || (due = await _feed.Watch(self)).Epoch != position.Epoch)
                    return;
                renewal = renewals.WaitForNextTickAsync(stopping).AsTask();
            }
        }
    }

    private async Task<bool> Take(TenantModel model, FeedTracker tracker, Change change)
    {
        if (!tracker.Follows(change))
        {
            LogGap(tenant, change.Topic, change.Sequence);
            return false;
        }
        if (change.Account is { } delta)
            await Take(model, delta);
        if (change.Territory is { } territory)
            live.Changed(model, model.Apply(territory));
        if (change.Portfolio is { } portfolio)
        {
            model.Apply(portfolio);
            live.Changed(model, portfolio);
        }
        if (change.Tenant is { } view)
            model.Apply(view);
        return true;
    }

    private async Task Take(TenantModel model, AccountDelta delta)
    {
        var outcome = model.Apply(delta, out var change);
        if (outcome == DeltaOutcome.Gap)
            outcome = model.Apply(await Current(delta.AccountId, delta.Version), out change);
        if (outcome == DeltaOutcome.Applied)
            live.Changed(model, change);
    }

    private async Task Load(TenantModel model, FeedPosition position, CancellationToken stopping)
    {
        var unreadable = new Dictionary<string, long>(StringComparer.Ordinal);
        await foreach (var row in snapshots.Views(tenant, stopping))
        {
            try
            {
                model.Apply(AccountDeltaCodec.Read(row.Bytes) with { IsWhole = true }, out _);
            }
            catch (InvalidDataException e)
            {
                LogUnreadable(e, row.Account);
                unreadable[row.Account] = row.Stamp.Sequence;
            }
        }
        // After the views, which they may then be ahead of and never behind; and before what accounts say themselves.
        foreach (var kind in EntityKinds.Live)
        {
            await foreach (var entity in entities.Read(tenant, kind, stopping))
                model.Restore(entity);
        }
        var newer = unreadable.Concat(position.Versions.Where(v => !unreadable.ContainsKey(v.Key) && v.Value > model.VersionOf(v.Key)));
        await Parallel.ForEachAsync(newer, new ParallelOptions { MaxDegreeOfParallelism = ParallelLoads, CancellationToken = stopping }, async (account, _) =>
            model.Apply(await Current(account.Key, account.Value), out AccountChange _));
        model.Apply(await grains.GetGrain<ITenantGrain>(tenant).View());
        // Those of accounts that are not stored yet, too.
        foreach (var territory in (await snapshots.Territories(tenant, stopping)).Union(model.AccountTerritories()))
            model.Apply((await grains.GetGrain<ITerritoryGrain>(Keys.Grain(tenant, Keys.TerritoryGrainKey(territory))).View()).Territory);
        model.Apply(await grains.GetGrain<IPortfolioGrain>(tenant).View());
    }

    // An account that knows nothing of itself has departed.
    private async Task<AccountDelta> Current(string account, long version) =>
        await grains.GetGrain<IAccountGrain>(Keys.Grain(tenant, account)).Current() ?? new AccountDelta(account, version, 0, null, true, [], []);

    private static Channel<Change> NewChannel() => Channel.CreateBounded<Change>(new BoundedChannelOptions(MaxWaiting) { SingleReader = true, FullMode = BoundedChannelFullMode.DropWrite });

    [LoggerMessage(Level = LogLevel.Information, Message = "The read model of {tenant} is loaded: {leads} leads")]
    private partial void LogLoaded(string tenant, int leads);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The feed of {tenant} lost a change before {topic} {sequence}; loading anew")]
    private partial void LogGap(string tenant, string topic, long sequence);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The stored view of {account} is not readable; asking the account")]
    private partial void LogUnreadable(Exception e, string account);

    [LoggerMessage(Level = LogLevel.Error, Message = "Following the feed of {tenant} failed; loading anew")]
    private partial void LogFailed(Exception e, string tenant);
}
