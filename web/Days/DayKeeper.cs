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
            var outcome = await grains.GetGrain<ITenantGrain>(Keys.DefaultTenant).BeginDay(day);
            if (outcome != DayOutcome.Begun)
                LogRefused(outcome.Reason(day));
            _begun = day;
        }
        catch (Exception e)
        {
            // The next check tries again.
            LogFailed(e, day);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The current day stays: {reason}")]
    private partial void LogRefused(string reason);

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
