using Microsoft.Extensions.Options;
using OneLead.Grains;

namespace OneLead.Web.Days;

/// <summary>
/// Begins the tenant's day at start and at each midnight of its time zone. A day that has begun is left as it is, so a
/// clock that jumps back changes nothing.
/// </summary>
internal sealed partial class DayKeeper(IGrainFactory grains, Today today, TimeProvider clock, ILogger<DayKeeper> log) : BackgroundService
{
    // Also how late a day begins at most after sleep or a clock change, which timers do not see.
    private static readonly TimeSpan Check = TimeSpan.FromSeconds(30);

    private DateOnly _begun;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.Yield();
        using var timer = new PeriodicTimer(Check, clock);
        do
        {
            if (today.Day is var day && day > _begun)
                await Begin(day);
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

internal static class DaysSetup
{
    public static void AddDays(this IServiceCollection services, DateOnly? asOf, bool keepsDays)
    {
        services.AddSingleton(s => new Today(asOf, s.GetRequiredService<IOptions<WebOptions>>().Value.TimeZone, s.GetRequiredService<TimeProvider>()));
        if (keepsDays)
            services.AddHostedService<DayKeeper>();
    }
}
