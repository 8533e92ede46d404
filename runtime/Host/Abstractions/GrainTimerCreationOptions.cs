using System.Diagnostics.CodeAnalysis;

namespace Orleans.Runtime;

/// <summary>A timer of a grain. Disposing it ends it; a tick that runs is not stopped, but its token is cancelled.</summary>
public interface IGrainTimer : IDisposable
{
    /// <summary>Sets the timer anew. During a tick it takes effect when the tick is over.</summary>
    void Change(TimeSpan dueTime, TimeSpan period);
}

/// <summary>How a grain timer ticks.</summary>
public readonly struct GrainTimerCreationOptions()
{
    /// <summary>Both times.</summary>
    [SetsRequiredMembers]
    public GrainTimerCreationOptions(TimeSpan dueTime, TimeSpan period) : this() => (DueTime, Period) = (dueTime, period);

    /// <summary>Time to the first tick; <see cref="Timeout.InfiniteTimeSpan"/>: not yet.</summary>
    public required TimeSpan DueTime { get; init; }

    /// <summary>Time from the end of a tick to the next one; <see cref="Timeout.InfiniteTimeSpan"/>: one tick alone.</summary>
    public required TimeSpan Period { get; init; }

    /// <summary>Whether a tick counts as use of the activation. Default: false.</summary>
    public bool KeepAlive { get; init; }
}
