namespace OneLead.Storage.Postgres;

internal static class PostgresTime
{
    /// <summary>Truncates a time to microseconds, the precision of timestamptz, so that it is read back as it was written.</summary>
    public static DateTimeOffset Truncate(DateTimeOffset time) =>
        time.ToUniversalTime().AddTicks(-(time.Ticks % TimeSpan.TicksPerMicrosecond));
}
