using System.Collections.Concurrent;
using OneLead.Storage;
using Orleans.Concurrency;

namespace OneLead.Silo.Tests;

/// <summary>What the product relies on in Orleans.</summary>
public sealed class OrleansTests(OrleansTests.Fixture fixture) : IClassFixture<OrleansTests.Fixture>
{
    private IGrainFactory Grains => fixture.Silo.Grains;

    [Fact]
    public async Task A_grain_takes_one_call_at_a_time_also_while_it_awaits()
    {
        var grain = Grains.GetGrain<IProbeGrain>("turns");
        var most = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => grain.AtOnce()));
        Assert.Equal(1, most.Max());
    }

    [Fact]
    public async Task A_reentrant_grain_takes_calls_while_it_awaits_one()
    {
        var grain = Grains.GetGrain<IReentrantProbeGrain>("turns");
        var waiting = grain.WaitForRelease();
        await grain.Release().WaitAsync(TimeSpan.FromSeconds(20));
        await waiting.WaitAsync(TimeSpan.FromSeconds(20));
    }

    [Theory]
    [InlineData(typeof(JournalUnavailableException))]
    [InlineData(typeof(JournalFencedException))]
    [InlineData(typeof(StaleDecisionException))]
    [InlineData(typeof(CorruptJournalException))]
    [InlineData(typeof(IngestOverloadedException))]
    public async Task An_exception_arrives_as_it_was_thrown(Type type)
    {
        var arrived = await Assert.ThrowsAsync(type, () => Grains.GetGrain<IProbeGrain>("exceptions").Throw(type.Name));
        Assert.Equal(ProbeGrain.Exceptions[type.Name].Message, arrived.Message);
        Assert.Equal((ProbeGrain.Exceptions[type.Name] as CorruptJournalException)?.Sequence,
            (arrived as CorruptJournalException)?.Sequence);
    }

    [Fact]
    public async Task An_idle_grain_is_collected_and_one_that_is_kept_alive_is_not()
    {
        var (idle, kept) = (Grains.GetGrain<IProbeGrain>("idle"), Grains.GetGrain<IReentrantProbeGrain>("kept"));
        var (idleBefore, keptBefore) = (await idle.Activation(), await kept.Activation());
        await Wait.UntilAsync("the idle grain is collected", async () =>
        {
            await Grains.GetGrain<IManagementGrain>(0).ForceActivationCollection(TimeSpan.Zero);
            return await idle.Activation() != idleBefore;
        });
        Assert.Equal(keptBefore, await kept.Activation());
    }

    [Fact]
    public async Task A_one_way_call_does_not_wait_for_the_grain()
    {
        var grain = Grains.GetGrain<IReentrantProbeGrain>("one way");
        await grain.WaitOneWay().WaitAsync(TimeSpan.FromSeconds(20));
        await grain.Release();
    }

    [Fact]
    public async Task A_deactivation_ends_before_the_next_activation_begins()
    {
        var grain = Grains.GetGrain<IProbeGrain>("order");
        for (var i = 0; i < 5; i++)
        {
            await grain.Activation();
            await grain.End();
        }
        await grain.Activation();
        var lives = ProbeGrain.Log["order"].ToArray();
        Assert.Equal(Enumerable.Range(0, lives.Length).Select(i => (i % 3) switch { 0 => "begins", 1 => "ends", _ => "ended" }), lives);
        Assert.Equal(16, lives.Length);
    }

    [Fact]
    public async Task An_activation_that_fails_fails_the_call_and_the_next_call_tries_again()
    {
        var grain = Grains.GetGrain<IProbeGrain>(ProbeGrain.FailsOnce);
        await Assert.ThrowsAnyAsync<Exception>(grain.Activation);
        Assert.True(await grain.Activation() > 0);
    }

    [Fact]
    public async Task An_observer_hears_calls_in_the_order_in_which_they_were_made()
    {
        var ears = new ProbeEars();
        var reference = Grains.CreateObjectReference<IProbeObserver>(ears);
        await Grains.GetGrain<IProbeGrain>("observers").Notify(reference, 50).WaitAsync(TimeSpan.FromSeconds(20));
        Assert.Equal(Enumerable.Range(0, 50), ears.Heard);
    }

    public sealed class Fixture : IAsyncLifetime
    {
        public TestSilo Silo { get; private set; } = null!;

        public async ValueTask InitializeAsync() => Silo = await TestSilo.StartAsync();

        public ValueTask DisposeAsync() => Silo.DisposeAsync();
    }

    private sealed class ProbeEars : IProbeObserver
    {
        public List<int> Heard { get; } = [];

        public Task Hear(int number)
        {
            Heard.Add(number);
            return Task.CompletedTask;
        }
    }
}

