using OneLead.Events;

namespace OneLead.Bench.Rival;

/// <summary>An installed item as an ordinary grain.</summary>
[Alias("bench-item-state")]
public interface IItemStateGrain : IGrainWithStringKey
{
    /// <summary>Applies an event and returns when the state is stored.</summary>
    [Alias("apply")]
    Task Apply(ChangeEvent change);
}
