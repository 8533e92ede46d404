namespace Orleans.Runtime;

/// <summary>One activation of a grain.</summary>
public interface IGrainContext
{
    /// <summary>The identity of the grain.</summary>
    GrainId GrainId { get; }

    /// <summary>The grain object; null before it is made and after the activation ended.</summary>
    object? GrainInstance { get; }

    /// <summary>The services of the process.</summary>
    IServiceProvider ActivationServices { get; }

    /// <summary>Completes when the activation ended.</summary>
    Task Deactivated { get; }

    /// <summary>Ends the activation after the current call. Calls that wait go to the next activation.</summary>
    void Deactivate(DeactivationReason deactivationReason, CancellationToken cancellationToken = default);
}
