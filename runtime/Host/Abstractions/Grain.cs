using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.DependencyInjection;
using OneLead.Runtime;
using Orleans.Runtime;

namespace Orleans;

/// <summary>What the runtime needs to see of a grain class.</summary>
public interface IGrainBase
{
    /// <summary>The activation that this object belongs to.</summary>
    IGrainContext GrainContext { get; }
}

/// <summary>
/// The base class of grains. One activation a key exists at a time; its turns never overlap, and the next call starts only
/// when the task of the previous one is completed.
/// </summary>
public abstract class Grain : IGrainBase, IAddressable
{
    /// <summary>Takes the context of the activation being made; null outside a host, as in unit tests.</summary>
    protected Grain() => GrainContext = (SynchronizationContext.Current as IGrainContext)!;

    /// <summary>The activation that this object belongs to.</summary>
    [AllowNull]
    public IGrainContext GrainContext { get; }

    /// <summary>Type and key, as "account/acme".</summary>
    public string IdentityString => GrainContext.GrainId.ToString();

    /// <summary>Makes references to other grains.</summary>
    protected IGrainFactory GrainFactory => GrainContext is Activation { Host.Factory: var factory } ? factory : ServiceProvider.GetRequiredService<IGrainFactory>();

    /// <summary>The services of the process.</summary>
    protected internal IServiceProvider ServiceProvider => GrainContext.ActivationServices;

    /// <summary>Runs before the first call, after persistent state was read. When it throws, the waiting calls fail and the next call tries again.</summary>
    public virtual Task OnActivateAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Runs when the activation ends. Not guaranteed: a process may die.</summary>
    public virtual Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Ends this activation after the current call. Calls that wait go to the next activation.</summary>
    protected void DeactivateOnIdle() => GrainBaseExtensions.DeactivateOnIdle(this);

    /// <summary>
    /// Keeps an idle activation for at least this long; zero takes that back, <see cref="Timeout.InfiniteTimeSpan"/> keeps it until the host stops.
    /// </summary>
    protected void DelayDeactivation(TimeSpan timeSpan) => GrainBaseExtensions.Activation(this).DelayDeactivation(timeSpan);
}
