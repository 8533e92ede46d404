using Microsoft.Extensions.Options;
using OneLead.Grains;

namespace OneLead.Web.Days;

/// <summary>
/// Begins the tenant's day at start and at each midnight of its time zone. With a fixed day it begins that one alone.
/// A day that has begun is left as it is, so a clock that jumps back changes nothing.
/// </summary>
internal sealed partial class DayKeeper(IGrainFactory grains, IOptions<WebOptions> options, FixedDay fixedDay, TimeProvider clock, ILogger<DayKeeper> log) : BackgroundService
{
    // Also how late a day begins at most after sleep or a clock change, which timers do not see.
    private static readonly TimeSpan Check = TimeSpan.FromSeconds(30);

    private readonly TimeZoneInfo _zone = options.Value.TimeZone is { } id ? TimeZoneInfo.FindSystemTimeZoneById(id) : clock.LocalTimeZone;
    private DateOnly _begun;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.Yield();
        using var timer = new PeriodicTimer(Check, clock);
        do
        {
            var today = fixedDay.Day ?? DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(clock.GetUtcNow(), _zone).DateTime);
            if (today > _begun)
                await Begin(today);
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    private async Task Begin(DateOnly day)
    {
        try
        {
            if (!await grains.GetGrain<ITenantGrain>(Keys.DefaultTenant).BeginDay(day))
                LogEarlier(day);
            _begun = day;
        }
        catch (Exception e)
        {
            // Tried again at the next check.
            LogFailed(e, day);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "{day} is earlier than the day that has begun; scores stay as of that one")]
    private partial void LogEarlier(DateOnly day);

    [LoggerMessage(Level = LogLevel.Error, Message = "{day} could not be begun")]
    private partial void LogFailed(Exception e, DateOnly day);
}

/// <summary>The day that the command line asks for, or null for the clock's.</summary>
internal sealed record FixedDay(DateOnly? Day);

internal static class DaysSetup
{
    public static IServiceCollection AddDays(this IServiceCollection services, DateOnly? asOf) => services.AddSingleton(new FixedDay(asOf)).AddHostedService<DayKeeper>();
}
