using System.Globalization;
using System.Reflection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using OneLead.Grains;
using OneLead.Sources.Days;
using OneLead.Web.Days;

namespace OneLead.Web.Tests.Days;

public sealed class DayKeeperTests
{
    private readonly List<DateOnly> _begun = [];

    [Theory]
    [InlineData("UTC", "2026-03-27T00:00:00Z")]
    [InlineData("Europe/Berlin", "2026-03-27T00:00:00Z")]
    [InlineData("Europe/Berlin", "2026-10-23T00:00:00Z")]
    // Here clocks go back from midnight to the day before, and forward over midnight.
    [InlineData("Asia/Beirut", "2026-10-23T00:00:00Z")]
    [InlineData("Asia/Beirut", "2026-03-27T00:00:00Z")]
    [InlineData("America/Havana", "2026-10-30T00:00:00Z")]
    [InlineData("Pacific/Kiritimati", "2026-10-30T00:00:00Z")]
    public async Task Each_day_begins_once_whatever_the_clocks_do_in_the_night(string zone, string start)
    {
        var clock = new FakeTimeProvider(DateTimeOffset.Parse(start, CultureInfo.InvariantCulture));
        await using var keeper = await StartAsync(clock, zone);
        var first = DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(clock.GetUtcNow(), TimeZoneInfo.FindSystemTimeZoneById(zone)).DateTime);
        for (var quarters = 0; quarters < 4 * 24 * 4; quarters++)
            clock.Advance(TimeSpan.FromMinutes(15));
        await UntilAsync(first.AddDays(4));
        Assert.Equal(Enumerable.Range(0, 5).Select(first.AddDays).Where(_begun.Contains), _begun);
        Assert.Equal(first, _begun[0]);
    }

    [Fact]
    public async Task After_days_of_sleep_the_day_of_waking_begins_and_a_clock_that_goes_back_begins_nothing()
    {
        var clock = new FakeTimeProvider(new(2026, 3, 2, 23, 0, 0, TimeSpan.Zero));
        await using var keeper = await StartAsync(clock, "UTC");
        await UntilAsync(new(2026, 3, 2));
        SetBy(TimeSpan.FromDays(3));
        clock.Advance(TimeSpan.FromMinutes(2));
        await UntilAsync(new(2026, 3, 5));
        SetBy(TimeSpan.FromDays(-43));
        clock.Advance(TimeSpan.FromHours(3));
        SetBy(TimeSpan.FromDays(43));
        clock.Advance(TimeSpan.FromMinutes(2));
        await UntilAsync(new(2026, 3, 6));
        Assert.Equal([new(2026, 3, 2), new(2026, 3, 5), new DateOnly(2026, 3, 6)], _begun);

        // Timers go on as they were.
        void SetBy(TimeSpan change) => clock.AdjustTime(clock.GetUtcNow() + change);
    }

    private async Task<Keeper> StartAsync(FakeTimeProvider clock, string zone)
    {
        var (tenant, factory) = (DispatchProxy.Create<ITenantGrain, Proxy>(), DispatchProxy.Create<IGrainFactory, Proxy>());
        ((Proxy)(object)factory).Call = (_, _) => tenant;
        ((Proxy)(object)tenant).Call = (_, arguments) =>
        {
            lock (_begun)
                _begun.Add((DateOnly)arguments[0]!);
            return Task.FromResult(DayOutcome.Begun);
        };
        var keeper = new DayKeeper(factory, new Today(null, zone, clock), clock, NullLogger<DayKeeper>.Instance);
        await keeper.StartAsync(CancellationToken.None);
        await UntilAsync(null);
        return new(keeper);
    }

    // The keeper looks on a thread of its own: it is waited for, at most as long as a broken one takes to be noticed.
    private async Task UntilAsync(DateOnly? day)
    {
        for (var i = 0; i < 1_000; i++)
        {
            lock (_begun)
            {
                if (day is null ? _begun.Count > 0 : _begun.Contains(day.Value))
                    return;
            }
            await Task.Delay(10);
        }
        Assert.Fail($"{day} did not begin; {string.Join(", ", _begun)} did.");
    }

    private sealed record Keeper(DayKeeper Service) : IAsyncDisposable
    {
        public async ValueTask DisposeAsync()
        {
            await Service.StopAsync(CancellationToken.None);
            Service.Dispose();
        }
    }

    public class Proxy : DispatchProxy
    {
        public Func<MethodInfo, object?[], object?>? Call { get; set; }

        protected override object? Invoke(MethodInfo? targetMethod, object?[]? args) => Call!(targetMethod!, args!);
    }
}
