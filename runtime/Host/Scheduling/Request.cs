namespace OneLead.Runtime;

/// <summary>Something that an actor does from beginning to end before it begins the next one.</summary>
internal abstract class Request : Work
{
    [ThreadStatic]
    private static Request? t_finished;

    private Mailbox? _mailbox;
    private Task? _running;

    /// <summary>Whether the request is still wanted, when its turn has come.</summary>
    internal virtual bool TryStart() => true;

    /// <summary>Ends the request, in a turn of the mailbox, when <paramref name="running"/> is complete. To be called in its context.</summary>
    internal void Observe(Mailbox mailbox, Task running)
    {
        (_mailbox, _running) = (mailbox, running);
        if (running.IsCompleted) Finish();
        else running.GetAwaiter().UnsafeOnCompleted(Finish);
    }

    /// <summary>The mailbox closed before the request began.</summary>
    internal abstract void Reroute(Mailbox closed);

    /// <summary>The mailbox cannot serve the request.</summary>
    internal abstract void Reject(Exception exception);

    /// <summary>Whether the request counts as use of the actor.</summary>
    protected virtual bool KeepsAlive => true;

    /// <summary>The request is over; the mailbox is ready for the next one.</summary>
    protected abstract void Finished(Task ran);

    /// <summary>Tells about the request that the last turn on this thread finished, if any.</summary>
    internal static void AnswerFinished()
    {
        if (t_finished is not { } request) return;
        t_finished = null;
        var ran = request._running!;
        request._running = null;
        request.Finished(ran);
    }

    private void Finish()
    {
        var mailbox = _mailbox!;
        _mailbox = null;
        if (_running!.IsFaulted) mailbox.RequestFailed(_running.Exception!.InnerException!);
        if (KeepsAlive) mailbox.Touch();
        mailbox.EndRequest();
        t_finished = this;
    }
}
