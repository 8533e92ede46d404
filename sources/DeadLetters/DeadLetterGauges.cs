using System.Diagnostics.Metrics;
using OneLead.Sources.Metrics;
using OneLead.Storage;

namespace OneLead.Sources.DeadLetters;

/// <summary>
/// Shows the number of dead letters. Instruments are read synchronously and the store is not, so a collection returns the
/// counts of the previous one and starts reading the next.
/// </summary>
internal sealed class DeadLetterGauges(IDeadLetterStore letters) : IGauges
{
    private volatile Measurement<long>[] _measured = [];
    private int _isReading;

    public void Observe(Meter meter)
    {
        meter.CreateObservableGauge("onelead.dead_letters", Collect, null, "Dead letters by source and state");
        _ = ReadAsync();
    }

    private IEnumerable<Measurement<long>> Collect()
    {
        _ = ReadAsync();
        return _measured;
    }

    private async Task ReadAsync()
    {
        if (Interlocked.Exchange(ref _isReading, 1) == 1)
            return;
        try
        {
            // Also moves a store that reads synchronously off the collecting thread.
            await Task.Yield();
            var counts = await letters.CountAsync(Keys.DefaultTenant);
            _measured =
            [
                .. counts.Select(c => new Measurement<long>(
                    c.Count, new("source", c.Source), new KeyValuePair<string, object?>("state", Wire.Name(c.State)))),
            ];
        }
        catch (Exception e) when (e is JournalUnavailableException or ObjectDisposedException)
        {
            _measured = [];
        }
        finally
        {
            Volatile.Write(ref _isReading, 0);
        }
    }
}
