namespace OneLead;

/// <summary>Too many events wait. None of the call's events was appended.</summary>
[GenerateSerializer, Alias("ingest-overloaded")]
public sealed class IngestOverloadedException(TimeSpan retryAfter) : Exception(
    $"Too many events are waiting; try again in {retryAfter.TotalSeconds:0} s.")
{
    [Id(0)]
    public TimeSpan RetryAfter { get; } = retryAfter;
}
