namespace OneLead.Runtime.Tests.Semantics;

[Alias("test.counter")]
public interface ICounterGrain : IGrainWithStringKey
{
    Task<int> Add(int amount);
    Task<int> AddInParallel(int times);
    Task<bool> Overlapped();
}

internal sealed class CounterGrain : Grain, ICounterGrain
{
    private int _value;
    private int _inside;
    private bool _overlapped;

    public Task<int> Add(int amount) => Task.FromResult(_value += amount);

    public async Task<int> AddInParallel(int times)
    {
        await Task.WhenAll(Enumerable.Range(0, times).Select(async _ =>
        {
            await Task.Yield();
            if (Interlocked.Increment(ref _inside) > 1) _overlapped = true;
            var before = _value;
            Thread.SpinWait(5);
            _value = before + 1;
            Interlocked.Decrement(ref _inside);
        }));
        return _value;
    }

    public Task<bool> Overlapped() => Task.FromResult(_overlapped);
}

public class TurnTests
{
    [Fact]
    public async Task Parallel_continuations_of_one_activation_lose_no_update()
    {
        await using var fixture = await GrainFixture.Start();
        var counter = fixture.Grains.GetGrain<ICounterGrain>("a");

        Assert.Equal(20_000, await counter.AddInParallel(20_000));
        Assert.False(await counter.Overlapped());
    }

    [Fact]
    public async Task Concurrent_first_calls_meet_in_one_activation()
    {
        await using var fixture = await GrainFixture.Start();

        await Task.WhenAll(Enumerable.Range(0, 1000).Select(_ => Task.Run(() => fixture.Grains.GetGrain<ICounterGrain>("b").Add(1))));

        Assert.Equal(1000, await fixture.Grains.GetGrain<ICounterGrain>("b").Add(0));
    }

    [Fact]
    public async Task The_next_call_begins_when_the_previous_one_is_over()
    {
        await using var fixture = await GrainFixture.Start();
        const string Key = nameof(The_next_call_begins_when_the_previous_one_is_over);
        var (probe, record) = (fixture.Grains.GetGrain<IProbeGrain>(Key), Record.Of(Key));

        var first = probe.Pass("gate");
        await record.Noted("gate begins");
        var second = probe.Note("second");
        Assert.False(second.IsCompleted);
        record.Open("gate");
        await Task.WhenAll(first, second);

        Assert.Equal(["activating", "gate begins", "gate ends", "second"], record.Notes);
    }

    [Fact]
    public async Task A_caller_that_awaits_is_served_in_order()
    {
        await using var fixture = await GrainFixture.Start();
        const string Key = nameof(A_caller_that_awaits_is_served_in_order);
        var probe = fixture.Grains.GetGrain<IProbeGrain>(Key);

        for (var i = 0; i < 100; i++) await probe.Note($"{i}");

        Assert.Equal(Enumerable.Range(0, 100).Select(i => $"{i}"), Record.Of(Key).Notes.Skip(1));
    }
}
