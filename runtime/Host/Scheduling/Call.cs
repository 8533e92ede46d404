using System.Diagnostics;
using Orleans.Runtime;

namespace OneLead.Runtime;

/// <summary>A call that did not complete at once: it waits in a mailbox, or it is suspended.</summary>
internal abstract class Call : Request
{
    private const int IsWaiting = 0;
    private const int IsRunning = 1;
    private const int IsSettled = 2;

    private readonly GrainReference _reference;
    private readonly GrainMethod _method;
    private readonly Mailbox? _caller;
    private readonly uint _callerRequest;
    private int _state;

    /// <summary>Neighbours among the calls that may time out.</summary>
    internal Call? Older, Newer;
    internal int Shard;

    protected Call(GrainReference reference, GrainMethod method, Mailbox? caller, bool running)
    {
        (_reference, _method, _caller, _callerRequest) = (reference, method, caller, caller?.RequestInProgress ?? 0);
        _state = running ? IsRunning : IsWaiting;
        Since = reference.Host.Time.GetTimestamp();
        reference.Host.Timeouts.Add(this);
    }

    /// <summary>When the call was made.</summary>
    internal long Since { get; }

    /// <summary>Finds the target's mailbox and queues the call there. Throws nothing: what goes wrong is the answer.</summary>
    internal void Send()
    {
        try
        {
            while (true)
            {
                var mailbox = _reference.Resolve(_caller, _callerRequest);
                if (mailbox.IsWaitingFor(_caller, _callerRequest)) throw CallCycleException.Of(mailbox, _caller!, _method);
                if (mailbox.TryEnqueue(this)) return;
                _reference.Forget(mailbox);
            }
        }
        catch (Exception exception)
        {
            Reject(exception);
        }
    }

    internal override bool TryStart() => Interlocked.CompareExchange(ref _state, IsRunning, IsWaiting) == IsWaiting;

    internal sealed override void Run(Mailbox mailbox)
    {
        mailbox.Host.Metrics.Waited(mailbox, Since);
        mailbox.Touch();
        mailbox.BeginRequest(_caller, _callerRequest);
        Task running;
        try
        {
            running = Invoke(mailbox.Target ?? throw _reference.Gone());
        }
        catch (Exception exception)
        {
            running = Failed(exception);
        }
        Observe(mailbox, running);
    }

    internal sealed override void Reroute(Mailbox closed)
    {
        _reference.Forget(closed);
        Send();
    }

    internal sealed override void Reject(Exception exception)
    {
        if (Settle()) Fail(exception);
    }

    /// <summary>The caller has waited long enough. A call that waits in a mailbox will not run; one that runs goes on unheard.</summary>
    internal void TimeOut(TimeSpan after)
    {
        var running = _state == IsRunning;
        if (Settle(alreadyRemoved: true))
            Fail(new TimeoutException($"{_reference.GrainId} did not answer {_method.Name} within {after}: the call {(running ? "is still running" : "never began")}."));
    }

    protected sealed override void Finished(Task ran)
    {
        if (Settle()) Complete(ran);
        else _ = ran.Exception; // seen: nobody waits for it any more
    }

    protected abstract Task Invoke(object target);

    protected abstract Task Failed(Exception exception);

    protected abstract void Complete(Task ran);

    protected abstract void Fail(Exception exception);

    private bool Settle(bool alreadyRemoved = false)
    {
        if (Interlocked.Exchange(ref _state, IsSettled) == IsSettled) return false;
        if (!alreadyRemoved) _reference.Host.Timeouts.Remove(this);
        return true;
    }
}

/// <summary>A call without a result. Its class is also that of a suspended inline call.</summary>
internal class VoidCall(GrainReference reference, GrainMethod method, Mailbox? caller, bool running) : Call(reference, method, caller, running)
{
    private readonly TaskCompletionSource _answer = new(TaskCreationOptions.RunContinuationsAsynchronously);

    internal Task Answer => _answer.Task;

    protected override Task Invoke(object target) => throw new UnreachableException();

    protected override Task Failed(Exception exception) => Task.FromException(exception);

    protected override void Complete(Task ran) => _answer.SetFromTask(ran);

    protected override void Fail(Exception exception) => _answer.SetException(exception);
}

internal sealed class VoidCall<TArguments>(GrainReference reference, GrainMethod<TArguments> method, TArguments arguments, Mailbox? caller)
    : VoidCall(reference, method, caller, running: false)
{
    protected override Task Invoke(object target) => method.Invoke(target, arguments).AsTask();
}

/// <summary>A call with a result. Its class is also that of a suspended inline call.</summary>
internal class ValueCall<TResult>(GrainReference reference, GrainMethod method, Mailbox? caller, bool running) : Call(reference, method, caller, running)
{
    private readonly TaskCompletionSource<TResult> _answer = new(TaskCreationOptions.RunContinuationsAsynchronously);

    internal Task<TResult> Answer => _answer.Task;

    protected override Task Invoke(object target) => throw new UnreachableException();

    protected override Task Failed(Exception exception) => Task.FromException<TResult>(exception);

    protected override void Complete(Task ran) => _answer.SetFromTask((Task<TResult>)ran);

    protected override void Fail(Exception exception) => _answer.SetException(exception);
}

internal sealed class ValueCall<TArguments, TResult>(GrainReference reference, GrainMethod<TArguments, TResult> method, TArguments arguments, Mailbox? caller)
    : ValueCall<TResult>(reference, method, caller, running: false)
{
    protected override Task Invoke(object target) => method.Invoke(target, arguments).AsTask();
}
