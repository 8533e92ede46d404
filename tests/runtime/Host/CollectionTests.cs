using OneLead.Testing;

namespace OneLead.Runtime.Tests.Host;

public class CollectionTests
{
    private static readonly TimeSpan s_minute = TimeSpan.FromMinutes(1);
    private readonly TestClock _clock = new();

    [Fact]
    public async Task An_idle_activation_ends_and_the_next_call_makes_another()
    {
        await using var fixture = await GrainFixture.Start(_ => { }, _clock);
        const string Key = nameof(An_idle_activation_ends_and_the_next_call_makes_another);
        var (probe, record) = (fixture.Grains.GetGrain<IProbeGrain>(Key), Record.Of(Key));

        await probe.Note("a");
        _clock.Advance(14 * s_minute);
        await probe.Note("b");
        _clock.Advance(14 * s_minute);
        Assert.Equal(1, await probe.Activation());
        _clock.Advance(16 * s_minute);
        await record.Noted("deactivating: ActivationIdle");

        Assert.Equal(2, await probe.Activation());
        Assert.Equal(1, record.MostActive);
    }

    [Fact]
    public async Task A_grain_may_ask_to_stay()
    {
        await using var fixture = await GrainFixture.Start(_ => { }, _clock);
        const string Key = nameof(A_grain_may_ask_to_stay);
        var (probe, record) = (fixture.Grains.GetGrain<IProbeGrain>(Key), Record.Of(Key));

        await probe.Stay(60 * s_minute);
        _clock.Advance(59 * s_minute);
        Assert.DoesNotContain("deactivating: ActivationIdle", record.Notes);
        _clock.Advance(3 * s_minute);

        await record.Noted("deactivating: ActivationIdle");
    }

    [Fact]
    public async Task Each_kind_may_have_an_age_of_its_own()
    {
        await using var fixture = await GrainFixture.Start(options => options.CollectionAges["probe"] = 2 * s_minute, _clock);
        const string Key = nameof(Each_kind_may_have_an_age_of_its_own);
        var (probe, record) = (fixture.Grains.GetGrain<IProbeGrain>(Key), Record.Of(Key));

        await probe.Note("a");
        _clock.Advance(4 * s_minute);

        await record.Noted("deactivating: ActivationIdle");
    }

    [Fact]
    public async Task A_busy_activation_is_never_idle()
    {
        await using var fixture = await GrainFixture.Start(options => options.ResponseTimeout = TimeSpan.FromDays(1), _clock);
        const string Key = nameof(A_busy_activation_is_never_idle);
        var (probe, record) = (fixture.Grains.GetGrain<IProbeGrain>(Key), Record.Of(Key));

        var call = probe.Pass("gate");
        await record.Noted("gate begins");
        _clock.Advance(60 * s_minute);
        record.Open("gate");
        await call;

        Assert.Equal(1, await probe.Activation());
    }
}
