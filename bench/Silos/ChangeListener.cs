using System.Diagnostics;

namespace OneLead.Bench.Silos;

/// <summary>Receives what a dashboard's server receives: every change of the tenant, with the time at which it came.</summary>
internal sealed class ChangeListener : IChangeSubscriber
{
    private readonly Lock _gate = new();
    private readonly List<Heard> _heard = [];

    private ChangeListener() { }

    /// <summary>An account that changed, up to a journal row.</summary>
    public readonly record struct Heard(string Account, long Version, long Timestamp);

    public static ChangeListener Start(IChangePublisher changes)
    {
        var listener = new ChangeListener();
        changes.Subscribe(BenchSilo.Tenant, listener);
        return listener;
    }

    public ValueTask ReceiveAsync(ChangeBatch batch)
    {
        var now = Stopwatch.GetTimestamp();
        lock (_gate)
        {
            foreach (var change in batch.Changes)
            {
                if (change.Account is { } account)
                    _heard.Add(new Heard(account.AccountId, account.Version.Sequence, now));
            }
        }
        return ValueTask.CompletedTask;
    }

    /// <summary>What was heard since the last call.</summary>
    public Heard[] Take()
    {
        lock (_gate)
        {
            var all = _heard.ToArray();
            _heard.Clear();
            return all;
        }
    }
}
