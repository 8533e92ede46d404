namespace OneLead;

/// <summary>How long to wait before a failed call is repeated: 100 ms, doubled with each attempt, at most 5 s.</summary>
internal static class RetryPause
{
    private const long Longest = 5_000;

    /// <param name="attempts">The attempts that failed.</param>
    public static TimeSpan After(int attempts) => TimeSpan.FromMilliseconds(Math.Min(50L << Math.Min(attempts, 10), Longest));
}
