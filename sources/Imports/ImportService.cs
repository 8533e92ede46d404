using System.Text;
using System.Threading.Channels;
using Microsoft.Extensions.Options;
using OneLead.Events;
using OneLead.Sources.Csv;
using OneLead.Sources.Territories;
using OneLead.Sources.Workbooks;
using OneLead.Storage;

namespace OneLead.Sources.Imports;

/// <summary>Runs queued imports one after the other. A failed import is recorded and does not stop the next.</summary>
internal sealed partial class ImportService(
    ImportJobs jobs,
    ImportRunner runner,
    ImportUndo undo,
    UploadFolder uploads,
    IEnumerable<IImportListener> listeners,
    ImportMetrics metrics,
    ReadingGate gate,
    IOptions<SourcesOptions> options,
    TimeProvider clock,
    ILogger<ImportService> log) : BackgroundService, IHostedLifecycleService
{
    private const int MaxQueued = 20;
    private const string Stopped = "OneLead was stopped. Import the file again; rows that were taken are not taken twice.";

    private const string Lost =
        "The node that ran it was lost. Import the file again; rows that were taken are not taken twice.";

    private static readonly TimeSpan ShareInterval = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan ProgressInterval = TimeSpan.FromMilliseconds(200);

    private readonly Channel<ImportJob> _queue = Channel.CreateUnbounded<ImportJob>();
    private int _queued;

    /// <summary>Queues an import and takes ownership of its upload. Null if the queue is full.</summary>
    public async Task<ImportJob?> EnqueueAsync(ImportRequest request, string id)
    {
        // Counted before it is listed: a refused upload is not part of the history.
        if (Interlocked.Increment(ref _queued) > MaxQueued)
        {
            Interlocked.Decrement(ref _queued);
            return null;
        }
        var job = new ImportJob(id, request, ImportState.Queued, "queued", 0, clock.GetUtcNow());
        Put(job);
        _queue.Writer.TryWrite(job);
        // If the process is killed, the next one says that this import was not run.
        await StoreAsync(job);
        return job;
    }

    /// <summary>
    /// Undoes an ended import: its rows no longer count, earlier values apply again, and entities that it had moved to
    /// another account go back.
    /// </summary>
    /// <returns>Null if there is nothing to undo.</returns>
    public async Task<ImportJob?> UndoAsync(
        ImportJob job, string? by, string? reason, Author? author, CancellationToken cancellation)
    {
        if (!job.CanUndo)
            return null;
        await undo.RunAsync(job.Trace, by, reason, author, cancellation);
        var undone = job with { State = ImportState.Undone, Undone = new(clock.GetUtcNow(), by, reason) };
        Put(undone);
        await StoreAsync(undone);
        return undone;
    }

    /// <summary>A report's row errors as a CSV file with a byte order mark, for spreadsheets.</summary>
    public static byte[] ErrorsAsCsv(ImportReport? report)
    {
        using var text = new StringWriter();
        report?.WriteErrors(text);
        return [.. Encoding.UTF8.Preamble, .. Encoding.UTF8.GetBytes(text.ToString())];
    }

    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        uploads.Clear();
        await jobs.RestoreAsync(Stopped, cancellationToken);
        await base.StartAsync(cancellationToken);
    }

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    // Before the journal closes: a running import ends with what it has written, which can be undone.
    public async Task StoppingAsync(CancellationToken cancellationToken)
    {
        _queue.Writer.TryComplete();
        await StopAsync(cancellationToken);
        while (_queue.Reader.TryRead(out var waiting))
        {
            Put(waiting.AsFailed(clock.GetUtcNow(), Stopped));
            uploads.Delete(waiting.Request.Path);
            await StoreAsync(waiting);
        }
    }

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    protected override Task ExecuteAsync(CancellationToken stoppingToken)
    {
        jobs.Moved = Tell;
        return Task.WhenAll(RunQueueAsync(stoppingToken), ShareAsync(stoppingToken));
    }

    // With the nodes that share the store.
    private async Task ShareAsync(CancellationToken stopping)
    {
        using var timer = new PeriodicTimer(ShareInterval, clock);
        while (jobs.IsShared && await timer.WaitForNextTickAsync(stopping))
        {
            try
            {
                await jobs.RefreshAsync(stopping);
                await jobs.EndLostAsync(Lost, stopping);
                await jobs.ShareProgressAsync(stopping);
            }
            catch (Exception e) when (e is not OutOfMemoryException && !stopping.IsCancellationRequested)
            {
                LogNotShared(e);
            }
        }
    }

    private async Task RunQueueAsync(CancellationToken stoppingToken)
    {
        await foreach (var job in _queue.Reader.ReadAllAsync(stoppingToken))
        {
            Interlocked.Decrement(ref _queued);
            var running = job with { State = ImportState.Running, StartedAt = clock.GetUtcNow() };
            Put(running);
            await StoreAsync(running);
            var ended = await RunAsync(running, stoppingToken);
            metrics.CountEnded(ended);
            Put(ended);
            await StoreAsync(ended);
            uploads.Delete(job.Request.Path);
        }
    }

    private async Task<ImportJob> RunAsync(ImportJob job, CancellationToken stopping)
    {
        var (reportedAt, moving) = (clock.GetTimestamp(), new Lock());
        var writer = runner.NewWriter(Progress, BegunAsync);
        try
        {
            using var limit = CancellationTokenSource.CreateLinkedTokenSource(stopping);
            using var turn = await gate.EnterAsync(new FileInfo(job.Request.Path).Length, Timeout.InfiniteTimeSpan, stopping);
            limit.CancelAfter(TimeSpan.FromMinutes(options.Value.MaxImportMinutes));
            // Reading a file is CPU work, so it runs on the thread pool.
            var (report, effect) = await Task.Run(() => runner.RunAsync(job.Request, writer, limit.Token), limit.Token);
            LogDone(job.Id, report.Rows, report.Refused);
            return Ended(report, effect);
        }
        catch (Exception e)
        {
            LogFailed(e, job.Id);
            await SettleAsync(writer, stopping);
            var read = job with
            {
                Report = writer.ReportSoFar?.Invoke(),
                Effect = job.Request.IsDryRun ? null : writer.Effect,
                Trace = writer.Trace,
            };
            return read.AsFailed(clock.GetUtcNow(), FailureOf(e, stopping) + Taken(writer));
        }

        // A file that gave no event because of its sheets has failed.
        ImportJob Ended(ImportReport report, ImportEffect? effect)
        {
            var failure = report.Events == 0 ? string.Join(" ", report.Problems.Select(p => $"{p.Name}: {p.Problem}")) : "";
            return job with
            {
                State = failure.Length > 0 ? ImportState.Failed : ImportState.Done,
                Stage = "",
                RowsRead = report.Rows,
                FinishedAt = clock.GetUtcNow(),
                Report = report,
                Effect = effect,
                Failure = failure.Length > 0 ? failure : null,
                Trace = writer.Trace,
            };
        }

        void Progress(string stage, long rows)
        {
            lock (moving)
            {
                var isNewStage = stage != job.Stage;
                job = job with { Stage = stage, RowsRead = rows };
                if (!isNewStage && clock.GetElapsedTime(reportedAt) < ProgressInterval)
                    return;
                reportedAt = clock.GetTimestamp();
                Put(job);
            }
        }

        // Stored with an open end, so that an import can be undone although the process was killed.
        async Task BegunAsync(ImportTrace trace)
        {
            lock (moving)
            {
                job = job with { Trace = trace with { Last = long.MaxValue } };
                Put(job);
            }
            await StoreAsync(job);
        }
    }

    // The failure names how many changes were taken, so they must be visible when it is shown.
    private static async Task SettleAsync(ImportWriter writer, CancellationToken stopping)
    {
        if (writer.Trace.First > 0)
            await writer.WaitUntilAppliedAsync(stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private static string Taken(ImportWriter writer) => writer.Trace.First == 0
        ? ""
        : FormattableString.Invariant($" {writer.Effect.New} changes were taken before; undo the import to take them back.");

    private void Put(ImportJob job)
    {
        jobs.Put(job);
        Tell(job);
    }

    private void Tell(ImportJob job)
    {
        foreach (var listener in listeners)
            listener.Moved(job);
    }

    // Failing to store the list does not fail the import: its rows are in the journal.
    private async Task StoreAsync(ImportJob job)
    {
        try
        {
            if (job is { IsEnded: true, Undone: null, Report.Errors.Length: > 0 })
                await jobs.StoreErrorsAsync(job.Id, ErrorsAsCsv(job.Report), CancellationToken.None);
            await jobs.StoreAsync(CancellationToken.None);
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            LogNotStored(e, job.Id);
        }
    }

    // Only messages written for users are shown; others stay in the log.
    private string FailureOf(Exception e, CancellationToken stopping) => e switch
    {
        WorkbookException or TerritoryFileException or CsvException or ImportRefusedException => e.Message,
        JournalUnavailableException =>
            "The store is not available. Import the file again later; rows that were taken are not taken twice.",
        OperationCanceledException when !stopping.IsCancellationRequested =>
            $"The import took more than {options.Value.MaxImportMinutes} minutes (OneLead:MaxImportMinutes).",
        OperationCanceledException => Stopped,
        _ => "The import failed unexpectedly. See the server's log.",
    };

    [LoggerMessage(Level = LogLevel.Information, Message = "Import {id} is done: {rows} rows, {refused} refused")]
    private partial void LogDone(string id, long rows, long refused);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Import {id} failed")]
    private partial void LogFailed(Exception e, string id);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The imports of other nodes could not be read; the next attempt follows")]
    private partial void LogNotShared(Exception e);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The state of import {id} could not be stored")]
    private partial void LogNotStored(Exception e, string id);
}
