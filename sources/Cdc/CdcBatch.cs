using System.Collections.Immutable;
using OneLead.Events;
using OneLead.Sources.Mapping;
using OneLead.Storage;
using OneLead.Views;
using Polly.Retry;
using Polly;

namespace OneLead.Sources.Cdc;

/// <summary>Collects mapped rows and stores them in the journal, retrying as long as the store is overloaded or unavailable.</summary>
internal sealed partial class CdcBatch
{
    private const int MaxRows = 1_000;

    private static readonly TimeSpan StoreRetryDelay = TimeSpan.FromSeconds(1);

    private readonly PostgresSource _source;
    private readonly IIngest _ingest;
    private readonly IDeadLetterStore _letters;
    private readonly CdcStatusTracker _status;
    private readonly CdcMetrics _metrics;
    private readonly ILogger _log;
    private readonly ResiliencePipeline _retry;
    private readonly ImmutableArray<ChangeEvent>.Builder _events = ImmutableArray.CreateBuilder<ChangeEvent>(MaxRows);
    private readonly ImmutableArray<NewDeadLetter>.Builder _unmapped = ImmutableArray.CreateBuilder<NewDeadLetter>();
    private int _leftOut;

    public CdcBatch(
        PostgresSource source, IIngest ingest, IDeadLetterStore letters, CdcStatusTracker status, CdcMetrics metrics,
        TimeProvider clock, ILogger log)
    {
        (_source, _ingest, _letters, _status, _metrics, _log) = (source, ingest, letters, status, metrics, log);
        _retry = new ResiliencePipelineBuilder { TimeProvider = clock }
            .AddRetry(new RetryStrategyOptions
            {
                ShouldHandle = new PredicateBuilder().Handle<IngestOverloadedException>().Handle<JournalUnavailableException>(),
                MaxRetryAttempts = int.MaxValue,
                DelayGenerator = static args => new((args.Outcome.Exception as IngestOverloadedException)?.RetryAfter ?? StoreRetryDelay),
                OnRetry = args =>
                {
                    ReportWaiting(args.Outcome.Exception!);
                    return default;
                },
            })
            .Build();
    }

    public bool IsFull => _events.Count + _unmapped.Count >= MaxRows;

    public void Add(SourceRecord record) => Add(record, MappingResult.Of(_source.Rules, record));

    public void Add(SourceRecord record, MappingResult mapped)
    {
        if (mapped.Reason is { } reason)
            _unmapped.Add(new(_source.Name, record.SourceId, record.Entity, reason, RecordJson.Write(record)));
        else if (mapped.Events.IsEmpty)
            _leftOut++;
        else
            _events.AddRange(mapped.Events);
    }

    public void Add(ChangeEvent change) => _events.Add(change);

    /// <summary>Stores the batch and empties it. Completes when everything is durable.</summary>
    /// <returns>False if the batch was empty.</returns>
    public async Task<bool> FlushAsync(CancellationToken cancellation)
    {
        if (_events.Count + _unmapped.Count + _leftOut == 0)
            return false;
        var (events, unmapped, before) = (_events.ToImmutable(), _unmapped.ToImmutable(), _status.Status);
        await _retry.ExecuteAsync(async token => await StoreAsync(events, unmapped, token), cancellation);
        if (_status.Status.State == CdcState.Waiting)
            _status.Set(before.State, before.Message);
        _events.Clear();
        _unmapped.Clear();
        _leftOut = 0;
        return true;
    }

    private async Task StoreAsync(ImmutableArray<ChangeEvent> events, ImmutableArray<NewDeadLetter> unmapped,
        CancellationToken cancellation)
    {
        if (unmapped.Length > 0)
            await _letters.AddAsync(Keys.DefaultTenant, unmapped, cancellation);
        var appended = events.Length > 0 ? await _ingest.AppendAsync(Keys.DefaultTenant, events, cancellation) : [];
        var accepted = appended.Count(a => a.IsNew);
        _metrics.CountRows(_source.Name, "accepted", accepted);
        _metrics.CountRows(_source.Name, "repeated", appended.Length - accepted);
        _metrics.CountRows(_source.Name, "dead_letter", unmapped.Length);
        _metrics.CountRows(_source.Name, "left_out", _leftOut);
    }

    private void ReportWaiting(Exception e)
    {
        var reason = e is JournalUnavailableException ? $"the store is not available: {e.Message}" : e.Message;
        // Logged once, not at each attempt.
        if (_status.Status.State != CdcState.Waiting)
            LogWaiting(_source.Name, reason);
        _status.Set(CdcState.Waiting, reason);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "{source} is waiting: {reason}")]
    private partial void LogWaiting(string source, string reason);
}
