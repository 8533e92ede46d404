namespace OneLead.Runtime.Tests.Semantics;

public class ActivationTests
{
    [Fact]
    public async Task A_failed_activation_fails_the_calls_that_wait_and_the_next_call_tries_again()
    {
        await using var fixture = await GrainFixture.Start();
        const string Key = nameof(A_failed_activation_fails_the_calls_that_wait_and_the_next_call_tries_again);
        var (probe, record) = (fixture.Grains.GetGrain<IProbeGrain>(Key), Record.Of(Key));
        record.FailingActivations = 1;

        var calls = Enumerable.Range(0, 10).Select(i => probe.Note($"{i}")).ToList();
        await record.Noted("activating");
        record.Open("activation");
        var errors = await Task.WhenAll(calls.Select(async call => (await Xunit.Record.ExceptionAsync(() => call))?.ToString()));

        // A call that was still on its way when the activation failed has found the next one.
        Assert.NotEmpty(errors.OfType<string>());
        Assert.All(errors.OfType<string>(), error => Assert.Contains("not yet", error, StringComparison.Ordinal));
        Assert.Equal(1, await probe.Activation());
        Assert.Equal(2, record.Notes.Count(note => note == "activating"));
        Assert.Equal(errors.Count(error => error is null), record.Notes.Count(note => note != "activating"));
    }

    [Fact]
    public async Task Calls_that_wait_for_an_activation_that_ends_go_to_the_next_one()
    {
        await using var fixture = await GrainFixture.Start();
        const string Key = nameof(Calls_that_wait_for_an_activation_that_ends_go_to_the_next_one);
        var (probe, record) = (fixture.Grains.GetGrain<IProbeGrain>(Key), Record.Of(Key));

        var first = probe.Pass("gate");
        await record.Noted("gate begins");
        var leaving = probe.DeactivateSoon();
        var waiting = Enumerable.Range(0, 50).Select(_ => probe.Activation()).ToList();
        record.Open("gate");
        await Task.WhenAll([first, leaving, .. waiting]);

        Assert.Equal(2, await probe.Activation());
        Assert.Equal(1, record.MostActive);
        Assert.Single(record.Notes, "deactivating: ApplicationRequested");
    }

    [Fact]
    public async Task Two_activations_of_one_grain_never_exist_at_once()
    {
        await using var fixture = await GrainFixture.Start();
        const string Key = nameof(Two_activations_of_one_grain_never_exist_at_once);
        var (probe, record) = (fixture.Grains.GetGrain<IProbeGrain>(Key), Record.Of(Key));

        await Task.WhenAll(Enumerable.Range(0, 8).Select(caller => Task.Run(async () =>
        {
            for (var i = 0; i < 100; i++)
                await GrainFixture.Delivered(() => i % 10 == caller ? probe.DeactivateSoon() : probe.Note("n"));
        })));

        Assert.Equal(1, record.MostActive);
        Assert.True(record.Activations > 1);
        Assert.Equal(8 * 90, record.Notes.Count(note => note == "n"));
    }

    [Fact]
    public async Task A_reference_tells_what_it_points_to()
    {
        await using var fixture = await GrainFixture.Start();
        var probe = fixture.Grains.GetGrain<IProbeGrain>("a/b");

        Assert.Equal("a/b", probe.GetPrimaryKeyString());
        Assert.Equal("probe/a/b", probe.GetGrainId().ToString());
        Assert.Equal(probe, fixture.Grains.GetGrain<IProbeGrain>("a/b"));
        Assert.NotEqual(probe, fixture.Grains.GetGrain<IProbeGrain>("a/c"));
        Assert.Throws<ArgumentException>(() => fixture.Grains.GetGrain<IProbeGrain>(" "));
    }
}
