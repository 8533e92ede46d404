using System.ComponentModel;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Runtime;

namespace OneLead.Runtime;

/// <summary>Where the constructor of a grain gets its arguments from. For generated code.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct GrainConstruction
{
    private readonly Activation _activation;

    internal GrainConstruction(Activation activation) => _activation = activation;

    /// <summary>The activation being made.</summary>
    public IGrainContext Context => _activation;

    /// <summary>A service of the process.</summary>
    public T Service<T>() where T : notnull => _activation.ActivationServices.GetRequiredService<T>();

    /// <summary>A keyed service of the process.</summary>
    public T Service<T>(object? key) where T : notnull => _activation.ActivationServices.GetRequiredKeyedService<T>(key);

    /// <summary>A service of the process, or null.</summary>
    public T? OptionalService<T>() => _activation.ActivationServices.GetService<T>();

    /// <summary>A persistent state, which will be read before OnActivateAsync.</summary>
    public IPersistentState<T> PersistentState<T>(string stateName, string? storageName)
    {
        var state = new PersistentState<T>(Service<IGrainStateStorage>(), new(stateName, storageName, _activation.GrainId));
        _activation.Extras.States.Add(state);
        return state;
    }
}
