using System.Diagnostics.Metrics;
using OneLead.Sources.Metrics;
using OneLead.Storage;

namespace OneLead.Sources.DeadLetters;

/// <summary>How many dead letters there are.</summary>
internal sealed class DeadLetterGauges(IDeadLetterStore letters) : IGauges
{
    public void Observe(Meter meter) => meter.CreateObservableGauge("onelead.dead_letters", Counts, null, "Dead letters by source and state");

    // Instruments are asked synchronously; a scrape waits for the count. One that the store refuses tells nothing.
    private IEnumerable<Measurement<long>> Counts()
    {
        try
        {
            return letters.Counts(Keys.DefaultTenant).AsTask().GetAwaiter().GetResult()
                .Select(c => new Measurement<long>(c.Count, new("source", c.Source), new KeyValuePair<string, object?>("state", Wire.Name(c.State))));
        }
        catch (Exception e) when (e is JournalUnavailableException or ObjectDisposedException)
        {
            return [];
        }
    }
}
