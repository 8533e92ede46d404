using Microsoft.Extensions.Logging;
using OneLead.Grains;

namespace OneLead.Feed;

/// <summary>
/// The changes that another silo sends to a follower. After a gap or a silence it subscribes again, and the follower catches up.
/// </summary>
internal sealed partial class PeerStream(
    PeerFollowing following, SiloAddress silo, Func<long> nextSubscription, PeerSilos silos, TimeProvider time, ILogger log) : IDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    // The silo sends at least an empty batch a second.
    private static readonly TimeSpan LongestSilence = TimeSpan.FromSeconds(10);

    private readonly CancellationTokenSource _ending = new();
    private long _subscription;
    private long _received;
    private long _heard;
    private TaskCompletionSource _broken = new();
    private volatile bool _isSubscribed;

    public long Subscription => Volatile.Read(ref _subscription);

    /// <summary>True once the silo sends, until a batch is lost.</summary>
    public bool IsWhole => _isSubscribed && !_broken.Task.IsCompleted;

    public bool IsEnded => _ending.IsCancellationRequested;

    // The source stays undisposed: the stream may read its token at any time, and it has no timer.
    public void Dispose() => _ending.Cancel();

    /// <summary>See <see cref="IChangeFeed.Receive"/>.</summary>
    public async Task<bool> ReceiveAsync(FeedBatch batch)
    {
        var broken = _broken;
        Volatile.Write(ref _heard, time.GetTimestamp());
        if (broken.Task.IsCompleted || batch.Number != _received + 1)
        {
            if (broken.TrySetResult())
                LogGap(following.Tenant, silo, batch.Number);
            return false;
        }
        _received = batch.Number;
        try
        {
            await following.Follower.TakeAsync(batch.Changes);
            return true;
        }
        catch (Exception error) when (error is not OutOfMemoryException)
        {
            LogNotTaken(following.Tenant, silo, error);
            broken.TrySetResult();
            return false;
        }
    }

    public async Task RunAsync(CancellationToken stopping)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(stopping, _ending.Token);
        var ending = either.Token;
        while (!ending.IsCancellationRequested)
        {
            _isSubscribed = false;
            // Before the subscription, whose first batch may come at once.
            (_received, _broken) = (0, new(TaskCreationOptions.RunContinuationsAsynchronously));
            Volatile.Write(ref _heard, time.GetTimestamp());
            Volatile.Write(ref _subscription, nextSubscription());
            try
            {
                await silos.FeedOf(silo).Subscribe(following.Tenant, new FeedSubscription(silos.Own, Subscription));
                // After it: what comes later is in the stream.
                following.MustCatchUp();
                _isSubscribed = true;
                await WhenBrokenAsync(ending);
            }
            catch (Exception error) when (error is not OutOfMemoryException && !ending.IsCancellationRequested)
            {
                LogNotSubscribed(following.Tenant, silo, error);
            }
            await Task.Delay(Pause, time, ending).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task WhenBrokenAsync(CancellationToken ending)
    {
        var broken = _broken.Task;
        while (!broken.IsCompleted && !ending.IsCancellationRequested)
        {
            await Task.WhenAny(broken, Task.Delay(Pause, time, ending));
            if (time.GetElapsedTime(Volatile.Read(ref _heard)) <= LongestSilence)
                continue;
            LogSilent(following.Tenant, silo);
            return;
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Tenant}: changes of silo {Silo} were lost before batch {Number}")]
    private partial void LogGap(string tenant, SiloAddress silo, long number);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Tenant}: no changes and no heartbeat of silo {Silo} came for too long")]
    private partial void LogSilent(string tenant, SiloAddress silo);

    [LoggerMessage(Level = LogLevel.Error, Message = "{Tenant}: changes of silo {Silo} could not be taken")]
    private partial void LogNotTaken(string tenant, SiloAddress silo, Exception error);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Tenant}: silo {Silo} took no subscription to its changes; trying again")]
    private partial void LogNotSubscribed(string tenant, SiloAddress silo, Exception error);
}
