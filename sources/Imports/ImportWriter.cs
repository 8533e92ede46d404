using System.Collections.Immutable;
using OneLead.Events;
using OneLead.Grains;
using OneLead.Sources.Admission;
using OneLead.Sources.Csv;
using OneLead.Sources.Workbooks;
using OneLead.Storage;

namespace OneLead.Sources.Imports;

/// <summary>
/// Writes one import to the journal with a few batches in flight, and records which rows it wrote. Reconciles account names
/// before the first installed item, so that items find their accounts, and once more at the end.
/// </summary>
/// <param name="begun">Called with the trace when the first rows are in the journal.</param>
internal sealed class ImportWriter(
    IIngest ingest,
    RetryingIngest retrying,
    IDeadLetterStore letters,
    IGrainFactory grains,
    ImportStage stage,
    Func<ImportTrace, Task> begun)
{
    private const string Tenant = Keys.DefaultTenant;
    private const int MaxInFlight = 4;

    private readonly Lock _lock = new();
    private readonly SortedSet<string> _ids = new(StringComparer.Ordinal);
    private ImmutableHashSet<string>? _retracted;
    private long _new, _repeated, _first, _last;
    private int _decisions, _begun;

    public ImportStage Stage => stage;

    /// <summary>Returns what was read so far; set when the file is open.</summary>
    public Func<ImportReport>? ReportSoFar { get; set; }

    /// <summary>The effect of the rows written so far.</summary>
    public ImportEffect Effect
    {
        get
        {
            lock (_lock)
                return new(_new, _repeated, _decisions);
        }
    }

    /// <summary>The rows written so far.</summary>
    public ImportTrace Trace
    {
        get
        {
            lock (_lock)
                return new([.. _ids], _first, _last);
        }
    }

    /// <summary>Appends batches in order of reading.</summary>
    public async Task AppendAsync(IEnumerable<CsvBatch> batches, CancellationToken cancellation)
    {
        _retracted ??= await grains.GetGrain<ITenantGrain>(Tenant).Retracted();
        var inFlight = new Queue<Task>();
        try
        {
            await AppendAsync(batches, inFlight, cancellation);
        }
        finally
        {
            // After a failure, too: what is still on its way belongs to the trace.
            await ((Task)Task.WhenAll(inFlight)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task AppendAsync(IEnumerable<CsvBatch> batches, Queue<Task> inFlight, CancellationToken cancellation)
    {
        var sawItems = false;
        foreach (var batch in batches)
        {
            // Dead letters are stored first: a row that was read is always in one of the two places.
            if (!batch.Letters.IsEmpty)
                await letters.AddAsync(Tenant, batch.Letters, cancellation);
            if (!sawItems && batch.Events.Any(e => e.Kind == EventKind.Item))
            {
                await Task.WhenAll(inFlight);
                await ReconcileAsync(cancellation);
                sawItems = true;
            }
            inFlight.Enqueue(AppendAsync(batch.Events, cancellation));
            if (inFlight.Count >= MaxInFlight)
                await inFlight.Dequeue();
        }
        await Task.WhenAll(inFlight);
    }

    /// <summary>Appends one batch.</summary>
    public async Task AppendAsync(ImmutableArray<ChangeEvent> read, CancellationToken cancellation)
    {
        _retracted ??= await grains.GetGrain<ITenantGrain>(Tenant).Retracted();
        // A file that was undone gets a new import id: the journal still has the old rows and would drop these as repeats.
        var events = _retracted.IsEmpty ? read : [.. read.Select(e => ImportIds.WithActiveImport(e, _retracted))];
        var appended = await retrying.AppendAsync(Tenant, events, cancellation);
        Record(events, appended);
        if (Trace.First > 0 && Interlocked.Exchange(ref _begun, 1) == 0)
            await begun(Trace);
    }

    /// <summary>Counts events that were left out because the journal has them.</summary>
    public void CountRepeated(long events)
    {
        lock (_lock)
            _repeated += events;
    }

    /// <summary>Reconciles and waits until all accounts have applied the import.</summary>
    public async Task<ImportEffect> CompleteAsync(CancellationToken cancellation)
    {
        await ReconcileAsync(cancellation);
        await WaitUntilAppliedAsync(cancellation);
        return Effect;
    }

    /// <summary>Waits until all accounts have applied what was appended.</summary>
    public async Task WaitUntilAppliedAsync(CancellationToken cancellation)
    {
        stage.Enter("settling");
        await ingest.WaitUntilAppliedAsync(Tenant, cancellation);
    }

    private async Task ReconcileAsync(CancellationToken cancellation)
    {
        stage.Enter("reconciling");
        await ingest.WaitUntilAppliedAsync(Tenant, cancellation);
        _decisions += await grains.GetGrain<IReconciliationGrain>(Tenant).SettleAsync(cancellation);
        await ingest.WaitUntilAppliedAsync(Tenant, cancellation);
    }

    private void Record(ImmutableArray<ChangeEvent> events, ImmutableArray<Appended> appended)
    {
        lock (_lock)
        {
            var added = appended.Count(a => a.IsNew);
            _new += added;
            _repeated += appended.Length - added;
            foreach (var (change, row) in events.Zip(appended))
            {
                if (ImportIds.Of(change.SourceId) is not { IsEmpty: false } id)
                    continue;
                if (_ids.Count == 0 || !_ids.Contains(id.ToString()))
                    _ids.Add(id.ToString());
                _first = _first == 0 ? row.Sequence : Math.Min(_first, row.Sequence);
                _last = Math.Max(_last, row.Sequence);
            }
        }
    }
}
