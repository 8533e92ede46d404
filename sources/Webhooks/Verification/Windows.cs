namespace OneLead.Sources.Webhooks.Verification;

/// <summary>How far a signed timestamp may be from our clock, either way.</summary>
internal static class Windows
{
    public static readonly TimeSpan Default = TimeSpan.FromMinutes(5);

    /// <param name="sinceEpoch">The timestamp as time since 1970.</param>
    public static bool Holds(TimeSpan sinceEpoch, DateTimeOffset now, TimeSpan? window) =>
        (now - DateTimeOffset.UnixEpoch - sinceEpoch).Duration() <= (window ?? Default);
}
