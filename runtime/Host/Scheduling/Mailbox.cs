namespace OneLead.Runtime;

/// <summary>
/// Runs the turns of one actor, never two at once: the parts of a request between its awaits, and one request after another.
/// It is the synchronization context of its turns, so awaits come back to it.
/// </summary>
/// <remarks>
/// The gate is 0 when the actor is idle and takes calls. An inline call enters and leaves by one compare-and-swap each. Everything
/// else happens under the lock and marks the gate, so that the compare-and-swap of an inline call fails and takes the lock too.
/// </remarks>
internal abstract class Mailbox : SynchronizationContext, IThreadPoolWorkItem
{
    private const int Turn = 1;     // a thread runs a turn, or was asked for
    private const int Busy = 2;     // a request is in progress: running or suspended
    private const int Waiting = 4;  // work is queued
    private const int Closing = 8;  // to be closed when no request is in progress
    private const int Closed = 16;  // takes no requests any more
    private const int TurnsInARow = 32;

    private int _gate;
    private uint _request;          // odd while a request is in progress
    private uint _callerRequest;
    private Mailbox? _caller;
    private WorkQueue _continuations;
    private WorkQueue _requests;

    /// <param name="busy">Whether requests wait until <see cref="EndRequest"/>.</param>
    protected Mailbox(bool busy) => _gate = busy ? Busy : 0;

    /// <summary>What requests are invoked on; null when it is gone.</summary>
    internal abstract object? Target { get; }

    internal abstract GrainHost Host { get; }

    /// <summary>The number of the request in progress; 0 when there is none.</summary>
    internal uint RequestInProgress => Volatile.Read(ref _request) is var request && (request & 1) != 0 ? request : 0;

    internal bool IsClosed => (Volatile.Read(ref _gate) & Closed) != 0;

    public override SynchronizationContext CreateCopy() => this;

    public override void Send(SendOrPostCallback d, object? state) => throw new NotSupportedException("Waiting for a turn blocks a thread: use Post.");

    public override void Post(SendOrPostCallback d, object? state) => Enqueue(new Continuation(d, state));

    /// <summary>Begins a request on this thread when the actor is idle. To be followed by <see cref="Leave"/>.</summary>
    internal bool TryEnter(Mailbox? caller)
    {
        if (Interlocked.CompareExchange(ref _gate, Turn | Busy, 0) != 0) return false;
        Touch();
        BeginRequest(caller, caller?.RequestInProgress ?? 0);
        return true;
    }

    /// <summary>Ends the turn that <see cref="TryEnter"/> began, and the request too unless it is suspended.</summary>
    internal void Leave(bool requestIsOver)
    {
        if (requestIsOver)
        {
            _caller = null;
            Volatile.Write(ref _request, _request + 1);
            if (Interlocked.CompareExchange(ref _gate, 0, Turn | Busy) == (Turn | Busy)) return;
        }
        lock (this)
        {
            if (requestIsOver) _gate &= ~Busy;
            if (!HasWork()) { GiveUpTurn(); return; }
        }
        Schedule();
    }

    /// <summary>Queues a request, unless the actor is closed.</summary>
    internal bool TryEnqueue(Request request)
    {
        lock (this)
        {
            if ((_gate & Closed) != 0) return false;
            _requests.Enqueue(request);
            if ((Interlocked.Or(ref _gate, Waiting) & (Turn | Busy)) != 0) return true;
            Interlocked.Or(ref _gate, Turn);
        }
        Schedule();
        return true;
    }

    /// <summary>Queues a turn that belongs to no request, or to the one in progress.</summary>
    internal void Enqueue(Work work)
    {
        lock (this)
        {
            _continuations.Enqueue(work);
            if ((Interlocked.Or(ref _gate, Waiting) & Turn) != 0) return;
            Interlocked.Or(ref _gate, Turn);
        }
        Schedule();
    }

    /// <summary>Begins a request in a turn of this mailbox.</summary>
    internal void BeginRequest(Mailbox? caller, uint callerRequest)
    {
        (_caller, _callerRequest) = (caller, callerRequest);
        Volatile.Write(ref _request, _request + 1);
    }

