using System.Collections.Immutable;
using OneLead.Events;
using OneLead.Grains;
using OneLead.Sources.Csv;
using OneLead.Sources.Territories;
using OneLead.Sources.Workbooks;
using OneLead.Storage;
using OneLead.Web.Days;
using OneLead.Web.Intake;

namespace OneLead.Web.Imports;

/// <summary>
/// Executes one import: reads the workbook, appends its events with a few batches in flight, and reconciles names before
/// the first installed item, so that items find their accounts, and at the end. Of a territory file only what differs from
/// the names as they stand is appended. Rows of tables that cannot be mapped become dead letters. A dry run only reads.
/// </summary>
internal sealed class ImportRun(IIngest ingest, IJournal journal, IDeadLetterStore letters, IGrainFactory grains, Today today, TimeProvider clock)
{
    private const string Tenant = Keys.DefaultTenant;
    private const int InFlight = 4;

    private readonly Lock _gate = new();
    private readonly SortedSet<string> _ids = new(StringComparer.Ordinal);
    private ImmutableHashSet<string> _retracted = [];
    private long _new;
    private long _repeated;
    private long _first;
    private long _last;
    private int _decisions;

    /// <summary>What was written so far.</summary>
    public ImportTrace Trace
    {
        get
        {
            lock (_gate)
                return new([.. _ids], _first, _last);
        }
    }

    /// <exception cref="WorkbookException">The file is not a workbook that can be read.</exception>
    /// <exception cref="TerritoryFileException">The file is not a territory file.</exception>
    /// <exception cref="CsvException">The file holds no tables that can be read.</exception>
    /// <exception cref="ImportRefusedException">The import cannot be done as asked.</exception>
    public Task<(ImportReport Report, ImportEffect? Effect)> Execute(ImportRequest request, Action<string, long> progress, CancellationToken cancellation) =>
        request.Tables is { } tables ? Tables(request, tables, new Progress(progress), cancellation)
        : TerritoryFile.IsNamed(request.FileName) ? Territories(request, new Progress(progress), cancellation)
        : Workbook(request, new Progress(progress), cancellation);

    private async Task<(ImportReport, ImportEffect?)> Workbook(ImportRequest request, Progress told, CancellationToken cancellation)
    {
        using var workbook = WorkbookImport.Open(File.OpenRead(request.Path), request.FileName, new WorkbookOptions { DataDate = request.DataDate, FileTime = clock.GetUtcNow() });
        if (request.IsDryRun)
            return (DryRun(workbook, told, cancellation), null);
        await BeginDay(request.AsOf);
        await Append(workbook.Read(told, cancellation), told, cancellation);
        return (workbook.Report, await End(told, cancellation));
    }

    private async Task<(ImportReport, ImportEffect?)> Tables(ImportRequest request, TableRequest asked, Progress told, CancellationToken cancellation)
    {
        var options = new CsvOptions { Source = asked.Source, DataDate = request.DataDate, FileTime = asked.FileTime, Received = clock.GetUtcNow() };
        using var tables = CsvImport.Open(request.Path, request.FileName, asked.Mapping, options);
        if (request.IsDryRun)
        {
            foreach (var batch in tables.Read(null, told, cancellation))
                _ = batch;
            return (tables.Report, null);
        }
        await BeginDay(request.AsOf);
        var history = asked.Missing == MissingRows.Kept ? null : await History(tables, asked.Missing, told, cancellation);
        await Append(Kept(tables.Read(history, told, cancellation), cancellation), told, cancellation);
        foreach (var gone in history?.Gone().Chunk(CsvOptions.Default.BatchSize) ?? [])
            await Append([.. gone], cancellation);
        return (tables.Report, await End(told, cancellation));
    }

    private async Task<LoadHistory> History(CsvImport tables, MissingRows missing, Progress told, CancellationToken cancellation)
    {
        told.At("looking at earlier files");
        var history = new LoadHistory(tables, missing);
        await foreach (var row in journal.ReadAll(Tenant, 0, cancellation))
            history.See(row);
        return history;
    }

    // A batch's letters are kept before its events are appended: what was read is either here or there.
    private IEnumerable<ImmutableArray<ChangeEvent>> Kept(IEnumerable<CsvBatch> batches, CancellationToken cancellation)
    {
        foreach (var batch in batches)
        {
            if (!batch.Letters.IsEmpty)
                letters.Add(Tenant, batch.Letters, cancellation).AsTask().GetAwaiter().GetResult();
            yield return batch.Events;
        }
    }

