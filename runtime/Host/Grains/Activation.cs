using Orleans;
using Orleans.Runtime;
using Orleans.Storage;

namespace OneLead.Runtime;

/// <summary>
/// One activation of a grain: it is made by the first call, which waits with others until it is active, and ends when it was idle
/// for long enough or asked for it. The catalog forgets it when OnDeactivateAsync is done; calls that wait go to the next activation.
/// </summary>
internal sealed class Activation(GrainClass grainClass, string key) : Mailbox(busy: true), IGrainContext
{
    private Grain? _grain;
    private ActivationExtras? _extras;
    private uint _lastUsed = grainClass.Host.CoarseNow;

    internal GrainClass Class => grainClass;

    internal string Key => key;

    internal ActivationExtras Extras => _extras ?? Interlocked.CompareExchange(ref _extras, new(), null) ?? _extras;

    internal override GrainHost Host => grainClass.Host;

    internal override string Kind => grainClass.Kind;

    internal override string Name => GrainId.ToString();

    internal override object? Target => _grain;

    public GrainId GrainId => new(grainClass.Kind, key);

    public object? GrainInstance => _grain;

    public IServiceProvider ActivationServices => Host.Services;

    public Task Deactivated => Extras.Ended.Task;

    public void Deactivate(DeactivationReason deactivationReason, CancellationToken cancellationToken = default)
    {
        Extras.Reason ??= deactivationReason;
        Close();
    }

    internal void DelayDeactivation(TimeSpan time) => Extras.KeepUntil =
        time == Timeout.InfiniteTimeSpan ? long.MaxValue : Host.Time.GetTimestamp() + (long)(time.TotalSeconds * Host.Time.TimestampFrequency);

    internal IGrainTimer AddTimer(Func<CancellationToken, Task> callback, GrainTimerCreationOptions options)
    {
        var timer = new GrainTimer(this, callback, options);
        Extras.Add(timer);
        timer.Start();
        return timer;
    }

    internal object AsReference(Type interfaceType) => grainClass.Reference(interfaceType, key);

    /// <summary>Begins to activate. The call that caused it goes into the chain of whatever OnActivateAsync calls.</summary>
    internal void Start(Mailbox? caller, uint callerRequest) => Enqueue(new Activating(caller, callerRequest));

    internal void CollectIfIdle(uint now)
    {
        if (now - _lastUsed < grainClass.CollectionAge || _extras?.KeepUntil > Host.Time.GetTimestamp()) return;
        Close(onlyWhenIdle: true);
    }

    internal override void Touch() => _lastUsed = Host.CoarseNow;

    internal override void ContinuationFailed(Exception exception) => Host.Log.ContinuationFailed(exception, Name);

    internal override void RequestFailed(Exception exception)
    {
        if (exception is InconsistentStateException)
            Deactivate(new(DeactivationReasonCode.ApplicationError, exception, "Its state was out of date."));
    }

    protected override bool ClosesAfterRequest() => Host.Hostility?.Deactivates(this) ?? false;

    protected override void ChooseNext(ref WorkQueue requests) => Host.Hostility?.Shuffle(this, ref requests);

    protected override Work OnClosing() => new Deactivating();

    private async Task Activate()
    {
        try
        {
            _grain = grainClass.Create(new(this));
            foreach (var state in _extras?.States ?? []) await state.ReadStateAsync(CancellationToken.None);
            await _grain.OnActivateAsync(CancellationToken.None);
        }
        catch (Exception exception)
        {
            Host.Log.ActivationFailed(exception, Name);
            for (var requests = Shut(); requests.Dequeue() is Request request;) request.Reject(exception);
            Ended();
            return;
        }
        grainClass.OnActivated();
        EndRequest();
    }

    private async Task End()
    {
        _extras?.DisposeTimers();
        try
        {
            var reason = _extras?.Reason ?? new(DeactivationReasonCode.ActivationIdle, "Nobody called for long enough.");
            await _grain!.OnDeactivateAsync(reason, Host.Shutdown);
            if (_grain is IAsyncDisposable disposable) await disposable.DisposeAsync();
            else (_grain as IDisposable)?.Dispose();
        }
        catch (Exception exception)
        {
            Host.Log.DeactivationFailed(exception, Name);
        }
        grainClass.OnDeactivated();
        var waiting = Shut();
        Ended();
        while (waiting.Dequeue() is Request request) request.Reroute(this);
    }

    private void Ended()
    {
        grainClass.Forget(this);
        _grain = null;
        _extras?.DisposeTimers();
        _extras?.Ended.TrySetResult();
    }

    private sealed class Activating(Mailbox? caller, uint callerRequest) : Work
    {
        internal override void Run(Mailbox mailbox)
        {
            mailbox.BeginRequest(caller, callerRequest);
            _ = ((Activation)mailbox).Activate();
        }
    }

    private sealed class Deactivating : Work
    {
        internal override void Run(Mailbox mailbox)
        {
            mailbox.BeginRequest(null, 0);
            _ = ((Activation)mailbox).End();
        }
    }
}

/// <summary>What few activations need.</summary>
internal sealed class ActivationExtras
{
    private readonly HashSet<GrainTimer> _timers = [];

    internal TaskCompletionSource Ended { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    internal DeactivationReason? Reason { get; set; }

    internal long KeepUntil { get; set; }

    internal List<Orleans.Core.IStorage> States { get; } = [];

    internal void Add(GrainTimer timer)
    {
        lock (_timers) _timers.Add(timer);
    }

    internal void Remove(GrainTimer timer)
    {
        lock (_timers) _timers.Remove(timer);
    }

    internal void DisposeTimers()
    {
        GrainTimer[] timers;
        lock (_timers) timers = [.. _timers];
        foreach (var timer in timers) timer.Dispose();
    }
}
