using System.Collections.Concurrent;
using OneLead.Sources.Configuration;

namespace OneLead.Sources.Cdc;

/// <summary>Runs one follower per configured database. Starts and stops followers when the configuration changes.</summary>
internal sealed partial class CdcService(
    SourceList sources, IServiceProvider services, CdcMetrics metrics, TimeProvider clock, ILogger<CdcService> log) : BackgroundService
{
    private static readonly TimeSpan CheckInterval = TimeSpan.FromSeconds(1);

    private readonly ConcurrentDictionary<string, RunningFollower> _followers = new(StringComparer.Ordinal);

    private sealed record RunningFollower(CdcFollower Follower, CancellationTokenSource Stop, Task Task);

    /// <summary>The status of a source; null if this process does not follow it.</summary>
    public CdcStatus? Status(string source) => _followers.TryGetValue(source, out var running) ? running.Follower.Status : null;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.Yield();
        using var timer = new PeriodicTimer(CheckInterval, clock);
        try
        {
            do
                await ApplyAsync(sources.Databases);
            while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The followers are stopped below.
        }
        await ApplyAsync([]);
    }

    private async Task ApplyAsync(IReadOnlyCollection<PostgresSource> configured)
    {
        foreach (var (name, running) in _followers.ToList())
        {
            if (configured.Any(c => c.Fingerprint == running.Follower.Source.Fingerprint))
                continue;
            await running.Stop.CancelAsync();
            await running.Task;
            running.Stop.Dispose();
            _followers.TryRemove(name, out _);
            metrics.Forget(name);
            LogStopped(name);
        }
        foreach (var source in configured.Where(c => !_followers.ContainsKey(c.Name)))
        {
            var (follower, stop) = (ActivatorUtilities.CreateInstance<CdcFollower>(services, source), new CancellationTokenSource());
            _followers[source.Name] = new(follower, stop, Task.Run(() => follower.RunAsync(stop.Token), CancellationToken.None));
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "{source} is no longer followed")]
    private partial void LogStopped(string source);
}
