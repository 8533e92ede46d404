using Microsoft.Extensions.Logging.Abstractions;
using Orleans.Utilities;

namespace OneLead.Runtime.Tests.Semantics;

[Alias("test.watcher")]
public interface IWatcher : IGrainObserver
{
    Task Changed(int version);
}

[Alias("test.source")]
public interface ISourceGrain : IGrainWithStringKey
{
    Task Watch(IWatcher watcher);
    Task<int> Publish(int version);
}

internal sealed class SourceGrain : Grain, ISourceGrain
{
    private readonly ObserverManager<IWatcher> _watchers = new(TimeSpan.FromMinutes(5), NullLogger.Instance);

    public Task Watch(IWatcher watcher)
    {
        _watchers.Subscribe(watcher, watcher);
        return Task.CompletedTask;
    }

    public async Task<int> Publish(int version)
    {
        await _watchers.Notify(watcher => watcher.Changed(version));
        return _watchers.Count;
    }
}

public class ObserverTests
{
    [Fact]
    public async Task Observers_hear_in_order_and_may_call_back_later()
    {
        await using var fixture = await GrainFixture.Start();
        var source = fixture.Grains.GetGrain<ISourceGrain>("s");
        var watcher = new Watcher();

        var reference = fixture.Grains.CreateObjectReference<IWatcher>(watcher);
        await source.Watch(reference);
        await source.Watch(reference);
        for (var version = 0; version < 10; version++) Assert.Equal(1, await source.Publish(version));

        Assert.Equal(Enumerable.Range(0, 10), watcher.Seen);
        GC.KeepAlive(watcher);
    }

    [Fact]
    public async Task Observers_that_fail_are_removed()
    {
        await using var fixture = await GrainFixture.Start();
        var source = fixture.Grains.GetGrain<ISourceGrain>("s");
        var watcher = new Watcher { Fails = true };

        await source.Watch(fixture.Grains.CreateObjectReference<IWatcher>(watcher));

        Assert.Equal(0, await source.Publish(1));
        GC.KeepAlive(watcher);
    }

    [Fact]
    public void Subscriptions_that_are_not_renewed_expire()
    {
        var now = new DateTime(2025, 1, 1, 0, 0, 0, DateTimeKind.Utc);
        var watchers = new ObserverManager<int, string>(TimeSpan.FromMinutes(1), NullLogger.Instance) { GetDateTime = () => now };
        watchers.Subscribe(1, "renewed");
        watchers.Subscribe(2, "forgotten");
        now += TimeSpan.FromMinutes(1);
        watchers.Subscribe(1, "renewed");
        now += TimeSpan.FromSeconds(1);

        watchers.ClearExpired();

        Assert.Equal(["renewed"], watchers);
    }

    internal sealed class Watcher : IWatcher
    {
        internal List<int> Seen { get; } = [];

        internal bool Fails { get; init; }

        public async Task Changed(int version)
        {
            await Task.Yield();
            if (Fails) throw new InvalidOperationException();
            Seen.Add(version);
        }
    }
}
