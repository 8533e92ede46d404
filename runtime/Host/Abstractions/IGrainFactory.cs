using Orleans.Runtime;

namespace Orleans;

/// <summary>Makes references. A reference is cheap, immutable, and may point to a grain that was never activated.</summary>
public interface IGrainFactory
{
    /// <summary>A reference to the grain with this key.</summary>
    /// <param name="primaryKey">The grain's identity: not empty, not white space.</param>
    /// <param name="grainClassNamePrefix">Needed when several classes implement the interface: how the full name of the wanted one begins.</param>
    /// <exception cref="ArgumentException">No class, or more than one, implements the interface; or the key is empty.</exception>
    TGrainInterface GetGrain<TGrainInterface>(string primaryKey, string? grainClassNamePrefix = null)
        where TGrainInterface : IGrainWithStringKey;

    /// <summary>As <see cref="GetGrain{TGrainInterface}(string, string?)"/>, for an interface known at run time.</summary>
    IGrain GetGrain(Type grainInterfaceType, string grainPrimaryKey);

    /// <summary>
    /// A reference to an observer, which grains may keep and call. It holds the observer weakly: keep the observer alive yourself.
    /// Calls to one reference run one after another. A call whose observer is gone fails with <see cref="ClientNotAvailableException"/>.
    /// </summary>
    TGrainObserverInterface CreateObjectReference<TGrainObserverInterface>(IGrainObserver obj)
        where TGrainObserverInterface : IGrainObserver;

    /// <summary>Ends a reference that <see cref="CreateObjectReference{TGrainObserverInterface}"/> made. Later calls through it fail.</summary>
    /// <exception cref="ArgumentException"><paramref name="obj"/> is not such a reference.</exception>
    void DeleteObjectReference<TGrainObserverInterface>(IGrainObserver obj)
        where TGrainObserverInterface : IGrainObserver;
}

/// <summary>The grain factory as seen from outside the grains.</summary>
public interface IClusterClient : IGrainFactory
{
    /// <summary>The services of the process.</summary>
    IServiceProvider ServiceProvider { get; }
}
