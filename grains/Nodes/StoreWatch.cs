using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using OneLead.Storage;

namespace OneLead.Nodes;

/// <summary>
/// Ends this node if it cannot read the store while another node can: its accounts and roll-ups work on from there, and nobody is shown
/// what is out of date.
/// </summary>
internal sealed partial class StoreWatch(
    IJournal journal, ClusterNodes nodes, IFatalErrorHandler end, TimeProvider time, ILogger<StoreWatch> log) : BackgroundService
{
    // Long enough for a busy machine. A read takes a millisecond otherwise.
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1), Patience = TimeSpan.FromSeconds(5);

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

internal static class JournalReading
{
    /// <summary>Reads the heads of the journal, and returns whether that succeeded in time.</summary>
    public static async Task<bool> CanBeReadAsync(this IJournal journal, TimeSpan patience, CancellationToken cancellation)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(patience);
        try
        {
            // A lost network may also hold up the cancellation.
            await journal.RefreshAsync(limit.Token).AsTask().WaitAsync(limit.Token);
            return true;
        }
        catch (Exception error) when (error is not OutOfMemoryException && !cancellation.IsCancellationRequested)
        {
            return false;
        }
    }
}
