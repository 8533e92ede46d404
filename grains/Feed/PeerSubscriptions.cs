using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using OneLead.Grains;

namespace OneLead.Feed;

/// <summary>The subscriptions of other silos to this silo's changes.</summary>
internal sealed partial class PeerSubscriptions(ChangePublisher changes, PeerSilos silos, ILogger<PeerSubscriptions> log)
{
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(1);

    private readonly Lock _gate = new();
    private readonly Dictionary<(SiloAddress Silo, string Tenant), (PeerSender Sender, ChangeSubscription Changes)> _subscriptions = [];

    public void Add(string tenant, FeedSubscription subscription)
    {
        lock (_gate)
        {
            if (_subscriptions.TryGetValue((subscription.Silo, tenant), out var known))
            {
                // A repeated or late call.
                if (known.Sender.Number >= subscription.Number)
                    return;
                changes.RemovePeer(tenant, known.Changes);
            }
            var sender = new PeerSender(this, silos, tenant, subscription);
            _subscriptions[(subscription.Silo, tenant)] = (sender, changes.AddPeer(tenant, sender));
        }
    }

    /// <summary>See <see cref="IChangeFeed.HasSent"/>.</summary>
    public async Task<bool> HasSentAsync(string tenant, FeedSubscription subscription)
    {
        ChangeSubscription? found;
        lock (_gate)
            found = Find(tenant, subscription);
        if (found is null)
            return false;
        var sent = found.WhenSentAsync();
        await Task.WhenAny(sent, Task.Delay(LongestWait));
        // An ended subscription waits for nothing and has lost what waited.
        lock (_gate)
            return sent.IsCompleted && Find(tenant, subscription) == found;
    }

    private void Remove(string tenant, FeedSubscription subscription)
    {
        lock (_gate)
        {
            if (Find(tenant, subscription) is not { } ended)
                return;
            _subscriptions.Remove((subscription.Silo, tenant));
            changes.RemovePeer(tenant, ended);
        }
    }

    private ChangeSubscription? Find(string tenant, FeedSubscription subscription) =>
        _subscriptions.TryGetValue((subscription.Silo, tenant), out var known) && known.Sender.Number == subscription.Number
            ? known.Changes
            : null;

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Tenant}: changes could not be sent to silo {Silo}, which must subscribe again")]
    private partial void LogEnded(string tenant, SiloAddress silo, Exception error);

    /// <summary>Sends to one silo. The first failure ends the subscription; the silo hears no more and subscribes again.</summary>
    private sealed class PeerSender(PeerSubscriptions all, PeerSilos silos, string tenant, FeedSubscription subscription)
        : IChangeSubscriber
    {
        // Keeps messages well below the size that Orleans allows.
        private const int MostRows = 2_000;

        private long _taken;
        private long _sent;

        public long Number => subscription.Number;

        public async ValueTask ReceiveAsync(ChangeBatch batch)
        {
            // Changes were dropped, because too many waited: the silo sees the gap.
            if (batch.Number != ++_taken)
                (_taken, _sent) = (batch.Number, _sent + 1);
            try
            {
                foreach (var part in Parts(batch.Changes))
                {
                    var sent = new FeedBatch(silos.Own, tenant, subscription.Number, ++_sent, part);
                    if (await silos.FeedOf(subscription.Silo).Receive(sent))
                        continue;
                    all.Remove(tenant, subscription);
                    return;
                }
            }
            catch (OrleansMessageRejectionException)
            {
                // One of the two silos is stopping or gone.
                all.Remove(tenant, subscription);
            }
            catch (Exception error) when (error is not OutOfMemoryException)
            {
                all.LogEnded(tenant, subscription.Silo, error);
                all.Remove(tenant, subscription);
            }
        }

        private static IEnumerable<ImmutableArray<Change>> Parts(ImmutableArray<Change> changes)
        {
            var (start, rows) = (0, 0);
            for (var i = 0; i < changes.Length; i++)
            {
                rows += 1 + (changes[i].Account is { } account ? account.Changed.Length + account.Entities.Length : 0);
                if (rows < MostRows || i == changes.Length - 1)
                    continue;
                yield return changes[start..(i + 1)];
                (start, rows) = (i + 1, 0);
            }
            yield return start == 0 ? changes : changes[start..];
        }
    }
}
