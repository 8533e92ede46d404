using Orleans;
using Orleans.Runtime;

namespace OneLead.Runtime;

/// <summary>Runs the calls to one observer reference, one after another. Holds the observer weakly.</summary>
internal sealed class ObserverMailbox(GrainHost host, IGrainObserver observer, int number) : Mailbox(busy: false)
{
    internal const string ObserverKind = "observer";

    private readonly WeakReference<IGrainObserver> _observer = new(observer);
    private readonly string _name = $"{observer.GetType().Name}-{number}";

    internal override GrainHost Host => host;

    internal override string Kind => ObserverKind;

    internal override string Name => _name;

    internal override object? Target => _observer.TryGetTarget(out var target) ? target : null;

    internal override void ContinuationFailed(Exception exception) => host.Log.ContinuationFailed(exception, _name);

    protected override Work OnClosing() => new Ending();

    private sealed class Ending : Work
    {
        internal override void Run(Mailbox mailbox)
        {
            for (var requests = mailbox.Shut(); requests.Dequeue() is Request request;)
                request.Reject(new ClientNotAvailableException($"The reference to {mailbox.Name} was deleted."));
        }
    }
}
