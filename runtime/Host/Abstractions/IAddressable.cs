using Orleans.Runtime;

namespace Orleans.Runtime
{
    /// <summary>Anything that a reference can point to: a grain or an observer.</summary>
    public interface IAddressable;
}

namespace Orleans
{
    /// <summary>A grain, called through references alone.</summary>
    public interface IGrain : IAddressable;

    /// <summary>A grain whose identity is a string.</summary>
    public interface IGrainWithStringKey : IGrain;

    /// <summary>
    /// Receives notifications from grains. Any object may implement it; grains see it through
    /// <see cref="IGrainFactory.CreateObjectReference{TGrainObserverInterface}(IGrainObserver)"/>, which holds it weakly.
    /// </summary>
    public interface IGrainObserver : IAddressable;
}
