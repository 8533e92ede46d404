using OneLead.Testing;

namespace OneLead.Runtime.Tests.Host;

public class GrainTimerTests
{
    private static readonly TimeSpan s_second = TimeSpan.FromSeconds(1);
    private readonly TestClock _clock = new();

    [Fact]
    public async Task The_period_counts_from_the_end_of_a_tick()
    {
        await using var fixture = await GrainFixture.Start(options => options.ResponseTimeout = TimeSpan.FromDays(1), _clock);
        const string Key = nameof(The_period_counts_from_the_end_of_a_tick);
        var (ticker, record) = (fixture.Grains.GetGrain<ITicksGrain>(Key), Record.Of(Key));

        await ticker.Start(10 * s_second);
        _clock.Advance(10 * s_second);
        await record.Noted("tick 1");
        _clock.Advance(25 * s_second); // ticks that fall due during a tick do not exist
        record.Open("tick 1");
        await ticker.Settle();
        _clock.Advance(9 * s_second);
        await ticker.Settle();
        Assert.Equal(["tick 1"], record.Notes);
        _clock.Advance(s_second);
        await record.Noted("tick 2");
        record.Open("tick 2");
    }

    [Fact]
    public async Task A_timer_ends_with_its_activation_and_does_not_keep_it_alive()
    {
        await using var fixture = await GrainFixture.Start(_ => { }, _clock);
        const string Key = nameof(A_timer_ends_with_its_activation_and_does_not_keep_it_alive);
        var (ticker, record) = (fixture.Grains.GetGrain<ITicksGrain>(Key), Record.Of(Key));
        for (var tick = 1; tick <= 1000; tick++) record.Open($"tick {tick}");

        await ticker.Start(55 * s_second);
        for (var ended = record.Noted("ended"); !ended.IsCompleted;)
        {
            _clock.Advance(s_second);
            await Task.Yield();
        }
        var ticks = record.Notes.Count;
        _clock.Advance(600 * s_second);

        Assert.Equal(ticks, record.Notes.Count);
        Assert.Contains("tick 1", record.Notes);
    }
}

[Alias("test.ticks")]
public interface ITicksGrain : IGrainWithStringKey
{
    Task Start(TimeSpan period);
    Task Settle();
}

internal sealed class TicksGrain : Grain, ITicksGrain
{
    private int _ticks;

    private Record Record => Record.Of(this.GetPrimaryKeyString());

    public Task Start(TimeSpan period)
    {
        this.RegisterGrainTimer(Tick, period, period);
        return Task.CompletedTask;
    }

    public Task Settle() => Task.CompletedTask;

    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        Record.Note("ended");
        return Task.CompletedTask;
    }

    private Task Tick()
    {
        var tick = $"tick {++_ticks}";
        Record.Note(tick);
        return Record.Opened(tick);
    }
}
