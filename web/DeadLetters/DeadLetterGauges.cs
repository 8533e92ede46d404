using System.Diagnostics.Metrics;
using OneLead.Storage;
using OneLead.Web.Metrics;

namespace OneLead.Web.DeadLetters;

/// <summary>How many dead letters there are.</summary>
internal sealed class DeadLetterGauges : IGauges, IDisposable
{
    private readonly Meter _meter;

    public DeadLetterGauges(IMeterFactory meters, IDeadLetterStore letters)
    {
        _meter = meters.Create("OneLead");
        _meter.CreateObservableGauge("onelead.dead_letters", () => Counts(letters), null, "Dead letters by source and state");
    }

    public void Dispose() => _meter.Dispose();

    // Instruments are asked synchronously; a scrape waits for the count. One that the store refuses tells nothing.
    private static IEnumerable<Measurement<long>> Counts(IDeadLetterStore letters)
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
