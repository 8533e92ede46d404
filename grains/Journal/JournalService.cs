using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using OneLead.Grains;
using OneLead.Matching;
using OneLead.Snapshots;
using OneLead.Storage;

namespace OneLead.Journal;

/// <summary>
/// Activates each tenant's JournalGrain at the start and again after a crash, and runs the background services of this silo.
/// </summary>
internal sealed partial class JournalService(
    IJournal journal, JournalTails tails, LocalJournals journals, SnapshotWriter snapshots, MatchingLoop matching, IIngest ingest,
    IGrainFactory grains, TimeProvider time, ILogger<JournalService> log) : IHostedLifecycleService, IDisposable
{
    private static readonly TimeSpan TailPause = TimeSpan.FromSeconds(1);
    private const int TailsPerPing = 2;

    // An account that keeps failing must not delay the shutdown of the silo.
    private static readonly TimeSpan LongestDrain = TimeSpan.FromSeconds(5);

    private readonly CancellationTokenSource _stopping = new();
    private Task _running = Task.CompletedTask;

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        foreach (var tenant in journal.Tenants)
            await grains.Get<IJournalGrain>(tenant).Ping();
        _running = Task.WhenAll(snapshots.RunAsync(_stopping.Token), matching.RunAsync(_stopping.Token), KeepUpAsync());
    }

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    // Grains are still up while the last rows are delivered and the last snapshots written. A lost store must not hold up the stop.
    public async Task StoppingAsync(CancellationToken cancellationToken)
    {
        try
        {
            using var drain = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            drain.CancelAfter(LongestDrain);
            await Task.WhenAll(journal.Tenants.Select(tenant => ingest.WaitUntilAppliedAsync(tenant, drain.Token).AsTask()))
                .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            await snapshots.FlushAsync().WaitAsync(cancellationToken);
            foreach (var open in journals.All)
                await open.NoteFlushedAsync().WaitAsync(cancellationToken);
        }
        catch (Exception error) when (error is not OutOfMemoryException)
        {
            LogUnflushed(error);
        }
        // Deliveries end before grains do, so that none waits for a grain that is gone.
        await journals.CloseAllAsync();
        await _stopping.CancelAsync();
        await _running.WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void Dispose() => _stopping.Dispose();

    // Every second the tails read what other silos committed. Every other second the journals are asked to be there.
    private async Task KeepUpAsync()
    {
        for (var turn = 0; !_stopping.IsCancellationRequested; turn++)
        {
            await Task.Delay(TailPause, time, _stopping.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            try
            {
                await journal.RefreshAsync(_stopping.Token);
            }
            catch (Exception error) when (error is not OutOfMemoryException)
            {
                if (!_stopping.IsCancellationRequested)
                    LogNotRead(error);
                continue;
            }
            foreach (var tenant in journal.Tenants)
                await KeepUpAsync(tenant, mustPing: turn % TailsPerPing == 0);
        }
    }

    private async Task KeepUpAsync(string tenant, bool mustPing)
    {
        try
        {
            if (mustPing)
                await grains.Get<IJournalGrain>(tenant).Ping();
            if (journals.Find(tenant) is null)
                await tails.Of(tenant).ReadOnAsync(_stopping.Token);
        }
        catch (Exception error) when (error is not OutOfMemoryException)
        {
            if (!_stopping.IsCancellationRequested)
                LogNotReached(tenant, error);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning,
        Message = "The last snapshots could not be written; the next start reads them from the journal")]
    private partial void LogUnflushed(Exception error);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The journal's last rows could not be read; trying again")]
    private partial void LogNotRead(Exception error);

    [LoggerMessage(Level = LogLevel.Error, Message = "{Tenant}: the journal does not answer; trying again")]
    private partial void LogNotReached(string tenant, Exception error);
}
