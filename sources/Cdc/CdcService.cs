using System.Collections.Concurrent;
using OneLead.Sources.Configuration;

namespace OneLead.Sources.Cdc;

/// <summary>Runs one follower for each database of the sources, and takes notice when they change.</summary>
internal sealed partial class CdcService(SourceList sources, IServiceProvider services, CdcMetrics metrics, TimeProvider clock, ILogger<CdcService> log) : BackgroundService
{
    private static readonly TimeSpan Check = TimeSpan.FromSeconds(1);

    private readonly ConcurrentDictionary<string, Running> _running = new(StringComparer.Ordinal);

    private sealed record Running(CdcFollower Follower, CancellationTokenSource Stop, Task Task);

    /// <summary>How it goes with a source; null when it is not followed here.</summary>
    public CdcStatus? Status(string source) => _running.TryGetValue(source, out var running) ? running.Follower.Status : null;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.Yield();
        using var timer = new PeriodicTimer(Check, clock);
        try
        {
            do
                await Adopt(sources.Databases);
            while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The followers are stopped below.
        }
        await Adopt([]);
    }

    private async Task Adopt(IReadOnlyCollection<PostgresSource> wanted)
    {
        foreach (var (name, running) in _running.ToList())
        {
            if (wanted.Any(w => w.Fingerprint == running.Follower.Source.Fingerprint))
                continue;
            await running.Stop.CancelAsync();
            await running.Task;
            running.Stop.Dispose();
            _running.TryRemove(name, out _);
            metrics.Forget(name);
            LogStopped(name);
        }
        foreach (var source in wanted.Where(w => !_running.ContainsKey(w.Name)))
        {
            var (follower, stop) = (ActivatorUtilities.CreateInstance<CdcFollower>(services, source), new CancellationTokenSource());
            _running[source.Name] = new(follower, stop, Task.Run(() => follower.Run(stop.Token), CancellationToken.None));
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "{source} is not followed any more")]
    private partial void LogStopped(string source);
}
