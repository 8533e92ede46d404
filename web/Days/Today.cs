using Microsoft.Extensions.Options;

namespace OneLead.Web.Days;

/// <summary>The current day: the requested one, or the clock's in the tenant's time zone.</summary>
internal sealed class Today(DateOnly? asked, IOptions<WebOptions> options, TimeProvider clock)
{
    private readonly TimeZoneInfo _zone = options.Value.TimeZone is { } id ? TimeZoneInfo.FindSystemTimeZoneById(id) : clock.LocalTimeZone;

    public DateOnly Day => asked ?? DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(clock.GetUtcNow(), _zone).DateTime);
}
