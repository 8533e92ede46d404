using Microsoft.Extensions.Options;
using OneLead.Grains;

namespace OneLead.Web.Days;

/// <summary>
/// Begins the tenant's day at startup and at each midnight of its time zone. Beginning a day again has no effect, so a clock
/// that jumps back changes nothing.
/// </summary>
internal sealed partial class DayKeeper(IGrainFactory grains, Today today, TimeProvider clock, ILogger<DayKeeper> log) : BackgroundService
{
    // Also the longest delay of a day after sleep or a clock change, which timers do not notice.
    private static readonly TimeSpan Check = TimeSpan.FromSeconds(30);

    private DateOnly _begun;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.Yield();
        using var timer = new PeriodicTimer(Check, clock);
        do
        {
            if (today.Day is var day && day > _begun)
                await BeginAsync(day);
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    private async Task BeginAsync(DateOnly day)
    {
        try
        {
            if (!await grains.GetGrain<ITenantGrain>(Keys.DefaultTenant).BeginDay(day))
                LogEarlier(day);
            _begun = day;
        }
        catch (Exception e)
        {
            // The next check tries again.
            LogFailed(e, day);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "{day} is earlier than the current day; the current day stays")]
    private partial void LogEarlier(DateOnly day);

    [LoggerMessage(Level = LogLevel.Error, Message = "The day {day} could not be begun; the next check tries again")]
    private partial void LogFailed(Exception e, DateOnly day);
}

internal static class DaysSetup
{
    public static void AddDays(this IServiceCollection services, DateOnly? asOf, bool keepsDays)
    {
        services.AddSingleton(
            s => new Today(asOf, s.GetRequiredService<IOptions<WebOptions>>().Value.TimeZone, s.GetRequiredService<TimeProvider>()));
        if (keepsDays)
            services.AddHostedService<DayKeeper>();
    }
}
