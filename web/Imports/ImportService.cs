using System.Threading.Channels;
using OneLead.Sources.Csv;
using OneLead.Sources.Territories;
using OneLead.Sources.Workbooks;
using OneLead.Storage;

namespace OneLead.Web.Imports;

/// <summary>Imports one after the other; others wait in the queue, and what fails is told and does not stop the next.</summary>
internal sealed partial class ImportService(
    ImportJobs jobs, IIngest ingest, IJournal journal, IDeadLetterStore letters, IGrainFactory grains, IEnumerable<IImportListener> listeners, ImportMetrics metrics, Days.Today today, TimeProvider clock, ILogger<ImportService> log) : BackgroundService
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

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await foreach (var job in _queue.Reader.ReadAllAsync(stoppingToken))
        {
            var done = await Execute(job with { State = ImportState.Running, StartedAt = clock.GetUtcNow() }, stoppingToken);
            metrics.Ended(done);
            Put(done);
            Delete(job.Request.Path);
        }
    }

    private async Task<ImportJob> Execute(ImportJob job, CancellationToken stopping)
    {
        Put(job);
        var toldAt = clock.GetTimestamp();
        try
        {
            // Reading a workbook is work and not waiting: it takes a thread of its own.
            var (report, effect) = await Task.Run(() => new ImportRun(ingest, journal, letters, grains, today, clock).Execute(job.Request, Progress, stopping), stopping);
            LogDone(job.Id, report.Rows, report.Refused);
            var unread = report.Events == 0 ? string.Join(" ", report.Problems.Select(p => $"{p.Name}: {p.Problem}")) : "";
            return job with { State = unread.Length > 0 ? ImportState.Failed : ImportState.Done, Stage = "", RowsRead = report.Rows, FinishedAt = clock.GetUtcNow(), Report = report, Effect = effect, Failure = unread.Length > 0 ? unread : null };
        }
        catch (Exception e)
        {
            LogFailed(e, job.Id);
            return job with { State = ImportState.Failed, Stage = "", FinishedAt = clock.GetUtcNow(), Failure = Reason(e) };
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
        OperationCanceledException => "OneLead was stopped. Import the file again: what was taken is not taken twice.",
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

    [LoggerMessage(Level = LogLevel.Warning, Message = "The upload {path} could not be deleted")]
    private partial void LogKept(Exception e, string path);
}
