using System.Globalization;

namespace OneLead.Sources.Http;

/// <summary>
/// The headers by which a sender reads its own writes: an answer names the last journal row of its request, and a later request
/// names the row that it must see.
/// </summary>
public static class SequenceHeaders
{
    public const string Sequence = "OneLead-Sequence";
    public const string After = "OneLead-After";

    /// <summary>Names the last row of the request; 0 if it has none.</summary>
    public static void WriteSequence(this HttpResponse response, long sequence)
    {
        if (sequence > 0)
            response.Headers[Sequence] = sequence.ToString(CultureInfo.InvariantCulture);
    }
}

/// <summary>The last row of a request that appends several times, also at the same time.</summary>
public sealed class LastRow
{
    private long _sequence;

    public long Sequence => Interlocked.Read(ref _sequence);

    public void Note(long sequence)
    {
        for (var last = Sequence; sequence > last; last = Sequence)
        {
            if (Interlocked.CompareExchange(ref _sequence, sequence, last) == last)
                return;
        }
    }
}
