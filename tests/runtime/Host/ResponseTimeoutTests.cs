using OneLead.Testing;

namespace OneLead.Runtime.Tests.Host;

public class ResponseTimeoutTests
{
    private readonly TestClock _clock = new();

    [Fact]
    public async Task A_call_that_waited_too_long_never_runs_and_one_that_runs_finishes()
    {
        await using var fixture = await GrainFixture.Start(_ => { }, _clock);
        const string Key = nameof(A_call_that_waited_too_long_never_runs_and_one_that_runs_finishes);
        var (probe, record) = (fixture.Grains.GetGrain<IProbeGrain>(Key), Record.Of(Key));

        var running = probe.Pass("gate");
        await record.Noted("gate begins");
        var waiting = probe.Note("expired");
        _clock.Advance(TimeSpan.FromSeconds(29));
        Assert.False(running.IsCompleted || waiting.IsCompleted);
        _clock.Advance(TimeSpan.FromSeconds(2));

        Assert.Contains("still running", (await Assert.ThrowsAsync<TimeoutException>(() => running)).Message, StringComparison.Ordinal);
        Assert.Contains("IProbeGrain.Note", (await Assert.ThrowsAsync<TimeoutException>(() => waiting)).Message, StringComparison.Ordinal);
        record.Open("gate");
        await record.Noted("gate ends");
        await probe.Note("next");
        Assert.DoesNotContain("expired", record.Notes);
    }

    [Fact]
    public async Task An_inline_call_that_suspends_times_out_too()
    {
        await using var fixture = await GrainFixture.Start(_ => { }, _clock);
        const string Key = nameof(An_inline_call_that_suspends_times_out_too);
        var probe = fixture.Grains.GetGrain<IProbeGrain>(Key);

        await probe.Note("active");
        var inline = probe.Pass("gate");
        _clock.Advance(TimeSpan.FromSeconds(31));

        await Assert.ThrowsAsync<TimeoutException>(() => inline);
    }
}
