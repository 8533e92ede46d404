using Orleans;
using Orleans.Runtime;

namespace OneLead.Runtime;

internal sealed class GrainFactory(GrainHost host) : IClusterClient
{
    private int _observers;

    public IServiceProvider ServiceProvider => host.Services;

    public TGrainInterface GetGrain<TGrainInterface>(string primaryKey, string? grainClassNamePrefix = null)
        where TGrainInterface : IGrainWithStringKey =>
        (TGrainInterface)GetGrain(typeof(TGrainInterface), primaryKey, grainClassNamePrefix);

    public IGrain GetGrain(Type grainInterfaceType, string grainPrimaryKey) => GetGrain(grainInterfaceType, grainPrimaryKey, null);

    public TGrainObserverInterface CreateObjectReference<TGrainObserverInterface>(IGrainObserver obj)
        where TGrainObserverInterface : IGrainObserver
    {
        ArgumentNullException.ThrowIfNull(obj);
        if (obj is not TGrainObserverInterface or GrainReference)
            throw new ArgumentException($"{obj.GetType()} is a reference already, or does not implement {typeof(TGrainObserverInterface)}.", nameof(obj));
        var mailbox = new ObserverMailbox(host, obj, Interlocked.Increment(ref _observers));
        return (TGrainObserverInterface)host.Registry.Find(typeof(TGrainObserverInterface)).Reference(new(mailbox));
    }

    public void DeleteObjectReference<TGrainObserverInterface>(IGrainObserver obj) where TGrainObserverInterface : IGrainObserver =>
        ((obj as GrainReference)?.Observer ?? throw new ArgumentException("Not a reference to an observer.", nameof(obj))).Close();

    private IGrain GetGrain(Type interfaceType, string key, string? prefix)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(key);
        var entry = host.Registry.Find(interfaceType);
        return (IGrain)entry.Reference(new(entry.Class(interfaceType, prefix), key));
    }
}
