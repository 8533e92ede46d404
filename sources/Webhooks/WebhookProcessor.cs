using System.Collections.Immutable;
using OneLead.Events;
using OneLead.Sources.Http;
using OneLead.Sources.Mapping;
using OneLead.Storage;

namespace OneLead.Sources.Webhooks;

/// <summary>Maps a verified delivery and stores it: events go to the journal, records that cannot be mapped become dead letters.</summary>
internal sealed partial class WebhookProcessor(
    IIngest ingest, IDeadLetterStore letters, WebhookMetrics metrics, ILogger<WebhookProcessor> log)
{
    /// <param name="last">Notes the rows of the delivery.</param>
    /// <exception cref="JournalUnavailableException">Not all was stored. The sender must repeat; nothing is stored twice.</exception>
    /// <exception cref="IngestOverloadedException">The same, because of overload.</exception>
    public async Task<(WebhookAnswerJson? Answer, string? Malformed)> ProcessAsync(
        WebhookSource source, Delivery delivery, DateTimeOffset now, LastRow last, CancellationToken cancellation)
    {
        var (events, unmapped) = (ImmutableArray.CreateBuilder<ChangeEvent>(), ImmutableArray.CreateBuilder<NewDeadLetter>());
        foreach (var item in delivery.Items)
        {
            switch (item)
            {
                case DeliveryItem.NativeEvents native:
                    if (NativeEventReader.Read(native, source.Name, now, events, unmapped) is { } malformed)
                        return (null, malformed);
                    break;
                case DeliveryItem.ChangedObject changed:
                    Add(changed.Record, MappingResult.Of(source.Rules, changed.Record));
                    break;
                case DeliveryItem.Unmappable lost:
                    Add(lost.Record, new MappingResult([], lost.Reason));
                    break;
            }
        }
        return (await StoreAsync(source, events.ToImmutable(), unmapped.ToImmutable(), now, last, cancellation), null);

        void Add(SourceRecord record, MappingResult mapped)
        {
            if (mapped.Reason is { } reason)
                unmapped.Add(new(source.Name, record.SourceId, record.Entity, reason, RecordJson.Write(record)));
            else
                events.AddRange(mapped.Events);
        }
    }

    private async Task<WebhookAnswerJson> StoreAsync(
        WebhookSource source, ImmutableArray<ChangeEvent> events, ImmutableArray<NewDeadLetter> unmapped,
        DateTimeOffset now, LastRow last, CancellationToken cancellation)
    {
        try
        {
            // Events first: a delivery that is refused because of overload leaves no letters.
            var appended = events.Length > 0 ? await ingest.AppendAsync(Keys.DefaultTenant, events, cancellation) : [];
            foreach (var row in appended)
                last.Note(row.Sequence);
            if (unmapped.Length > 0)
                await letters.AddAsync(Keys.DefaultTenant, unmapped, cancellation);
            metrics.Count(source, unmapped.Length > 0 ? "dead_letter" : "accepted");
            var accepted = appended.Count(a => a.IsNew);
            var future = events.Count(e => e.OccurredAt > SourceTimes.Latest(now));
            if (future > 0)
                LogFuture(source.Name, future, events.Max(e => e.OccurredAt));
            return new(accepted, appended.Length - accepted, unmapped.Length, future);
        }
        catch (Exception e) when (e is IngestOverloadedException or JournalUnavailableException)
        {
            metrics.Count(source, e is IngestOverloadedException ? "overloaded" : "unavailable");
            throw;
        }
    }

    [LoggerMessage(Level = LogLevel.Warning,
        Message = "{source} sent {events} events with times in the future, up to {latest}; they count as of their receipt")]
    private partial void LogFuture(string source, int events, DateTimeOffset latest);
}
