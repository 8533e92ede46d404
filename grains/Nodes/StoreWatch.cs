using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace OneLead.Nodes;

/// <summary>
/// Ends this node if it cannot read the store for five seconds while another node can: its accounts and roll-ups work on from there,
/// and nobody is shown what is out of date.
/// </summary>
internal sealed partial class StoreWatch(
    StoreReach store, ClusterNodes nodes, IFatalErrorHandler end, TimeProvider time, ILogger<StoreWatch> log) : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1), LongestSilence = TimeSpan.FromSeconds(5);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Pause, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            // The node may have reached the store while the others answered.
            if (store.HasReadWithin(LongestSilence) || !await nodes.AnotherReachesStoreAsync(stoppingToken)
                || store.HasReadWithin(LongestSilence))
                continue;
            LogEnd();
            end.OnFatalException(this, "This node cannot reach the database, and another node can.");
            return;
        }
    }

    [LoggerMessage(Level = LogLevel.Critical,
        Message = "This node cannot reach the database for five seconds, and another node can. It ends, so that the others take over")]
    private partial void LogEnd();
}
