namespace OneLead;

/// <summary>More events wait than the service takes. Nothing of the call was taken.</summary>
[GenerateSerializer, Alias("ingest-overloaded")]
public sealed class IngestOverloadedException(TimeSpan retryAfter) : Exception($"Too many events are waiting; try again in {retryAfter.TotalSeconds:0} s.")
{
    [Id(0)]
    public TimeSpan RetryAfter { get; } = retryAfter;
}
