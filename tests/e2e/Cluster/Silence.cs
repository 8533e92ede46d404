using System.Diagnostics;

namespace OneLead.EndToEnd.Tests.Cluster;

/// <summary>The longest time between two acknowledgements.</summary>
internal sealed class Silence
{
    private readonly Lock _gate = new();
    private long _last = Stopwatch.GetTimestamp();

    public TimeSpan Longest { get; private set; }

    /// <summary>Notes an acknowledgement.</summary>
    public void End()
    {
        lock (_gate)
        {
            var now = Stopwatch.GetTimestamp();
            if (Stopwatch.GetElapsedTime(_last, now) is var silence && silence > Longest)
                Longest = silence;
            _last = now;
        }
    }

    /// <summary>Measures from now on.</summary>
    public void Forget()
    {
        lock (_gate)
            (Longest, _last) = (TimeSpan.Zero, Stopwatch.GetTimestamp());
    }
}