[Alias("test-probe-observer")]
public interface IProbeObserver : IGrainObserver
{
    [Alias("hear")] Task Hear(int number);
}

[Alias("test-probe")]
public interface IProbeGrain : IGrainWithStringKey
{
    /// <summary>The number of calls that were in the grain at the same time.</summary>
    [Alias("at-once")] Task<int> AtOnce();

    [Alias("throw")] Task Throw(string type);

    [Alias("activation")] Task<int> Activation();

    [Alias("end")] Task End();

    [Alias("notify")] Task Notify(IProbeObserver observer, int times);
}

[Alias("test-reentrant-probe")]
public interface IReentrantProbeGrain : IGrainWithStringKey
{
    [Alias("wait")] Task WaitForRelease();

    [Alias("wait-one-way"), OneWay] Task WaitOneWay();

    [Alias("release")] Task Release();

    [Alias("activation")] Task<int> Activation();
}

internal sealed class ProbeGrain : Grain, IProbeGrain
{
    public const string FailsOnce = "fails once";

    public static readonly ConcurrentDictionary<string, ConcurrentQueue<string>> Log = new(StringComparer.Ordinal);

    public static readonly IReadOnlyDictionary<string, Exception> Exceptions = new Exception[]
    {
        new JournalUnavailableException("no", new InvalidOperationException("because")), new JournalFencedException("fenced"),
        new StaleDecisionException("stale"),
        new CorruptJournalException("corrupt", 42), new IngestOverloadedException(TimeSpan.FromSeconds(3)),
    }.ToDictionary(e => e.GetType().Name);

    private static int _activations;

    private readonly int _activation = Interlocked.Increment(ref _activations);
    private int _atOnce;
    private int _most;

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        Note("begins");
        return this.GetPrimaryKeyString() == FailsOnce && Log[FailsOnce].Count == 1
            ? throw new JournalUnavailableException("The first activation fails.")
            : Task.CompletedTask;
    }

    public override async Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        Note("ends");
        for (var i = 0; i < 100; i++)
            await Task.Yield();
        Note("ended");
    }

    public async Task<int> AtOnce()
    {
        _most = Math.Max(_most, ++_atOnce);
        for (var i = 0; i < 10; i++)
            await Task.Yield();
        _atOnce--;
        return _most;
    }

    public Task Throw(string type) => throw Exceptions[type];

    public Task<int> Activation() => Task.FromResult(_activation);

    public Task End()
    {
        DeactivateOnIdle();
        return Task.CompletedTask;
    }

    public async Task Notify(IProbeObserver observer, int times)
    {
        for (var i = 0; i < times; i++)
            await observer.Hear(i);
    }

    private void Note(string what) => Log.GetOrAdd(this.GetPrimaryKeyString(), static _ => new()).Enqueue(what);
}

[Reentrant, KeepAlive]
internal sealed class ReentrantProbeGrain : Grain, IReentrantProbeGrain
{
    private readonly TaskCompletionSource _released = new();
    private static int _activations;

    private readonly int _activation = Interlocked.Increment(ref _activations);

    public Task WaitForRelease() => _released.Task;

    public Task WaitOneWay() => _released.Task;

    public Task Release()
    {
        _released.TrySetResult();
        return Task.CompletedTask;
    }

    public Task<int> Activation() => Task.FromResult(_activation);
}
