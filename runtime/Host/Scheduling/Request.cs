namespace OneLead.Runtime;

/// <summary>Something that an actor does from beginning to end before it begins the next one.</summary>
internal abstract class Request : Work
{
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

    /// <summary>The request is over; the mailbox is ready for the next one.</summary>
    protected abstract void Finished(Task ran);

    private void Finish()
    {
        var (mailbox, ran) = (_mailbox!, _running!);
        (_mailbox, _running) = (null, null);
        if (ran.IsFaulted) mailbox.RequestFailed(ran.Exception!.InnerException!);
        mailbox.EndRequest();
        Finished(ran);
    }
}
