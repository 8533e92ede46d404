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
}
