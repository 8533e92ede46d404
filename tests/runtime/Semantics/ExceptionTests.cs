namespace OneLead.Runtime.Tests.Semantics;

public class ExceptionTests
{
    [Fact]
    public async Task Exceptions_reach_the_caller_and_leave_the_grain_usable()
    {
        await using var fixture = await GrainFixture.Start();
        const string Key = nameof(Exceptions_reach_the_caller_and_leave_the_grain_usable);
        var probe = fixture.Grains.GetGrain<IProbeGrain>(Key);

        for (var i = 0; i < 2; i++)
        {
            Assert.Equal("at once", (await Assert.ThrowsAsync<NotSupportedException>(() => probe.Fail("at once"))).Message);
            var later = await Assert.ThrowsAsync<NotSupportedException>(() => probe.FailLater("later").AsTask());
            Assert.Contains(nameof(ProbeGrain.FailLater), later.StackTrace, StringComparison.Ordinal);
        }
        Assert.Equal(1, await probe.Activation());
    }
}
