using System.Collections.Immutable;
using OneLead.Events;
using OneLead.Sources.Cdc;
using OneLead.Sources.Mapping;
using OneLead.Storage;
using OneLead.Web.DeadLetters;

namespace OneLead.Web.Cdc;

/// <summary>Rows on their way into the journal.</summary>
internal sealed class CdcBatch(PostgresSource source, IIngest ingest, IDeadLetterStore letters, CdcMetrics metrics, TimeProvider clock)
{
    private static readonly TimeSpan StoreRetry = TimeSpan.FromSeconds(1);

    private readonly ImmutableArray<ChangeEvent>.Builder _events = ImmutableArray.CreateBuilder<ChangeEvent>();
    private readonly ImmutableArray<NewDeadLetter>.Builder _letters = ImmutableArray.CreateBuilder<NewDeadLetter>();
    private int _leftOut;

    public bool IsFull => _events.Count + _letters.Count >= 1_000;

    public bool IsEmpty => _events.Count + _letters.Count == 0;

    /// <param name="lost">Why nothing can be made of it, when that is known.</param>
    public void Add(SourceRecord record, string? lost) => Add(record, lost is null ? Mapped.Of(source.Rules, record) : new([], lost));

    public void Add(SourceRecord record, Mapped mapped)
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
    /// <param name="waiting">Told why it waits; null when it goes on.</param>
    public async Task Keep(Action<string?> waiting, CancellationToken cancellation)
    {
        var (events, unmapped) = (_events.ToImmutable(), _letters.ToImmutable());
        for (var hasWaited = false; ; hasWaited = true)
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
                if (hasWaited)
                    waiting(null);
                break;
            }
            catch (IngestOverloadedException e)
            {
                waiting(e.Message);
                await Task.Delay(e.RetryAfter, clock, cancellation);
            }
            catch (JournalUnavailableException e)
            {
                waiting($"the store takes nothing: {e.Message}");
                await Task.Delay(StoreRetry, clock, cancellation);
            }
        }
        _events.Clear();
        _letters.Clear();
        _leftOut = 0;
    }
}
