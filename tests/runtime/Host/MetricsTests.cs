using System.Diagnostics.Metrics;

namespace OneLead.Runtime.Tests.Host;

public class MetricsTests
{
    [Fact]
    public async Task Actors_activations_and_waits_are_counted_by_kind()
    {
        var (actors, activations, waits) = (0, 0L, 0);
        using var listener = new MeterListener { InstrumentPublished = (instrument, listener) => { if (instrument.Meter.Name == "OneLead") listener.EnableMeasurementEvents(instrument); } };
        listener.SetMeasurementEventCallback<int>((instrument, value, tags, _) => { if (Is(instrument, "onelead.actors", tags)) actors += value; });
        listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => { if (Is(instrument, "onelead.activations", tags)) Interlocked.Add(ref activations, value); });
        listener.SetMeasurementEventCallback<double>((instrument, _, tags, _) => { if (Is(instrument, "onelead.mailbox.wait", tags)) Interlocked.Increment(ref waits); });
        listener.Start();
        await using var fixture = await GrainFixture.Start();

        for (var i = 0; i < 5; i++) await fixture.Grains.GetGrain<IMeteredGrain>($"{i}").Touch();
        await fixture.Grains.GetGrain<IMeteredGrain>("0").Touch();
        listener.RecordObservableInstruments();

        Assert.Equal((5, 5, 5), (actors, activations, waits));

        static bool Is(Instrument instrument, string name, ReadOnlySpan<KeyValuePair<string, object?>> tags) =>
            instrument.Name == name && tags.Contains(new("kind", "metered"));
    }
}

[Alias("test.metered")]
public interface IMeteredGrain : IGrainWithStringKey
{
    Task Touch();
}

internal sealed class MeteredGrain : Grain, IMeteredGrain
{
    public Task Touch() => Task.CompletedTask;
}
