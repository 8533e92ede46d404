using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using OneLead.Storage;

namespace OneLead.Nodes;

/// <summary>
/// Ends this node if it cannot read the store while another node can. The other nodes then run its actors, and this one shows no old
/// data.
/// </summary>
internal sealed partial class StoreWatch(
    IJournal journal, ClusterNodes nodes, IFatalErrorHandler end, TimeProvider time, ILogger<StoreWatch> log) : BackgroundService
{
    // Long enough for a busy machine. A read takes a millisecond otherwise.
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(0.5), Patience = TimeSpan.FromSeconds(2.5);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Pause, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            if (await journal.CanBeReadAsync(Patience, stoppingToken)
                || !await nodes.AnotherReadsStoreAsync(stoppingToken)
                || await journal.CanBeReadAsync(Patience, stoppingToken))
                continue;
            LogEnd();
            end.OnFatalException(this, "This node cannot read the database, and another node can.");
            return;
        }
    }

    [LoggerMessage(Level = LogLevel.Critical,
        Message = "This node cannot read the database, and another node can. It ends, so that the others take over")]
    private partial void LogEnd();
}
