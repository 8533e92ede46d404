using System.Diagnostics.Metrics;

namespace OneLead.Storage.Tests;

/// <summary>Counts the journal commits of this process.</summary>
internal sealed class CommitCounter : IDisposable
{
    private readonly MeterListener _meters = new();
    private long _count;

    public CommitCounter()
    {
        _meters.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Name == "onelead.journal.commit")
                listener.EnableMeasurementEvents(instrument);
        };
        _meters.SetMeasurementEventCallback<double>((_, _, _, _) => Interlocked.Increment(ref _count));
        _meters.Start();
    }

    public long Count => Interlocked.Read(ref _count);

    public void Dispose() => _meters.Dispose();
}
