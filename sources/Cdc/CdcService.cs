using System.Collections.Concurrent;
using OneLead.Grains;
using OneLead.Sources.Configuration;
using OneLead.Views;

namespace OneLead.Sources.Cdc;

/// <summary>
/// Has every configured database followed by one node of the cluster, and runs the followers of this one. It asks the grain of each
/// database every second, so that another node follows it when the one that did is lost. Stops followers when the configuration
/// changes.
/// </summary>
internal sealed partial class CdcService(
    SourceList sources, IGrainFactory grains, IServiceProvider services, CdcMetrics metrics, TimeProvider clock, ILogger<CdcService> log)
    : BackgroundService
{
    private static readonly TimeSpan CheckInterval = TimeSpan.FromSeconds(1);

    // The node of a grain may be gone and not be known as lost yet.
    private static readonly TimeSpan LongestCall = TimeSpan.FromSeconds(5);

    private readonly ConcurrentDictionary<string, RunningFollower> _followers = new(StringComparer.Ordinal);
    private readonly Lock _gate = new();
    private bool _mayFollow;

    private sealed record RunningFollower(CdcFollower Follower, CancellationTokenSource Stop, Task Task);

    /// <summary>The status of a source, from the node that follows it; null while none does.</summary>
    public async Task<CdcStatus?> GetStatusAsync(string source)
    {
        try
        {
            return await GrainOf(source).Status().WaitAsync(LongestCall, clock);
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            LogUnreached(e, source);
            return null;
        }
    }

    /// <summary>The status of a source; null if this node does not follow it.</summary>
    public CdcStatus? Status(string source) => _followers.TryGetValue(source, out var running) ? running.Follower.Status : null;

    /// <summary>Follows a source on this node. Called by its grain.</summary>
    /// <returns>False if this node cannot follow it: it is not configured here, or the node is stopping.</returns>
    public bool TryFollow(string name)
    {
        lock (_gate)
        {
            if (!_mayFollow || sources.FindDatabase(name) is not { } source)
                return false;
            if (_followers.ContainsKey(name))
                return true;
            var (follower, stop) = (ActivatorUtilities.CreateInstance<CdcFollower>(services, source), new CancellationTokenSource());
            _followers[name] = new(follower, stop, Task.Run(() => follower.RunAsync(stop.Token), CancellationToken.None));
            return true;
        }
    }

    /// <summary>Stops following a source on this node.</summary>
    public async Task StopAsync(string name)
    {
        if (!_followers.TryGetValue(name, out var running))
            return;
        await running.Stop.CancelAsync();
        await running.Task;
        if (!_followers.TryRemove(new(name, running)))
            return;
        metrics.Forget(name);
        LogStopped(name);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.Yield();
        _mayFollow = true;
        using var timer = new PeriodicTimer(CheckInterval, clock);
        try
        {
            do
                await CheckAsync();
            while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The followers are stopped below.
        }
        lock (_gate)
            _mayFollow = false;
        foreach (var name in _followers.Keys)
            await StopAsync(name);
    }

    private async Task CheckAsync()
    {
        var configured = sources.Databases;
        foreach (var (name, running) in _followers)
        {
            if (configured.All(c => c.Fingerprint != running.Follower.Source.Fingerprint))
                await StopAsync(name);
        }
        await Task.WhenAll(configured.Select(PingAsync));
    }

    private async Task PingAsync(PostgresSource source)
    {
        try
        {
            await GrainOf(source.Name).Ping().WaitAsync(LongestCall, clock);
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            LogUnreached(e, source.Name);
        }
    }

    private ICdcSourceGrain GrainOf(string source) => grains.GetGrain<ICdcSourceGrain>(Keys.Grain(Keys.DefaultTenant, source));

    [LoggerMessage(Level = LogLevel.Information, Message = "{source} is no longer followed by this node")]
    private partial void LogStopped(string source);

    [LoggerMessage(Level = LogLevel.Debug, Message = "The node that follows {source} does not answer; trying again")]
    private partial void LogUnreached(Exception e, string source);
}
