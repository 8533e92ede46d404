using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans;
using Orleans.Runtime;

namespace OneLead.Runtime;

/// <summary>Hosts grains in this process. Takes calls as soon as it exists, and drains when the process stops.</summary>
internal sealed class GrainHost : IHostedService, IDisposable
{
    private readonly CancellationTokenSource _shutdown = new();
    private readonly ITimer _sweeper;
    private readonly long _started;
    private long _nextCollection;
    private int _sweeping;
    private volatile bool _stopping;

    public GrainHost(IServiceProvider services, TimeProvider time, IOptions<GrainHostOptions> options, ILogger<GrainHost> logger)
    {
        (Services, Time, Options, Log) = (services, time, options.Value, new(logger));
        Timeouts = new(time, Options.ResponseTimeout);
        Hostility = Options.HostileSeed is { } seed ? new(seed) : null;
        MaxInlineDepth = Hostility is null ? Options.MaxInlineDepth : 0;
        Shutdown = _shutdown.Token;
        Registry = new(this);
        Factory = new(this);
        Metrics = new(this, services.GetService<IMeterFactory>());

        _started = time.GetTimestamp();
        _nextCollection = (long)Options.CollectionQuantum.TotalMilliseconds;
        var period = TimeSpan.FromMilliseconds(Math.Clamp(Options.ResponseTimeout.TotalMilliseconds / 60, 10, 500));
        _sweeper = CleanContext.CreateTimer(time, static host => ((GrainHost)host!).Sweep(), this);
        _sweeper.Change(period, period);
    }

    internal IServiceProvider Services { get; }

    internal TimeProvider Time { get; }

    internal GrainHostOptions Options { get; }

    internal HostLog Log { get; }

    internal GrainRegistry Registry { get; }

    internal GrainFactory Factory { get; }

    internal CallTimeouts Timeouts { get; }

    internal HostMetrics Metrics { get; }

    internal Hostility? Hostility { get; }

    internal int MaxInlineDepth { get; }

    /// <summary>Milliseconds since the start, as of the last sweep.</summary>
    internal uint CoarseNow { get; private set; }

    internal bool IsStopping => _stopping;

    /// <summary>Cancelled when stopping has taken too long.</summary>
    internal CancellationToken Shutdown { get; }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Takes no more calls from outside, lets those under way finish, then deactivates everything.</summary>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        _stopping = true;
        using var timeout = new CancellationTokenSource(Options.DrainTimeout, Time);
        using var hurry = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, timeout.Token);
        try
        {
            await Timeouts.Drained().WaitAsync(hurry.Token);
            while (Registry.Classes.SelectMany(c => c.Activations).ToList() is { Count: > 0 } activations)
                await Parallel.ForEachAsync(activations, new ParallelOptions { MaxDegreeOfParallelism = 256, CancellationToken = hurry.Token }, End);
        }
        catch (OperationCanceledException)
        {
            Log.DrainTimedOut(Timeouts.Count, Registry.Classes.Sum(c => c.Active));
            await _shutdown.CancelAsync();
        }

        static async ValueTask End(Activation activation, CancellationToken hurry)
        {
            activation.Deactivate(new(DeactivationReasonCode.ShuttingDown, "The host stops."), hurry);
            await activation.Deactivated.WaitAsync(hurry);
        }
    }

    public void Dispose()
    {
        _stopping = true;
        _sweeper.Dispose();
        Metrics.Dispose();
        _shutdown.Dispose();
    }

    internal void ThrowIfStopping()
    {
        if (_stopping) throw new SiloUnavailableException("The grain host is stopping.");
    }

    private void Sweep()
    {
        var now = (long)Time.GetElapsedTime(_started).TotalMilliseconds;
        CoarseNow = (uint)now;
        if (Interlocked.Exchange(ref _sweeping, 1) == 1) return;
        try
        {
            Timeouts.Sweep();
            if (now < _nextCollection) return;
            _nextCollection = now + (long)Options.CollectionQuantum.TotalMilliseconds;
            foreach (var grains in Registry.Classes) grains.CollectIdle(CoarseNow);
        }
        finally
        {
            Volatile.Write(ref _sweeping, 0);
        }
    }
}
