namespace OneLead.Runtime.Tests.Semantics;

[Alias("test.ticker")]
public interface ITickerGrain : IGrainWithStringKey
{
    Task Start(TimeSpan period, bool fails);
    Task Block(string gate);
    Task Stop();
    Task End();
}

internal sealed class TickerGrain : Grain, ITickerGrain
{
    private IGrainTimer? _timer;
    private int _ticks;

    private Record Record => Record.Of(this.GetPrimaryKeyString());

    public Task Start(TimeSpan period, bool fails)
    {
        _timer = this.RegisterGrainTimer(Tick, fails, new() { DueTime = period, Period = period });
        return Task.CompletedTask;
    }

    public async Task Block(string gate)
    {
        Record.Note("blocked");
        await Record.Opened(gate);
        Record.Note("unblocked");
    }

    public Task Stop()
    {
        _timer!.Dispose();
        return Task.CompletedTask;
    }

    public Task End()
    {
        DeactivateOnIdle();
        return Task.CompletedTask;
    }

    private async Task Tick(bool fails, CancellationToken cancellation)
    {
        var tick = ++_ticks;
        Record.Note($"tick {tick} begins");
        await Task.Yield();
        Record.Note($"tick {tick} ends");
        if (fails) throw new InvalidOperationException("A tick failed.");
    }
}

public class TimerTests
{
    [Fact]
    public async Task A_timer_goes_on_after_a_tick_that_failed()
    {
        await using var fixture = await GrainFixture.Start();
        const string Key = nameof(A_timer_goes_on_after_a_tick_that_failed);

        await fixture.Grains.GetGrain<ITickerGrain>(Key).Start(TimeSpan.FromMilliseconds(1), fails: true);

        await Record.Of(Key).Noted("tick 3 ends");
    }

    [Fact]
    public async Task Ticks_do_not_interleave_with_calls()
    {
        await using var fixture = await GrainFixture.Start();
        const string Key = nameof(Ticks_do_not_interleave_with_calls);
        var (ticker, record) = (fixture.Grains.GetGrain<ITickerGrain>(Key), Record.Of(Key));

        await ticker.Start(TimeSpan.FromMilliseconds(1), fails: false);
        await record.Noted("tick 3 ends");
        var blocked = ticker.Block("gate");
        await record.Noted("blocked");
        record.Open("gate");
        await blocked;
        await ticker.Stop();

        var notes = record.Notes.ToList();
        Assert.Equal("unblocked", notes[notes.IndexOf("blocked") + 1]);
        Assert.All(notes.Where(n => n.EndsWith("begins", StringComparison.Ordinal)), begin =>
            Assert.Equal(begin.Replace("begins", "ends", StringComparison.Ordinal), notes[notes.IndexOf(begin) + 1]));
    }
}
