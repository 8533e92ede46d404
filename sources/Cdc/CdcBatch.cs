using System.Collections.Immutable;
using OneLead.Events;
using OneLead.Sources.Mapping;
using OneLead.Storage;

namespace OneLead.Sources.Cdc;

/// <summary>Rows on their way into the journal.</summary>
internal sealed partial class CdcBatch(PostgresSource source, IIngest ingest, IDeadLetterStore letters, CdcReport report, CdcMetrics metrics, TimeProvider clock, ILogger log)
{
    private const int Full = 1_000;

    private static readonly TimeSpan StoreRetry = TimeSpan.FromSeconds(1);

    private readonly ImmutableArray<ChangeEvent>.Builder _events = ImmutableArray.CreateBuilder<ChangeEvent>(Full);
    private readonly ImmutableArray<NewDeadLetter>.Builder _letters = ImmutableArray.CreateBuilder<NewDeadLetter>();
    private int _leftOut;

    public bool IsFull => _events.Count + _letters.Count >= Full;

    public void Add(SourceRecord record) => Add(record, MappingResult.Of(source.Rules, record));

    public void Add(SourceRecord record, MappingResult mapped)
    {
        if (mapped.Reason is { } reason)
            _letters.Add(new(source.Name, record.SourceId, record.Entity, reason, RecordJson.Write(record)));
        else if (mapped.Events.IsEmpty)
            _leftOut++;
        else
            _events.AddRange(mapped.Events);
    }

    public void Add(ChangeEvent change) => _events.Add(change);

    /// <summary>Completes when all of it is durable, however long the store takes.</summary>
    /// <returns>Whether there was anything.</returns>
    public async Task<bool> Keep(CancellationToken cancellation)
    {
        if (_events.Count + _letters.Count + _leftOut == 0)
            return false;
        var (events, unmapped, before) = (_events.ToImmutable(), _letters.ToImmutable(), report.Status);
        while (true)
        {
            try
            {
                if (unmapped.Length > 0)
                    await letters.Add(Keys.DefaultTenant, unmapped, cancellation);
                var appended = events.Length > 0 ? await ingest.Append(Keys.DefaultTenant, events, cancellation) : [];
                var accepted = appended.Count(a => a.IsNew);
                metrics.Count(source.Name, "accepted", accepted);
                metrics.Count(source.Name, "repeated", appended.Length - accepted);
                metrics.Count(source.Name, "dead_letter", unmapped.Length);
                metrics.Count(source.Name, "left_out", _leftOut);
                break;
            }
            catch (IngestOverloadedException e)
            {
                await Wait(e.Message, e.RetryAfter);
            }
            catch (JournalUnavailableException e)
            {
                await Wait($"the store takes nothing: {e.Message}", StoreRetry);
            }
        }
        if (report.Status.State == CdcState.Waiting)
            report.Set(before.State, before.Message);
        _events.Clear();
        _letters.Clear();
        _leftOut = 0;
        return true;

        Task Wait(string why, TimeSpan time)
        {
            if (report.Status.State != CdcState.Waiting)
                LogStoreWaits(source.Name, why);
            report.Set(CdcState.Waiting, why);
            return Task.Delay(time, clock, cancellation);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "{source} waits: {reason}")]
    private partial void LogStoreWaits(string source, string reason);
}
