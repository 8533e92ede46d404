using System.Threading.Channels;
using OneLead.Sources.Csv;
using OneLead.Sources.Days;
using OneLead.Sources.Territories;
using OneLead.Sources.Workbooks;
using OneLead.Storage;

namespace OneLead.Sources.Imports;

/// <summary>Imports one after the other; others wait in the queue, and what fails is told and does not stop the next.</summary>
internal sealed partial class ImportService(
    ImportJobs jobs, IIngest ingest, IJournal journal, IDeadLetterStore letters, IGrainFactory grains, IEnumerable<IImportListener> listeners, ImportMetrics metrics, Today today, TimeProvider clock, ILogger<ImportService> log) : BackgroundService
{
    private const int MaxQueued = 20;
    private static readonly TimeSpan Tell = TimeSpan.FromMilliseconds(200);

    private readonly Channel<ImportJob> _queue = Channel.CreateBounded<ImportJob>(MaxQueued);

    /// <summary>Queues an import; the upload belongs to it from here on. Null when too many wait.</summary>
    public ImportJob? Enqueue(ImportRequest request, string id)
    {
        var job = new ImportJob(id, request, ImportState.Queued, "queued", 0, clock.GetUtcNow());
        Put(job);
        if (_queue.Writer.TryWrite(job))
            return job;
        Put(job with { State = ImportState.Failed, Stage = "", FinishedAt = clock.GetUtcNow(), Failure = "Too many imports were waiting." });
        return null;
    }

    private const string Stopped = "OneLead was stopped. Import the file again: what was taken is not taken twice.";

    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        await jobs.Restore(Stopped, cancellationToken);
        await base.StartAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await foreach (var job in _queue.Reader.ReadAllAsync(stoppingToken))
        {
            var running = job with { State = ImportState.Running, StartedAt = clock.GetUtcNow() };
            Put(running);
            await Store(running);
            var done = await Execute(running, stoppingToken);
            metrics.Ended(done);
            Put(done);
            await Store(done);
            Delete(job.Request.Path);
        }
    }

    /// <summary>
    /// Takes an ended import back: what it brought counts no more from here on, what was known before stands again, and what
    /// it had moved to another account goes back. Imports wait meanwhile no more than for any other event.
    /// </summary>
    /// <returns>Null: there is nothing of it to take back.</returns>
    public async Task<ImportJob?> Undo(ImportJob job, string? by, string? reason, CancellationToken cancellation)
    {
        if (!ImportJson.Of(job).CanUndo)
            return null;
        await new ImportUndo(ingest, journal, grains, clock).Execute(job.Trace, by, reason, cancellation);
        var undone = job with { State = ImportState.Undone, Undone = new(clock.GetUtcNow(), by, reason) };
        Put(undone);
        await Store(undone);
        return undone;
    }

    // The list is a convenience: what imports brought is in the journal.
    private async Task Store(ImportJob job)
    {
        try
        {
            if (job is { IsEnded: true, Undone: null, Report.Errors.Length: > 0 })
                await jobs.StoreErrors(job.Id, ImportEndpoints.Csv(job.Report), CancellationToken.None);
            await jobs.Store(CancellationToken.None);
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            LogUnstored(e, job.Id);
        }
    }

    private async Task<ImportJob> Execute(ImportJob job, CancellationToken stopping)
    {
        var toldAt = clock.GetTimestamp();
        var run = new ImportRun(ingest, journal, letters, grains, today, clock);
        try
        {
            // Reading a workbook is work and not waiting: it takes a thread of its own.
            var (report, effect) = await Task.Run(() => run.Execute(job.Request, Progress, stopping), stopping);
            LogDone(job.Id, report.Rows, report.Refused);
            var unread = report.Events == 0 ? string.Join(" ", report.Problems.Select(p => $"{p.Name}: {p.Problem}")) : "";
            return job with { State = unread.Length > 0 ? ImportState.Failed : ImportState.Done, Stage = "", RowsRead = report.Rows, FinishedAt = clock.GetUtcNow(), Report = report, Effect = effect, Failure = unread.Length > 0 ? unread : null, Trace = run.Trace };
        }
        catch (Exception e)
        {
            LogFailed(e, job.Id);
            return job with { State = ImportState.Failed, Stage = "", FinishedAt = clock.GetUtcNow(), Failure = Reason(e), Trace = run.Trace };
        }

        void Progress(string stage, long rows)
        {
            var isNewStage = stage != job.Stage;
            job = job with { Stage = stage, RowsRead = rows };
            if (!isNewStage && clock.GetElapsedTime(toldAt) < Tell)
                return;
            toldAt = clock.GetTimestamp();
            Put(job);
        }
    }

    private void Put(ImportJob job)
    {
        jobs.Put(job);
        foreach (var listener in listeners)
            listener.Moved(job);
    }

    // Only messages that were written for people leave the process.
    private static string Reason(Exception e) => e switch
    {
        WorkbookException or TerritoryFileException or CsvException or ImportRefusedException => e.Message,
        JournalUnavailableException => "The store cannot be written now. Import the file again later: what was taken is not taken twice.",
        OperationCanceledException => Stopped,
        _ => "It failed unexpectedly; the log has the details.",
    };

    private void Delete(string path)
    {
        try
        {
            File.Delete(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            LogKept(e, path);
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Import {id} is done: {rows} rows, {refused} refused")]
    private partial void LogDone(string id, long rows, long refused);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Import {id} failed")]
    private partial void LogFailed(Exception e, string id);

    [LoggerMessage(Level = LogLevel.Warning, Message = "That import {id} moved on could not be stored")]
    private partial void LogUnstored(Exception e, string id);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The upload {path} could not be deleted")]
    private partial void LogKept(Exception e, string path);
}
