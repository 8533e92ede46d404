using System.Collections.Concurrent;
using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using OneLead.Grains;

namespace OneLead.Hosting;

/// <summary>Has names reconciled shortly after a row has said something new of a key, many keys at once.</summary>
internal sealed partial class Reconciling
{
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(300);

    private readonly ConcurrentDictionary<string, byte> due = new(StringComparer.Ordinal);
    private readonly IGrainFactory grains;
    private readonly TimeProvider time;
    private readonly ILogger<Reconciling> log;

    public Reconciling(Dispatcher dispatcher, IGrainFactory grains, TimeProvider time, ILogger<Reconciling> log)
    {
        (this.grains, this.time, this.log) = (grains, time, log);
        dispatcher.Unreconciled = tenant => due.TryAdd(tenant, 0);
    }

    public async Task Run(CancellationToken stopping)
    {
        while (!stopping.IsCancellationRequested)
        {
            await Task.Delay(Patience, time, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            foreach (var tenant in due.Keys.ToImmutableArray())
            {
                due.TryRemove(tenant, out _);
                try
                {
                    await grains.GetGrain<IReconciliationGrain>(tenant).Settle();
                }
                catch (Exception error) when (error is not OutOfMemoryException)
                {
                    LogFailed(tenant, error);
                    due.TryAdd(tenant, 0);
                }
            }
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "{Tenant}: names could not be reconciled; trying again")]
    private partial void LogFailed(string tenant, Exception error);
}
