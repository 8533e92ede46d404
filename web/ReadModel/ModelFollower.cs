using System.Collections.Immutable;
using OneLead.Grains;
using OneLead.Storage;
using OneLead.Views;

namespace OneLead.Web.ReadModel;

/// <summary>
/// Keeps a tenant's model: subscribes to the changes of all silos, loads the stored views beneath them, asks the accounts that are
/// not stored yet, and then applies batch after batch. A batch of this silo that is lost or fails loads everything again, beside
/// the old model, which answers until then. When changes of another silo may be missing, it compares and asks the accounts that
/// differ. After each load and at intervals it compares the model with what is stored and with what accounts state, and repairs
/// what differs.
/// </summary>
internal sealed partial class ModelFollower : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan FirstComparison = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Comparison = TimeSpan.FromSeconds(30);

    // The publisher sends at least a heartbeat a second.
    private static readonly TimeSpan LongestSilence = TimeSpan.FromSeconds(10);

    private readonly string _tenant;
    private readonly IGrainFactory _grains;
    private readonly ISnapshotStore _snapshots;
    private readonly ModelLoader _loader;
    private readonly IChangePublisher _changes;
    private readonly IPeerChanges _peers;
    private readonly LiveModel _live;
    private readonly TimeProvider _clock;
    private readonly ILogger<ModelFollower> _log;
    private readonly ModelRepairs _repairs;

    // One batch, one load or one comparison changes the model at a time.
    private readonly SemaphoreSlim _turn = new(1);
    private List<Change>? _loading;
    private TenantModel? _model;
    private AccountRefresher? _refresher;
    private long _lastBatch;
    private long _lastHeard;
    private int _life;

    public ModelFollower(
        string tenant, IGrainFactory grains, ISnapshotStore snapshots, IEntityReader entities, IChangePublisher changes,
        IPeerChanges peers, LiveModel live, ModelRepairs repairs, TimeProvider clock, ILogger<ModelFollower> log) =>
        (_tenant, _grains, _snapshots, _loader, _changes, _peers, _live, _repairs, _clock, _log) = (tenant, grains, snapshots,
            new ModelLoader(tenant, grains, snapshots, entities, log), changes, peers, live, repairs, clock, log);

    // A batch of a former subscription may still be on its way.
    private async ValueTask ReceiveAsync(int life, ChangeBatch batch)
    {
        await _turn.WaitAsync();
        try
        {
            if (life != _life || (_loading is null && _model is null))
                return;
            Volatile.Write(ref _lastHeard, _clock.GetTimestamp());
            if (batch.Number != _lastBatch + 1)
            {
                LogGap(_tenant, batch.Number);
                Lose();
                return;
            }
            _lastBatch = batch.Number;
            Take(batch.Changes);
        }
        catch (Exception error) when (error is not OutOfMemoryException)
        {
            LogFailed(error, _tenant);
            Lose();
        }
        finally
        {
            _turn.Release();
        }
    }

    private void Lose()
    {
        (_loading, _model) = (null, null);
        _live.Lose();
    }

    // Changes of another silo.
    private async ValueTask TakeAsync(int life, ImmutableArray<Change> changes)
    {
        await _turn.WaitAsync();
        try
        {
            if (life == _life && (_loading is not null || _model is not null))
                Take(changes);
        }
        catch (Exception error) when (error is not OutOfMemoryException)
        {
            LogFailed(error, _tenant);
            Lose();
        }
        finally
        {
            _turn.Release();
        }
    }

    public override void Dispose()
    {
        _turn.Dispose();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.Yield();
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await FollowAsync(stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                break;
            }
            catch (Exception e)
            {
                LogFailed(e, _tenant);
                await Task.Delay(Pause, _clock, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    // One life of the model: from a subscription until something is lost.
    private async Task FollowAsync(CancellationToken stopping)
    {
        var model = new TenantModel(_clock) { Epoch = $"{_clock.GetUtcNow().UtcTicks:x}-{_life + 1}" };
        var refresher = new AccountRefresher(_tenant, _grains, (whole, isRepair) => TakeAsync(model, whole, isRepair), _clock, _log);
        await _turn.WaitAsync(stopping);
        _life++;
        Lose();
        (_loading, _refresher, _lastBatch) = ([], refresher, 0);
        _turn.Release();
        var shown = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var subscription = _changes.Subscribe(_tenant, new Subscriber(this, _life));
        using var following = _peers.Follow(_tenant, new PeerSubscriber(this, _life, async cancellation =>
        {
            await shown.Task.WaitAsync(cancellation);
            await CatchUpAsync(model, refresher, cancellation);
        }));
        await _loader.LoadAsync(model, refresher, stopping);
        await _turn.WaitAsync(stopping);
        try
        {
            if (_loading is null)
                return;
            // What came while loading is applied before the model is shown.
            foreach (var change in _loading)
                Take(model, change);
            (_loading, _model) = (null, model);
            _live.Show(model);
        }
        finally
        {
            _turn.Release();
        }
        LogLoaded(_tenant, model.LeadCount);
        shown.SetResult();
        Volatile.Write(ref _lastHeard, _clock.GetTimestamp());
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        var asking = refresher.RunAsync(ending.Token);
        try
        {
            await KeepAsync(model, refresher, stopping);
        }
        finally
        {
            await ending.CancelAsync();
            await asking.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    // Compares until the model must be loaded again.
    private async Task KeepAsync(TenantModel model, AccountRefresher refresher, CancellationToken stopping)
    {
        var comparison = new ModelComparison(_tenant, model, _grains, _snapshots);
        var (compared, pause) = (_clock.GetTimestamp(), FirstComparison);
        while (Volatile.Read(ref _model) is not null)
        {
            await Task.Delay(Pause, _clock, stopping);
            if (_clock.GetElapsedTime(Volatile.Read(ref _lastHeard)) > LongestSilence)
            {
                LogSilent(_tenant);
                return;
            }
            if (_clock.GetElapsedTime(compared) < pause)
                continue;
            try
            {
                await CompareAsync(comparison, refresher, stopping);
            }
            catch (Exception error) when (error is not OutOfMemoryException && !stopping.IsCancellationRequested)
            {
                // The model follows the changes all the same.
                LogNotCompared(error, _tenant);
            }
            (compared, pause) = (_clock.GetTimestamp(), Comparison);
        }
    }

    private async Task CompareAsync(ModelComparison comparison, AccountRefresher refresher, CancellationToken stopping)
    {
        // A change that is on its way is no difference: only what differs still is repaired.
        if (await comparison.FindAsync(stopping))
        {
            await Task.Delay(2 * Pause, _clock, stopping);
            foreach (var (account, atLeast) in comparison.StillDifferent())
                refresher.Ask(account, atLeast, isRepair: true);
        }
        foreach (var territory in comparison.RollUpsToRepair())
            await RepairRollUpAsync(comparison, territory, stopping);
    }

    // A roll-up that the portfolio states like this is made from the stored contributions again.
    private async Task RepairRollUpAsync(ModelComparison comparison, string? territory, CancellationToken stopping)
    {
        if (await comparison.StatesAsShownAsync(territory))
            await comparison.RestartRollUpAsync(territory);
        var stated = await comparison.AskAsync(territory);
        await _turn.WaitAsync(stopping);
        try
        {
            if (_model is not { } model)
                return;
            Take(model, stated);
            _repairs.Count();
            LogRollUpRepaired(_tenant, territory ?? "the portfolio");
        }
        finally
        {
            _turn.Release();
        }
    }

    // Changes of another silo may be missing: asks what may have changed.
    private async Task CatchUpAsync(TenantModel model, AccountRefresher refresher, CancellationToken cancellation)
    {
        var missed = await new ModelComparison(_tenant, model, _grains, _snapshots).FindMissedAsync(cancellation);
        await refresher.AskAllAsync(missed, cancellation);
        var portfolio = _grains.GetGrain<IPortfolioGrain>(_tenant);
        var (territories, total) = (await portfolio.Territories(), await portfolio.View());
        var tenant = await _grains.GetGrain<ITenantGrain>(_tenant).View();
        await _turn.WaitAsync(cancellation);
        try
        {
            Take(model, new Change { Tenant = tenant });
            foreach (var territory in territories)
                Take(model, new Change { Territory = territory });
            Take(model, new Change { Portfolio = total });
        }
        finally
        {
            _turn.Release();
        }
        LogCaughtUp(_tenant, missed.Count);
    }

    private void Take(ImmutableArray<Change> changes)
    {
        if (_loading is { } waiting)
        {
            waiting.AddRange(changes);
            return;
        }
        foreach (var change in changes)
            Take(_model!, change);
    }

    private void Take(TenantModel model, Change change)
    {
        using var span = Tracing.Continue("update read model", change.TraceParent);
        if (change.Account is { } delta)
            Take(model, delta);
        if (change.Territory is { } territory && model.Apply(territory))
            _live.Changed(model, territory);
        if (change.Portfolio is { } portfolio && model.Apply(portfolio))
            _live.Changed(model, portfolio);
        if (change.Tenant is { } view && model.Apply(view))
            _live.Changed(model, view);
    }

    private void Take(TenantModel model, AccountDelta delta)
    {
        var outcome = model.Apply(delta, out var change);
        if (outcome == DeltaOutcome.Gap)
            _refresher!.Ask(delta.AccountId, delta.Version.Sequence, isRepair: false);
        if (outcome == DeltaOutcome.Applied)
            _live.Changed(model, change);
    }

    // Takes the whole state for which an account was asked.
    private async Task TakeAsync(TenantModel model, AccountDelta whole, bool isRepair)
    {
        await _turn.WaitAsync();
        try
        {
            var difference = isRepair ? ModelDifferences.Of(model, whole) : null;
            if ((isRepair && difference is null) || model.Apply(whole, out var change, isRepair) != DeltaOutcome.Applied)
                return;
            _live.Changed(model, change);
            if (difference is null)
                return;
            _repairs.Count();
            LogRepaired(_tenant, whole.AccountId, whole.Version.Sequence, difference);
        }
        finally
        {
            _turn.Release();
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "The read model of {tenant} is loaded: {leads} leads")]
    private partial void LogLoaded(string tenant, int leads);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Changes of {tenant} were lost before batch {number}; loading the read model again")]
    private partial void LogGap(string tenant, long number);

    [LoggerMessage(Level = LogLevel.Warning,
        Message = "No changes and no heartbeat of {tenant} came for too long; loading the read model again")]
    private partial void LogSilent(string tenant);

    [LoggerMessage(Level = LogLevel.Warning,
        Message = "{tenant}: the read model differed from {account} at row {sequence} and is repaired: {difference}")]
    private partial void LogRepaired(string tenant, string account, long sequence, string difference);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{tenant}: {rollUp} was not the sum of its accounts and is repaired")]
    private partial void LogRollUpRepaired(string tenant, string rollUp);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The read model of {tenant} could not be compared with its accounts; trying again")]
    private partial void LogNotCompared(Exception error, string tenant);

    [LoggerMessage(Level = LogLevel.Error, Message = "Following the changes of {tenant} failed; loading the read model again")]
    private partial void LogFailed(Exception e, string tenant);

    [LoggerMessage(Level = LogLevel.Information,
        Message = "The read model of {tenant} asked {accounts} accounts whose changes on another silo it may have missed")]
    private partial void LogCaughtUp(string tenant, int accounts);

    private sealed class PeerSubscriber(ModelFollower follower, int life, Func<CancellationToken, Task> catchUp) : IPeerFollower
    {
        public ValueTask TakeAsync(ImmutableArray<Change> changes) => follower.TakeAsync(life, changes);

        public Task CatchUpAsync(CancellationToken cancellation) => catchUp(cancellation);
    }

    private sealed class Subscriber(ModelFollower follower, int life) : IChangeSubscriber
    {
        public ValueTask ReceiveAsync(ChangeBatch batch) => follower.ReceiveAsync(life, batch);
    }
}
