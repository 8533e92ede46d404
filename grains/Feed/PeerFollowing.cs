using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using OneLead.Grains;

namespace OneLead.Feed;

/// <summary>A follower with the streams of changes from the other silos.</summary>
internal sealed partial class PeerFollowing(
    PeerChanges all, string tenant, IPeerFollower follower, PeerSilos silos, TimeProvider time, ILogger log) : IDisposable
{
    private readonly ConcurrentDictionary<SiloAddress, PeerStream> _streams = new();
    private readonly CancellationTokenSource _ending = new();
    private readonly Lock _gate = new();
    private readonly SemaphoreSlim _wanted = new(0);
    private TaskCompletionSource _caughtUp = Completed();
    private bool _mustCatchUp;

    public string Tenant => tenant;

    public IPeerFollower Follower => follower;

    public void Start()
    {
        _ = FollowMembersAsync();
        _ = CatchUpAsync();
    }

    // The source stays undisposed: a stream may read its token at any time, and it has no timer.
    public void Dispose()
    {
        _ending.Cancel();
        all.Remove(this);
        lock (_gate)
            _caughtUp.TrySetResult();
        foreach (var stream in _streams.Values)
            stream.Dispose();
    }

    /// <summary>The stream to which a batch belongs; null if it has ended.</summary>
    public PeerStream? Find(FeedBatch batch) =>
        batch.Tenant == tenant && _streams.TryGetValue(batch.From, out var stream) && stream.Subscription == batch.Subscription
            ? stream
            : null;

    /// <summary>Has the follower read again what it may have missed.</summary>
    public void MustCatchUp()
    {
        lock (_gate)
        {
            if (_mustCatchUp || _ending.IsCancellationRequested)
                return;
            _mustCatchUp = true;
            if (_caughtUp.Task.IsCompleted)
                _caughtUp = new(TaskCreationOptions.RunContinuationsAsynchronously);
        }
        _wanted.Release();
    }

    /// <summary>Completes when the follower has everything that other silos published before the call.</summary>
    public async Task WhenReceivedAsync(CancellationToken cancellation)
    {
        foreach (var (silo, stream) in _streams)
            await silos.AskAsync(
                silo,
                feed => stream.IsEnded || !stream.IsWhole
                    ? Task.FromResult(stream.IsEnded)
                    : feed.HasSent(tenant, new FeedSubscription(silos.Own, stream.Subscription)), cancellation);
        Task caughtUp;
        lock (_gate)
            caughtUp = _caughtUp.Task;
        await caughtUp.WaitAsync(cancellation);
    }

    private async Task FollowMembersAsync()
    {
        try
        {
            await foreach (var snapshot in silos.Updates.WithCancellation(_ending.Token))
            {
                var members = snapshot.Members.Values.Where(silos.IsPeer).Select(static m => m.SiloAddress).ToHashSet();
                foreach (var silo in members)
                    Add(silo);
                foreach (var (silo, stream) in _streams)
                {
                    if (members.Contains(silo) || !_streams.TryRemove(silo, out _))
                        continue;
                    stream.Dispose();
                    LogLost(tenant, silo);
                    MustCatchUp();
                }
            }
        }
        catch (OperationCanceledException) when (_ending.IsCancellationRequested)
        {
            // The follower follows no longer.
        }
    }

    private void Add(SiloAddress silo)
    {
        if (_streams.ContainsKey(silo))
            return;
        var stream = new PeerStream(this, silo, all.NextSubscription, silos, time, log);
        if (_streams.TryAdd(silo, stream))
            _ = stream.RunAsync(_ending.Token);
    }

    private async Task CatchUpAsync()
    {
        try
        {
            while (true)
            {
                await _wanted.WaitAsync(_ending.Token);
                lock (_gate)
                    _mustCatchUp = false;
                await CatchUpUntilDoneAsync();
                lock (_gate)
                {
                    if (!_mustCatchUp)
                        _caughtUp.TrySetResult();
                }
            }
        }
        catch (OperationCanceledException) when (_ending.IsCancellationRequested)
        {
            // The follower follows no longer.
        }
    }

    private async Task CatchUpUntilDoneAsync()
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await follower.CatchUpAsync(_ending.Token);
                return;
            }
            catch (Exception error) when (error is not OutOfMemoryException && !_ending.IsCancellationRequested)
            {
                LogNotCaughtUp(tenant, error);
                await Task.Delay(RetryPause.After(attempt), time, _ending.Token);
            }
        }
    }

    private static TaskCompletionSource Completed()
    {
        var completed = new TaskCompletionSource();
        completed.SetResult();
        return completed;
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "{Tenant}: silo {Silo} left; reading what may have been missed")]
    private partial void LogLost(string tenant, SiloAddress silo);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Tenant}: what may have been missed could not be read; trying again")]
    private partial void LogNotCaughtUp(string tenant, Exception error);
}
