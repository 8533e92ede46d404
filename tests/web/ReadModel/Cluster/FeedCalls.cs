using OneLead.Grains;

namespace OneLead.Web.Tests.ReadModel.Cluster;

/// <summary>Loses or holds the batches that silos send each other.</summary>
internal sealed class FeedCalls : IIncomingGrainCallFilter
{
    private volatile Func<FeedBatch, bool>? _isLost, _isHeld;
    private TaskCompletionSource _held = new();
    private int _lost;
    private int _heldBatches;

    /// <summary>The number of lost batches.</summary>
    public int Lost => _lost;

    /// <summary>The number of batches that were or are held.</summary>
    public int Held => _heldBatches;

    public IDisposable Lose(Func<FeedBatch, bool> which)
    {
        _isLost = which;
        return new End(() => _isLost = null);
    }

    public IDisposable Hold(Func<FeedBatch, bool> which)
    {
        (_held, _isHeld) = (new(TaskCreationOptions.RunContinuationsAsynchronously), which);
        return new End(() =>
        {
            _isHeld = null;
            _held.TrySetResult();
        });
    }

    public async Task Invoke(IIncomingGrainCallContext context)
    {
        if (context.InterfaceMethod.Name == nameof(IChangeFeed.Receive) && context.Grain is IChangeFeed
            && context.Request.GetArgument(0) is FeedBatch batch)
        {
            if (_isHeld?.Invoke(batch) == true)
            {
                Interlocked.Increment(ref _heldBatches);
                await _held.Task;
            }
            if (_isLost?.Invoke(batch) == true)
            {
                Interlocked.Increment(ref _lost);
                context.Result = true;
                return;
            }
        }
        await context.Invoke();
    }

    private sealed class End(Action end) : IDisposable
    {
        public void Dispose() => end();
    }
}
