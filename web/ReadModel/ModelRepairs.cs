using System.Diagnostics.Metrics;

namespace OneLead.Web.ReadModel;

/// <summary>Counts what the read model showed differently from its accounts, which a comparison found and repaired.</summary>
internal sealed class ModelRepairs
{
    private readonly TimeProvider _clock;
    private readonly Counter<long> _counter;
    private readonly Lock _gate = new();
    private long _count;
    private DateTimeOffset? _last;

    public ModelRepairs(IMeterFactory meters, TimeProvider clock)
    {
        _clock = clock;
        _counter = meters.Create("OneLead").CreateCounter<long>("onelead.model.repairs", null,
            "Accounts, territories and portfolios that the read model showed differently from their state, and that were read again");
    }

    /// <summary>The number of repairs since the start, and the time of the last one.</summary>
    public (long Count, DateTimeOffset? Last) Sum
    {
        get
        {
            lock (_gate)
                return (_count, _last);
        }
    }

    public void Count()
    {
        _counter.Add(1);
        lock (_gate)
            (_count, _last) = (_count + 1, _clock.GetUtcNow());
    }
}
