namespace OneLead.Runtime.Tests.Host;

[Alias("test.step")]
public interface IStepGrain : IGrainWithStringKey
{
    Task<int> Down(int left);
    Task<(bool Before, bool After)> StaysInContext(string other, string gate);
    Task Suspend(string gate);
}

internal sealed class StepGrain : Grain, IStepGrain
{
    [ThreadStatic]
    private static int t_depth;

    /// <summary>The deepest stack of steps.</summary>
    public async Task<int> Down(int left)
    {
        t_depth++;
        var depth = t_depth;
        var below = left == 0 ? Task.FromResult(0) : GrainFactory.GetGrain<IStepGrain>($"step {left - 1}").Down(left - 1);
        t_depth--;
        return Math.Max(depth, await below);
    }

    public async Task<(bool Before, bool After)> StaysInContext(string other, string gate)
    {
        var own = SynchronizationContext.Current;
        var call = GrainFactory.GetGrain<IStepGrain>(other).Suspend(gate);
        var before = SynchronizationContext.Current == own;
        await call;
        return (before, SynchronizationContext.Current == own);
    }

    public async Task Suspend(string gate)
    {
        var own = SynchronizationContext.Current;
        Record.Of(gate).Note("suspended");
        await Record.Of(gate).Opened("gate");
        Record.Of(gate).Note(SynchronizationContext.Current == own ? "own context" : "foreign context");
    }
}

public class InlineTests
{
    [Fact]
    public async Task A_call_to_an_idle_grain_runs_on_the_callers_stack()
    {
        await using var fixture = await GrainFixture.Start();
        var counter = fixture.Grains.GetGrain<Semantics.ICounterGrain>("inline");
        await counter.Add(1);

        var context = SynchronizationContext.Current;
        var call = counter.Add(1);

        Assert.True(call.IsCompletedSuccessfully);
        Assert.Same(context, SynchronizationContext.Current);
    }

    [Fact]
    public async Task An_inline_call_allocates_nothing()
    {
        await using var fixture = await GrainFixture.Start();
        var watched = fixture.Grains.GetGrain<IProbeGrain>("allocates");
        await watched.Stay(TimeSpan.Zero);

        await Task.Run(() =>
        {
            for (var i = 0; i < 100; i++) Assert.True(watched.Stay(TimeSpan.Zero).IsCompletedSuccessfully);
            var before = GC.GetAllocatedBytesForCurrentThread();
            for (var i = 0; i < 1000; i++) _ = watched.Stay(TimeSpan.Zero);
            Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        });
    }

    [Fact]
    public async Task An_inline_call_that_suspends_goes_on_in_its_own_context()
    {
        await using var fixture = await GrainFixture.Start();
        const string Gate = nameof(An_inline_call_that_suspends_goes_on_in_its_own_context);
        await fixture.Grains.GetGrain<IStepGrain>("above").Down(0);
        await fixture.Grains.GetGrain<IStepGrain>("below").Down(0);

        var call = fixture.Grains.GetGrain<IStepGrain>("above").StaysInContext("below", Gate);
        await Record.Of(Gate).Noted("suspended");
        Record.Of(Gate).Open("gate");

        Assert.Equal((true, true), await call);
        Assert.Equal(["suspended", "own context"], Record.Of(Gate).Notes);
    }

    [Theory]
    [InlineData(32)]
    [InlineData(4)]
    [InlineData(0)]
    public async Task Deep_calls_are_queued(int limit)
    {
        await using var fixture = await GrainFixture.Start(options => options.MaxInlineDepth = limit);
        var deepest = 0;
        for (var i = 0; i < 2; i++) deepest = await fixture.Grains.GetGrain<IStepGrain>("step 200").Down(200);

        Assert.InRange(deepest, 1, limit + 1);
    }
}
