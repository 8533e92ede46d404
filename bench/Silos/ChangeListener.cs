using System.Diagnostics;

namespace OneLead.Bench.Silos;

/// <summary>A subscriber that records every change of the tenant with its arrival time.</summary>
internal sealed class ChangeListener : IChangeSubscriber
{
    private readonly Lock _gate = new();
    private readonly List<Heard> _heard = [];

    private ChangeListener() { }

    /// <summary>A change of an account up to a journal row.</summary>
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

    /// <summary>Returns the changes since the last call.</summary>
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
