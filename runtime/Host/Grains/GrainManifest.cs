using System.ComponentModel;
using Orleans;
using Orleans.Runtime;

namespace OneLead.Runtime;

/// <summary>Names the generated class that lists an assembly's grains. For generated code.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
[AttributeUsage(AttributeTargets.Assembly)]
public sealed class GrainManifestAttribute(Type manifest) : Attribute
{
    /// <summary>The list.</summary>
    public Type Manifest { get; } = manifest;
}

/// <summary>Lists an assembly's grain interfaces and grain classes. For generated code.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public abstract class GrainManifest
{
    internal Dictionary<Type, Func<ReferenceTarget, object>> Interfaces { get; } = [];

    internal List<(Type Class, Func<GrainConstruction, Grain> Create, Type[] Interfaces)> Grains { get; } = [];

    /// <summary>Adds an interface and its reference class.</summary>
    protected void Interface<TInterface>(Func<ReferenceTarget, TInterface> reference) where TInterface : class, IAddressable =>
        Interfaces.Add(typeof(TInterface), reference);

    /// <summary>Adds a class and the grain interfaces that it implements.</summary>
    protected void Grain<TGrain>(Func<GrainConstruction, TGrain> create, params Type[] interfaces) where TGrain : Grain =>
        Grains.Add((typeof(TGrain), create, interfaces));
}
