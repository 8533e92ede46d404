namespace OneLead.Sources.Days;

/// <summary>The current day of the tenant: a fixed one, or the clock's in the tenant's time zone.</summary>
/// <param name="fixedDay">The day to use whatever the clock says; null: the clock's.</param>
/// <param name="timeZone">An IANA or Windows id; null: the machine's.</param>
public sealed class Today(DateOnly? fixedDay, string? timeZone, TimeProvider clock)
{
    private readonly TimeZoneInfo _zone = timeZone is null ? clock.LocalTimeZone : TimeZoneInfo.FindSystemTimeZoneById(timeZone);

    public DateOnly Day => fixedDay ?? ByClock;

    /// <summary>The clock's day, whatever day was fixed.</summary>
    public DateOnly ByClock => DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(clock.GetUtcNow(), _zone).DateTime);
}
