namespace OneLead.Runtime;

/// <summary>
/// The calls that wait for an answer, oldest first, in a few lists so that threads seldom meet. All have the same time-out, so a
/// sweep looks at the oldest ones alone. Calls that complete at once never come here.
/// </summary>
internal sealed class CallTimeouts(TimeProvider time, TimeSpan timeout)
{
    private readonly List[] _lists = [.. Enumerable.Range(0, Environment.ProcessorCount).Select(_ => new List())];
    private TaskCompletionSource? _drained;

    internal int Count => _lists.Sum(list => Volatile.Read(ref list.Count));

    internal void Add(Call call)
    {
        call.Shard = Environment.CurrentManagedThreadId % _lists.Length;
        var list = _lists[call.Shard];
        lock (list)
        {
            call.Older = list.Newest;
            if (list.Newest is null) list.Oldest = call;
            else list.Newest.Newer = call;
            list.Newest = call;
            list.Count++;
        }
    }

    internal void Remove(Call call)
    {
        var list = _lists[call.Shard];
        lock (list) list.Unlink(call);
        if (Volatile.Read(ref _drained) is { } drained && Count == 0) drained.TrySetResult();
    }

    /// <summary>Fails the calls that have waited for too long.</summary>
    internal void Sweep()
    {
        foreach (var list in _lists)
            while (list.TakeOlderThan(time, timeout) is { } call)
            {
                call.TimeOut(timeout);
                if (Volatile.Read(ref _drained) is { } drained && Count == 0) drained.TrySetResult();
            }
    }

    /// <summary>Completes when no call waits for an answer.</summary>
    internal Task Drained()
    {
        var drained = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Volatile.Write(ref _drained, drained);
        Interlocked.MemoryBarrier();
        if (Count == 0) drained.TrySetResult();
        return drained.Task;
    }

    private sealed class List
    {
        internal Call? Oldest, Newest;
        internal int Count;

        internal Call? TakeOlderThan(TimeProvider time, TimeSpan age)
        {
            lock (this)
            {
                if (Oldest is not { } call || time.GetElapsedTime(call.Since) < age) return null;
                Unlink(call);
                return call;
            }
        }

        internal void Unlink(Call call)
        {
            if (call.Older is null && Oldest != call) return; // taken by a sweep
            if (call.Older is null) Oldest = call.Newer;
            else call.Older.Newer = call.Newer;
            if (call.Newer is null) Newest = call.Older;
            else call.Newer.Older = call.Older;
            (call.Older, call.Newer) = (null, null);
            Count--;
        }
    }
}
