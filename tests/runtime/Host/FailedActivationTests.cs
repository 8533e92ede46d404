namespace OneLead.Runtime.Tests.Host;

public class FailedActivationTests
{
    [Fact]
    public async Task Every_call_that_was_sent_before_the_failure_fails_with_it()
    {
        await using var fixture = await GrainFixture.Start();
        const string Key = nameof(Every_call_that_was_sent_before_the_failure_fails_with_it);
        var (probe, record) = (fixture.Grains.GetGrain<IProbeGrain>(Key), Record.Of(Key));
        record.FailingActivations = 1;

        var calls = Enumerable.Range(0, 10).Select(i => probe.Note($"{i}")).ToList();
        await record.Noted("activating");
        record.Open("activation");
        foreach (var call in calls) Assert.Contains("not yet", (await Assert.ThrowsAnyAsync<Exception>(() => call)).ToString(), StringComparison.Ordinal);

        Assert.Equal(1, await probe.Activation());
        Assert.Equal(["activating", "activating"], record.Notes);
    }
}
