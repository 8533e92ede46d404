using System.Collections.Immutable;
using OneLead.Events;
using OneLead.Sources.Mapping;
using OneLead.Storage;

namespace OneLead.Sources.Webhooks;

/// <summary>Takes a verified delivery: what can be mapped goes into the journal, what cannot is kept as dead letters.</summary>
internal sealed class WebhookProcessor(IIngest ingest, IDeadLetterStore letters, WebhookMetrics metrics)
{
    /// <exception cref="JournalUnavailableException">Not all was kept: the sender must repeat it. What was kept already is not kept twice.</exception>
    /// <exception cref="IngestOverloadedException">The same, since too much is waiting.</exception>
    public async Task<(WebhookAnswerJson? Answer, string? Malformed)> Take(WebhookSource source, Delivery delivery, DateTimeOffset now, CancellationToken cancellation)
    {
        var (events, unmapped) = (ImmutableArray.CreateBuilder<ChangeEvent>(), ImmutableArray.CreateBuilder<NewDeadLetter>());
        foreach (var item in delivery.Items)
        {
            if (item is Delivered.Events own)
            {
                if (NativeEvents.Read(own, source.Name, now, events, unmapped) is { } malformed)
                    return (null, malformed);
            }
            else
            {
                var (record, lost) = item switch { Delivered.Object o => (o.Record, null), Delivered.Unmappable u => (u.Record, u.Reason), _ => throw new InvalidOperationException() };
                var mapped = lost is null ? MappingResult.Of(source.Rules, record) : new MappingResult([], lost);
                if (mapped.Reason is { } reason)
                    unmapped.Add(new(source.Name, record.SourceId, record.Entity, reason, RecordJson.Write(record)));
                else
                    events.AddRange(mapped.Events);
            }
        }
        return (await Keep(source, events.ToImmutable(), unmapped.ToImmutable(), cancellation), null);
    }

    private async Task<WebhookAnswerJson> Keep(WebhookSource source, ImmutableArray<ChangeEvent> events, ImmutableArray<NewDeadLetter> unmapped, CancellationToken cancellation)
    {
        try
        {
            if (unmapped.Length > 0)
                await letters.Add(Keys.DefaultTenant, unmapped, cancellation);
            var appended = events.Length > 0 ? await ingest.Append(Keys.DefaultTenant, events, cancellation) : [];
            metrics.Count(source, unmapped.Length > 0 ? "dead_letter" : "accepted");
            var accepted = appended.Count(a => a.IsNew);
            return new(accepted, appended.Length - accepted, unmapped.Length);
        }
        catch (Exception e) when (e is IngestOverloadedException or JournalUnavailableException)
        {
            metrics.Count(source, e is IngestOverloadedException ? "overloaded" : "unavailable");
            throw;
        }
    }
}