    /// <summary>Ends the request in progress, in a turn of this mailbox.</summary>
    internal void EndRequest()
    {
        _caller = null;
        if (RequestInProgress != 0) Volatile.Write(ref _request, _request + 1);
        lock (this)
        {
            if (IsClosed) return;
            _gate &= ~Busy;
            if (ClosesAfterRequest()) _gate |= Closing;
        }
    }

    /// <summary>Asks for <see cref="OnClosing"/> when no request is in progress; now, if the actor is idle and <paramref name="onlyWhenIdle"/>.</summary>
    internal void Close(bool onlyWhenIdle = false)
    {
        lock (this)
        {
            if ((_gate & Closed) != 0 || (onlyWhenIdle && _gate != 0)) return;
            if ((Interlocked.Or(ref _gate, Closing) & (Turn | Busy)) != 0) return;
            Interlocked.Or(ref _gate, Turn);
        }
        Schedule();
    }

    /// <summary>Takes no requests any more, and returns those that wait.</summary>
    internal WorkQueue Shut()
    {
        lock (this)
        {
            Interlocked.Or(ref _gate, Closed | Busy);
            var requests = _requests;
            _requests = default;
            return requests;
        }
    }

    /// <summary>Whether this mailbox is in the chain of requests that led to <paramref name="request"/> of <paramref name="caller"/> and are still in progress.</summary>
    internal bool IsWaitingFor(Mailbox? caller, uint request)
    {
        while (caller is not null && request != 0 && caller.RequestInProgress == request)
        {
            if (caller == this) return true;
            var (next, nextRequest) = (caller._caller, caller._callerRequest);
            if (caller.RequestInProgress != request) return false;
            (caller, request) = (next, nextRequest);
        }
        return false;
    }

    /// <summary>The actors whose requests led to the one in progress, this one last.</summary>
    internal IEnumerable<Mailbox> Chain()
    {
        var chain = new Stack<Mailbox>();
        for (Mailbox? mailbox = this; mailbox is not null && chain.Count < 100; mailbox = mailbox._caller) chain.Push(mailbox);
        return chain;
    }

    void IThreadPoolWorkItem.Execute()
    {
        SetSynchronizationContext(this);
        for (var turns = 0; ; turns++)
        {
            Work? work = null;
            lock (this)
            {
                if (turns < TurnsInARow && (work = NextTurn()) is null) GiveUpTurn();
            }
            if (turns == TurnsInARow) Schedule();
            Request.AnswerFinished(); // when the actor is idle again, so that the caller's next call finds it so
            if (work is null) break;
            work.Run(this);
            CleanContext.Restore();
        }
        SetSynchronizationContext(null);
    }

    /// <summary>What kind of actor this is, for metrics.</summary>
    internal abstract string Kind { get; }

    /// <summary>What to call the actor in messages.</summary>
    internal abstract string Name { get; }

    /// <summary>The actor is in use.</summary>
    internal virtual void Touch() { }

    internal abstract void ContinuationFailed(Exception exception);

    /// <summary>The request in progress is about to end with this exception.</summary>
    internal virtual void RequestFailed(Exception exception) { }

    /// <summary>Whether to close although nobody asked for it.</summary>
    protected virtual bool ClosesAfterRequest() => false;

    /// <summary>The turn that closes the actor. Requests wait until it calls <see cref="Shut"/>.</summary>
    protected abstract Work OnClosing();

    /// <summary>Puts the request to run next in front.</summary>
    protected virtual void ChooseNext(ref WorkQueue requests) { }

    private void Schedule() => ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: true);

    private bool HasWork() =>
        !_continuations.IsEmpty || ((_gate & Busy) == 0 && ((_gate & Closing) != 0 || !_requests.IsEmpty));

    private Work? NextTurn()
    {
        if (_continuations.Dequeue() is { } continuation) return continuation;
        if ((_gate & (Busy | Closing)) == Closing)
        {
            _gate = (_gate & ~Closing) | Busy;
            return OnClosing();
        }
        while ((_gate & Busy) == 0 && !_requests.IsEmpty)
        {
            ChooseNext(ref _requests);
            var request = (Request)_requests.Dequeue()!;
            if (!request.TryStart()) continue;
            _gate |= Busy;
            return request;
        }
        return null;
    }

    private void GiveUpTurn()
    {
        var idle = _continuations.IsEmpty && _requests.IsEmpty;
        Volatile.Write(ref _gate, _gate & ~(idle ? Turn | Waiting : Turn));
    }
}
