namespace OneLead.Runtime;

/// <summary>Something that a mailbox runs as a turn. A link of a <see cref="WorkQueue"/>.</summary>
internal abstract class Work
{
    internal Work? Next;

    /// <summary>Runs in the mailbox's context. Throws nothing.</summary>
    internal abstract void Run(Mailbox mailbox);
}

/// <summary>What an await left to do.</summary>
internal sealed class Continuation(SendOrPostCallback callback, object? state) : Work
{
    internal override void Run(Mailbox mailbox)
    {
        try
        {
            callback(state);
        }
        catch (Exception exception)
        {
            mailbox.ContinuationFailed(exception);
        }
    }
}

/// <summary>A first-in, first-out queue in one field: the last link, which points to the first one.</summary>
internal struct WorkQueue
{
    private Work? _last;

    internal readonly bool IsEmpty => _last is null;

    internal void Enqueue(Work work)
    {
        work.Next = _last is null ? work : _last.Next;
        if (_last is not null) _last.Next = work;
        _last = work;
    }

    internal Work? Dequeue()
    {
        if (_last is null) return null;
        var first = _last.Next!;
        if (first == _last) _last = null;
        else _last.Next = first.Next;
        first.Next = null;
        return first;
    }

    /// <summary>Moves the first link behind the others.</summary>
    internal void Rotate() => _last = _last?.Next;

    internal readonly int Count
    {
        get
        {
            var count = 0;
            for (var work = _last; work is not null; work = work.Next == _last ? null : work.Next) count++;
            return count;
        }
    }
}
