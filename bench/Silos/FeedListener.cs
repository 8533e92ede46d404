using System.Diagnostics;
using OneLead.Grains;

namespace OneLead.Bench.Silos;

/// <summary>What a dashboard's server hears: every change of the tenant, with the time at which it came.</summary>
internal sealed class FeedListener : IFeedObserver
{
    private readonly Lock gate = new();
    private readonly List<Heard> heard = [];
    private readonly IFeedGrain feed;
    private readonly IFeedObserver self;
    private long sequence;

    private FeedListener(IGrainFactory grains)
    {
        feed = grains.GetGrain<IFeedGrain>(BenchSilo.Tenant);
        self = grains.CreateObjectReference<IFeedObserver>(this);
    }

    /// <summary>An account that changed, up to a journal row.</summary>
    public readonly record struct Heard(string Account, long Version, long Timestamp);

    public static async Task<FeedListener> Start(IGrainFactory grains)
    {
        var listener = new FeedListener(grains);
        listener.sequence = await listener.Sent();
        return listener;
    }

    public Task OnChange(Change change)
    {
        if (change.Account is not { } account)
            return Task.CompletedTask;
        lock (gate)
        {
            sequence = change.Sequence;
            heard.Add(new Heard(account.AccountId, account.Version, Stopwatch.GetTimestamp()));
        }
        return Task.CompletedTask;
    }

    /// <summary>Waits until everything that was sent has been heard. Renews the lease.</summary>
    public async Task HearAll()
    {
        for (var sent = await Sent(); ; await Task.Yield())
        {
            lock (gate)
            {
                if (sequence >= sent)
                    return;
            }
        }
    }

    /// <summary>What was heard since the last call.</summary>
    public Heard[] Take()
    {
        lock (gate)
        {
            var all = heard.ToArray();
            heard.Clear();
            return all;
        }
    }

    private async Task<long> Sent() => (await feed.Watch(self)).Sequences.GetValueOrDefault("accounts");
}
