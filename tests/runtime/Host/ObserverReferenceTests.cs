using System.Runtime.CompilerServices;

namespace OneLead.Runtime.Tests.Host;

public class ObserverReferenceTests
{
    [Fact]
    public async Task A_reference_does_not_keep_the_observer_alive()
    {
        await using var fixture = await GrainFixture.Start();
        var reference = Forgotten(fixture);

        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();

        await Assert.ThrowsAsync<ClientNotAvailableException>(() => reference.Changed(1));
    }

    [Fact]
    public async Task A_deleted_reference_reaches_nobody()
    {
        await using var fixture = await GrainFixture.Start();
        var watcher = new Semantics.ObserverTests.Watcher();
        var reference = fixture.Grains.CreateObjectReference<Semantics.IWatcher>(watcher);
        await reference.Changed(1);

        fixture.Grains.DeleteObjectReference<Semantics.IWatcher>(reference);

        await Assert.ThrowsAsync<ClientNotAvailableException>(() => reference.Changed(2));
        Assert.Equal([1], watcher.Seen);
    }

    [Fact]
    public async Task Passing_an_observer_itself_is_refused()
    {
        await using var fixture = await GrainFixture.Start();
        var source = fixture.Grains.GetGrain<Semantics.ISourceGrain>("s");
        await Assert.ThrowsAsync<ArgumentException>(() => source.Watch(new Semantics.ObserverTests.Watcher()));
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static Semantics.IWatcher Forgotten(GrainFixture fixture) =>
        fixture.Grains.CreateObjectReference<Semantics.IWatcher>(new Semantics.ObserverTests.Watcher());
}
