using Microsoft.Extensions.Options;

namespace OneLead.Web.Days;

/// <summary>The day that should hold: the one that was asked for, or the clock's in the tenant's time zone.</summary>
internal sealed class Today(DateOnly? asked, IOptions<WebOptions> options, TimeProvider clock)
{
    private readonly TimeZoneInfo _zone = options.Value.TimeZone is { } id ? TimeZoneInfo.FindSystemTimeZoneById(id) : clock.LocalTimeZone;

    public DateOnly Day => asked ?? DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(clock.GetUtcNow(), _zone).DateTime);
}
