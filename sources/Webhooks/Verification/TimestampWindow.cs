namespace OneLead.Sources.Webhooks.Verification;

/// <summary>Limits the difference between a signed timestamp and our clock, in both directions.</summary>
internal static class TimestampWindow
{
    public static readonly TimeSpan Default = TimeSpan.FromMinutes(5);

    /// <param name="sinceEpoch">The timestamp as time since 1970.</param>
    public static bool Contains(TimeSpan sinceEpoch, DateTimeOffset now, TimeSpan? window) =>
        (now - DateTimeOffset.UnixEpoch - sinceEpoch).Duration() <= (window ?? Default);
}
