using Orleans.Runtime;

namespace OneLead.Runtime;

/// <summary>A timer whose ticks are requests to its own activation.</summary>
internal sealed class GrainTimer : Request, IGrainTimer
{
    private static readonly TimeSpan s_longest = TimeSpan.FromMilliseconds(uint.MaxValue - 1);

    private readonly Activation _activation;
    private readonly Func<CancellationToken, Task> _callback;
    private readonly bool _keepAlive;
    private readonly CancellationTokenSource _disposed = new();
    private readonly ITimer _timer;
    private TimeSpan _due;
    private TimeSpan _period;
    private bool _ticking;
    private bool _changed;

    internal GrainTimer(Activation activation, Func<CancellationToken, Task> callback, GrainTimerCreationOptions options)
    {
        Check(options.DueTime, options.Period);
        (_activation, _callback, _keepAlive, _due, _period) = (activation, callback, options.KeepAlive, options.DueTime, options.Period);
        _timer = CleanContext.CreateTimer(activation.Host.Time, static timer => ((GrainTimer)timer!).Due(), this);
    }

    internal void Start() => _timer.Change(_due, Timeout.InfiniteTimeSpan);

    public void Change(TimeSpan dueTime, TimeSpan period)
    {
        Check(dueTime, period);
        lock (_timer)
        {
            (_due, _period, _changed) = (dueTime, period, _ticking);
            if (!_ticking && !_disposed.IsCancellationRequested) _timer.Change(dueTime, Timeout.InfiniteTimeSpan);
        }
    }

    public void Dispose()
    {
        lock (_timer)
        {
            if (_disposed.IsCancellationRequested) return;
            _timer.Dispose();
        }
        _disposed.Cancel();
        _activation.Extras.Remove(this);
    }

    internal override bool TryStart() => !_disposed.IsCancellationRequested;

    internal override void Run(Mailbox mailbox)
    {
        if (_keepAlive) mailbox.Touch();
        mailbox.BeginRequest(null, 0);
        Task tick;
        try
        {
            tick = _callback(_disposed.Token);
        }
        catch (Exception exception)
        {
            tick = Task.FromException(exception);
        }
        Observe(mailbox, tick);
    }

    internal override void Reroute(Mailbox closed) { } // a timer ends with its activation

    internal override void Reject(Exception exception) { }

    protected override bool KeepsAlive => _keepAlive;

    protected override void Finished(Task ran)
    {
        if (ran.IsFaulted) _activation.Host.Log.TimerFailed(ran.Exception.InnerException!, _activation.Name);
        lock (_timer)
        {
            if (!_disposed.IsCancellationRequested) _timer.Change(_changed ? _due : _period, Timeout.InfiniteTimeSpan);
            (_ticking, _changed) = (false, false);
        }
    }

    private void Due()
    {
        lock (_timer)
        {
            if (_ticking) return;
            _ticking = true;
        }
        _activation.TryEnqueue(this);
    }

    private static void Check(TimeSpan dueTime, TimeSpan period)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(dueTime, s_longest);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(period, s_longest);
        if (dueTime < TimeSpan.Zero && dueTime != Timeout.InfiniteTimeSpan) throw new ArgumentOutOfRangeException(nameof(dueTime));
        if (period < TimeSpan.Zero && period != Timeout.InfiniteTimeSpan) throw new ArgumentOutOfRangeException(nameof(period));
    }
}