    private async Task<(ImportReport, ImportEffect?)> Territories(ImportRequest request, Progress told, CancellationToken cancellation)
    {
        await using var file = File.OpenRead(request.Path);
        var (events, report) = TerritoryFile.Read(file, request.FileName, request.DataDate, clock.GetUtcNow());
        if (request.IsDryRun)
            return (report, null);
        await BeginDay(request.AsOf);
        var names = await grains.GetGrain<ITenantGrain>(Tenant).Names();
        var changed = events.RemoveAll(e => names.TryGetValue(e.Entity, out var known) && e.Data.Fields.All(f => known[f.Name].Equals(f.Value)));
        _repeated = events.Length - changed.Length;
        foreach (var batch in changed.Chunk(WorkbookOptions.Default.BatchSize))
            await Append([.. batch], cancellation);
        return (report, await End(told, cancellation));
    }

    private async Task<ImportEffect> End(Progress told, CancellationToken cancellation)
    {
        await Settle(told, cancellation);
        told.At("settling");
        await ingest.Settled(Tenant, cancellation);
        return new(_new, _repeated, _decisions);
    }

    // Before the first event, so nothing is scored twice. A tenant that never had a day gets one.
    private async Task BeginDay(DateOnly? asked)
    {
        _retracted = await grains.GetGrain<ITenantGrain>(Tenant).Retracted();
        var tenant = grains.GetGrain<ITenantGrain>(Tenant);
        if (asked is null && (await tenant.View()).AsOf != default)
            return;
        var day = asked ?? today.Day;
        if (!await tenant.BeginDay(day))
            throw new ImportRefusedException($"{day:yyyy-MM-dd} is earlier than the day that has begun: time does not run backwards.");
    }

    private static ImportReport DryRun(WorkbookImport workbook, Progress told, CancellationToken cancellation)
    {
        foreach (var batch in workbook.Read(told, cancellation))
            _ = batch;
        return workbook.Report;
    }

    private async Task Append(IEnumerable<ImmutableArray<ChangeEvent>> batches, Progress told, CancellationToken cancellation)
    {
        var waiting = new Queue<Task>();
        var sawItems = false;
        foreach (var batch in batches)
        {
            if (!sawItems && batch.Any(e => e.Kind == EventKind.Item))
            {
                await Task.WhenAll(waiting);
                await Settle(told, cancellation);
                sawItems = true;
            }
            waiting.Enqueue(Append(batch, cancellation));
            if (waiting.Count >= InFlight)
                await waiting.Dequeue();
        }
        await Task.WhenAll(waiting);
    }

    private async Task Append(ImmutableArray<ChangeEvent> read, CancellationToken cancellation)
    {
        // What was taken back and comes again is another import: the journal knows the former's rows for ever.
        var batch = _retracted.IsEmpty ? read : [.. read.Select(e => ImportIds.Again(e, _retracted))];
        var appended = await ingest.AppendWhenThereIsRoom(Tenant, batch, clock, cancellation);
        var isNew = appended.Count(a => a.IsNew);
        Interlocked.Add(ref _new, isNew);
        Interlocked.Add(ref _repeated, appended.Length - isNew);
        Note(batch, appended);
    }

    private void Note(ImmutableArray<ChangeEvent> batch, ImmutableArray<Appended> appended)
    {
        lock (_gate)
        {
            foreach (var (change, row) in batch.Zip(appended))
            {
                if (ImportIds.Of(change.SourceId) is not { IsEmpty: false } id)
                    continue;
                if (_ids.Count == 0 || !_ids.Contains(id.ToString()))
                    _ids.Add(id.ToString());
                (_first, _last) = (_first == 0 ? row.Sequence : Math.Min(_first, row.Sequence), Math.Max(_last, row.Sequence));
            }
        }
    }

    private async Task Settle(Progress told, CancellationToken cancellation)
    {
        told.At("reconciling");
        await ingest.Settled(Tenant, cancellation);
        _decisions += await grains.GetGrain<IReconciliationGrain>(Tenant).Settle();
        await ingest.Settled(Tenant, cancellation);
    }

    private sealed class Progress(Action<string, long> tell) : IProgress<ImportProgress>
    {
        private long _rows;

        public void Report(ImportProgress value) => tell(value.Sheet, _rows = value.Rows);

        public void At(string stage) => tell(stage, _rows);
    }
}

/// <summary>An import cannot be done as it was asked for; the message is for people.</summary>
internal sealed class ImportRefusedException(string message) : Exception(message);
