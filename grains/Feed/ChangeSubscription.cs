using System.Collections.Immutable;
using Microsoft.Extensions.Logging;

namespace OneLead.Feed;

/// <summary>One subscriber with the changes that wait for it. One batch is under way at a time.</summary>
internal sealed partial class ChangeSubscription : IThreadPoolWorkItem, IDisposable
{
    private const int MostWaiting = 200_000;

    private static readonly TimeSpan Heartbeat = TimeSpan.FromSeconds(1);

    private readonly Lock _gate = new();
    private readonly IChangeSubscriber _subscriber;
    private readonly ILogger _log;
    private readonly ITimer _heartbeat;
    private readonly int _mostWaiting;
    private ImmutableArray<Change>.Builder _waiting = ImmutableArray.CreateBuilder<Change>();
    private bool _isSending;
    private bool _isDisposed;
    private readonly List<(long Number, TaskCompletionSource Sent)> _awaited = [];
    private long _number;
    private long _sent;

    /// <param name="mostWaiting">Bounds the memory of a stalled subscriber. It detects lost changes by the numbers of the batches.</param>
    public ChangeSubscription(IChangeSubscriber subscriber, TimeProvider time, ILogger log, int mostWaiting = MostWaiting)
    {
        (_subscriber, _log, _mostWaiting) = (subscriber, log, mostWaiting);
        _heartbeat = time.CreateTimer(static s => ((ChangeSubscription)s!).Send(), this, Heartbeat, Heartbeat);
    }

    public void Add(Change change)
    {
        lock (_gate)
        {
            if (_waiting.Count >= _mostWaiting)
            {
                _waiting.Clear();
                _number++;
            }
            _waiting.Add(change);
        }
        Send();
    }

    /// <summary>Completes when the subscriber has taken everything that was added before the call.</summary>
    public Task WhenSentAsync()
    {
        lock (_gate)
        {
            var number = _waiting.Count > 0 ? _number + 1 : _number;
            if (_isDisposed || number <= _sent)
                return Task.CompletedTask;
            var sent = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _awaited.Add((number, sent));
            return sent.Task;
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            _isDisposed = true;
            _awaited.ForEach(static a => a.Sent.TrySetResult());
        }
        _heartbeat.Dispose();
    }

    // Sends what waits, or an empty batch as a heartbeat, unless a batch is under way.
    private void Send()
    {
        lock (_gate)
        {
            if (_isSending || _isDisposed)
                return;
            _isSending = true;
        }
        ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
    }

    void IThreadPoolWorkItem.Execute() => _ = SendAllAsync();

    private async Task SendAllAsync()
    {
        do
        {
            ChangeBatch batch;
            lock (_gate)
                (batch, _waiting) = (new ChangeBatch(++_number, _waiting.DrainToImmutable()), ImmutableArray.CreateBuilder<Change>());
            try
            {
                await _subscriber.ReceiveAsync(batch);
            }
            catch (Exception error) when (error is not OutOfMemoryException)
            {
                LogFailed(error);
                // The subscriber may have applied a part: the gap in the numbers makes it load again.
                lock (_gate)
                    _number++;
            }
        }
        while (GoesOn());

        bool GoesOn()
        {
            lock (_gate)
            {
                _sent = _number;
                _awaited.RemoveAll(a => a.Number <= _sent && a.Sent.TrySetResult());
                return _isSending = _waiting.Count > 0 && !_isDisposed;
            }
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "A subscriber failed to take a batch of changes")]
    private partial void LogFailed(Exception error);
}
