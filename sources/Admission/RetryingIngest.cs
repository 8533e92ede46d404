using System.Collections.Immutable;
using OneLead.Events;
using Polly;
using Polly.Retry;

namespace OneLead.Sources.Admission;

/// <summary>
/// Retries appends while ingestion is overloaded. For background work such as imports; requests are refused with 429 instead.
/// </summary>
public sealed class RetryingIngest(IIngest ingest, TimeProvider clock)
{
    private readonly ResiliencePipeline _retry = new ResiliencePipelineBuilder { TimeProvider = clock }
        .AddRetry(new RetryStrategyOptions
        {
            ShouldHandle = new PredicateBuilder().Handle<IngestOverloadedException>(),
            MaxRetryAttempts = int.MaxValue,
            DelayGenerator = static args => new((args.Outcome.Exception as IngestOverloadedException)?.RetryAfter),
        })
        .Build();

    /// <summary>Completes when the events are durable, however long ingestion stays overloaded.</summary>
    /// <exception cref="Storage.JournalUnavailableException">Nothing was appended.</exception>
    public async Task<ImmutableArray<Appended>> AppendAsync(string tenant, ImmutableArray<ChangeEvent> events,
        CancellationToken cancellation) =>
        await _retry.ExecuteAsync(token => ingest.AppendAsync(tenant, events, token), cancellation);
}
