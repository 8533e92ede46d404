using Microsoft.Extensions.DependencyInjection;

namespace OneLead.Runtime.Tests.Host;

public class DrainTests
{
    [Fact]
    public async Task Stopping_finishes_what_waits_refuses_what_comes_and_deactivates_all()
    {
        await using var fixture = await GrainFixture.Start();
        const string Key = nameof(Stopping_finishes_what_waits_refuses_what_comes_and_deactivates_all);
        var (probe, record) = (fixture.Grains.GetGrain<IProbeGrain>(Key), Record.Of(Key));

        var running = probe.Pass("gate");
        await record.Noted("gate begins");
        var waiting = probe.Note("waited");
        var stopping = fixture.Stop();
        await Assert.ThrowsAsync<SiloUnavailableException>(() => probe.Note("late"));
        Assert.False(stopping.IsCompleted);
        record.Open("gate");
        await stopping;
        await running;
        await waiting;

        Assert.Equal(["activating", "gate begins", "gate ends", "waited", "deactivating: ShuttingDown"], record.Notes);
        Assert.Equal(0, record.Active);
    }

    [Fact]
    public async Task Stopping_does_not_wait_for_ever()
    {
        await using var fixture = await GrainFixture.Start(options => options.DrainTimeout = TimeSpan.FromMilliseconds(50));
        const string Key = nameof(Stopping_does_not_wait_for_ever);
        var probe = fixture.Grains.GetGrain<IProbeGrain>(Key);
        _ = probe.Pass("never");
        await Record.Of(Key).Noted("never begins");

        await fixture.Stop();

        Assert.DoesNotContain("deactivating: ShuttingDown", Record.Of(Key).Notes);
    }

    [Fact]
    public async Task A_host_drains_when_its_services_are_stopped_and_disposed()
    {
        var fixture = await GrainFixture.Start();
        Assert.Same(fixture.Grains, fixture.Services.GetRequiredService<IClusterClient>());
        await fixture.Grains.GetGrain<IProbeGrain>("drained").Note("a");
        await fixture.Stop();
        await fixture.DisposeAsync();
        Assert.Equal(0, Record.Of("drained").Active);
    }
}
