namespace OneLead.Storage;

internal static class StoredTime
{
    /// <summary>
    /// Truncates a time to microseconds, the precision of PostgreSQL. Both stores do so, so that a store that is moved says the same.
    /// </summary>
    public static DateTimeOffset Truncate(DateTimeOffset time) =>
        time.ToUniversalTime().AddTicks(-(time.Ticks % TimeSpan.TicksPerMicrosecond));

    /// <summary>Reads a time that earlier versions of the embedded store kept by 100 nanoseconds.</summary>
    public static DateTimeOffset OfTicks(long ticks) => Truncate(new DateTimeOffset(ticks, TimeSpan.Zero));
}
