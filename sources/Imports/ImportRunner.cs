using OneLead.Grains;
using OneLead.Sources.Admission;
using OneLead.Sources.Csv;
using OneLead.Sources.Days;
using OneLead.Sources.Territories;
using OneLead.Sources.Workbooks;
using OneLead.Storage;

namespace OneLead.Sources.Imports;

/// <summary>
/// Runs one import of a workbook, of CSV tables, or of a territory file. A dry run only reads. A territory file appends only
/// what differs from the current names.
/// </summary>
internal sealed class ImportRunner(
    IIngest ingest, RetryingIngest retrying, IJournal journal, IDeadLetterStore letters, IGrainFactory grains,
    Today today, TimeProvider clock)
{
    private const string Tenant = Keys.DefaultTenant;

    /// <summary>Creates the writer of one import.</summary>
    /// <param name="begun">Called with the trace when the first rows are in the journal.</param>
    public ImportWriter NewWriter(Action<string, long> progress, Func<ImportTrace, Task> begun) =>
        new(ingest, retrying, letters, grains, new ImportStage(progress), begun);

    /// <exception cref="WorkbookException">The file is not a readable workbook.</exception>
    /// <exception cref="TerritoryFileException">The file is not a territory file.</exception>
    /// <exception cref="CsvException">The file holds no readable tables.</exception>
    /// <exception cref="ImportRefusedException">The import is not possible as requested.</exception>
    public Task<(ImportReport Report, ImportEffect? Effect)> RunAsync(ImportRequest request, ImportWriter writer,
        CancellationToken cancellation) =>
        request.Tables is { } tables ? ImportTablesAsync(request, tables, writer, cancellation)
        : TerritoryFile.IsNamed(request.FileName) ? ImportTerritoriesAsync(request, writer, cancellation)
        : ImportWorkbookAsync(request, writer, cancellation);

    private async Task<(ImportReport, ImportEffect?)> ImportWorkbookAsync(
        ImportRequest request, ImportWriter writer, CancellationToken cancellation)
    {
        var options = new WorkbookOptions { DataDate = request.DataDate, FileTime = clock.GetUtcNow(), Received = clock.GetUtcNow() };
        using var workbook = WorkbookImport.Open(File.OpenRead(request.Path), request.FileName, options);
        writer.ReportSoFar = () => workbook.Report;
        if (request.IsDryRun)
        {
            ReadToEnd(workbook.Read(writer.Stage, cancellation));
            return (workbook.Report, null);
        }
        await BeginDayAsync(request.AsOf);
        await writer.AppendAsync(workbook.Read(writer.Stage, cancellation).Select(events => new CsvBatch(events, [])), cancellation);
        return (workbook.Report, await writer.CompleteAsync(cancellation));
    }

    private async Task<(ImportReport, ImportEffect?)> ImportTablesAsync(
        ImportRequest request, TableRequest asked, ImportWriter writer, CancellationToken cancellation)
    {
        var options = new CsvOptions
        {
            Source = asked.Source,
            DataDate = request.DataDate,
            FileTime = asked.FileTime,
            Encoding = asked.Encoding,
            Received = clock.GetUtcNow(),
        };
        using var tables = CsvImport.Open(request.Path, request.FileName, asked.Mapping, options);
        writer.ReportSoFar = () => tables.Report;
        if (request.IsDryRun)
        {
            ReadToEnd(tables.Read(null, writer.Stage, cancellation));
            return (tables.Report, null);
        }
        await BeginDayAsync(request.AsOf);
        var history = asked.Missing == MissingRows.Kept ? null : await ReadHistoryAsync(tables, asked.Missing, writer, cancellation);
        await writer.AppendAsync(tables.Read(history, writer.Stage, cancellation), cancellation);
        foreach (var gone in history?.Gone().Chunk(CsvOptions.Default.BatchSize) ?? [])
            await writer.AppendAsync([.. gone], cancellation);
        return (tables.Report, await writer.CompleteAsync(cancellation));
    }

    private async Task<LoadHistory> ReadHistoryAsync(
        CsvImport tables, MissingRows missing, ImportWriter writer, CancellationToken cancellation)
    {
        writer.Stage.Enter("comparing with earlier files");
        var history = new LoadHistory(tables, missing);
        await foreach (var row in journal.ReadAllAsync(Tenant, 0, cancellation))
            history.Add(row);
        return history;
    }

    private async Task<(ImportReport, ImportEffect?)> ImportTerritoriesAsync(
        ImportRequest request, ImportWriter writer, CancellationToken cancellation)
    {
        await using var file = File.OpenRead(request.Path);
        var (events, report) = TerritoryFile.Read(file, request.FileName, request.DataDate, clock.GetUtcNow());
        writer.ReportSoFar = () => report;
        if (request.IsDryRun)
            return (report, null);
        await BeginDayAsync(request.AsOf);
        var names = await grains.GetGrain<ITenantGrain>(Tenant).Names();
        var changed = events.RemoveAll(
            e => names.TryGetValue(e.Entity, out var known) && e.Data.Fields.All(f => known[f.Name].Equals(f.Value)));
        writer.CountRepeated(events.Length - changed.Length);
        foreach (var batch in changed.Chunk(WorkbookOptions.Default.BatchSize))
            await writer.AppendAsync([.. batch], cancellation);
        return (report, await writer.CompleteAsync(cancellation));
    }

    // Begins the day before the first event, so that nothing is scored twice. A new tenant gets its first day here.
    private async Task BeginDayAsync(DateOnly? asked)
    {
        var tenant = grains.GetGrain<ITenantGrain>(Tenant);
        if (asked is null && (await tenant.View()).AsOf != default)
            return;
        var day = asked ?? today.Day;
        if (await tenant.BeginDay(day) is not DayOutcome.Begun and var refused)
            throw new ImportRefusedException(refused.Reason(day));
    }

    private static void ReadToEnd<T>(IEnumerable<T> batches)
    {
        foreach (var batch in batches)
            _ = batch;
    }
}

/// <summary>The import is not possible as requested; the message is shown to the user.</summary>
internal sealed class ImportRefusedException(string message) : Exception(message);
