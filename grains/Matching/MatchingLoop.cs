using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using OneLead.Grains;

namespace OneLead.Matching;

/// <summary>Runs name matching shortly after a row brings a new name, many names at once.</summary>
internal sealed partial class MatchingLoop(IGrainFactory grains, TimeProvider time, ILogger<MatchingLoop> log)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(300);

    private readonly ConcurrentDictionary<string, byte> _due = new(StringComparer.Ordinal);

    /// <summary>Asks for a run; returns at once.</summary>
    public void Request(string tenant) => _due.TryAdd(tenant, 0);

    public async Task RunAsync(CancellationToken stopping)
    {
        while (!stopping.IsCancellationRequested)
        {
            await Task.Delay(Pause, time, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            foreach (var tenant in _due.Keys.ToArray())
            {
                _due.TryRemove(tenant, out _);
                try
                {
                    await grains.Get<IReconciliationGrain>(tenant).SettleAsync(stopping);
                }
                catch (OperationCanceledException) when (stopping.IsCancellationRequested)
                {
                    return;
                }
                catch (Exception error) when (error is not OutOfMemoryException)
                {
                    LogFailed(tenant, error);
                    Request(tenant);
                }
            }
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "{Tenant}: names could not be matched; trying again")]
    private partial void LogFailed(string tenant, Exception error);
}
