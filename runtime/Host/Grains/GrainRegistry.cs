using System.Collections.Concurrent;
using System.Reflection;

namespace OneLead.Runtime;

/// <summary>Which class serves an interface, and how a reference to it is made.</summary>
internal sealed record InterfaceEntry(Func<ReferenceTarget, object> Reference, IReadOnlyList<GrainClass> Classes)
{
    internal GrainClass Class(Type interfaceType, string? prefix)
    {
        if (prefix is null && Classes.Count == 1) return Classes[0];
        return Choose(interfaceType, prefix ?? "");
    }

    private GrainClass Choose(Type interfaceType, string prefix)
    {
        var found = Classes.Where(c => c.Type.FullName!.StartsWith(prefix, StringComparison.Ordinal)).ToList();
        return found.Count == 1 ? found[0] : throw new ArgumentException(found.Count == 0
            ? $"No grain class implements {interfaceType}. Is its assembly among the host's options?"
            : $"Several grain classes implement {interfaceType}: {string.Join(", ", found.Select(c => c.Type.FullName))}. Name one by its prefix.");
    }
}

/// <summary>The grain classes of the assemblies given in the options, and the interfaces of these and any other assembly.</summary>
internal sealed class GrainRegistry
{
    private readonly ConcurrentDictionary<Type, InterfaceEntry> _interfaces = new();
    private readonly ILookup<Type, GrainClass> _classes;

    internal GrainRegistry(GrainHost host)
    {
        var grains = host.Options.Assemblies.Distinct().Select(assembly => Manifest(assembly)
            ?? throw new ArgumentException($"{assembly.GetName().Name} has no grains: it was built without the grain generator."));
        var classes = grains.SelectMany(manifest => manifest.Grains)
            .Select(grain => (Class: new GrainClass(host, grain.Class, grain.Create), grain.Interfaces)).ToList();
        if (classes.GroupBy(c => c.Class.Kind).FirstOrDefault(kind => kind.Count() > 1) is { } twice)
            throw new ArgumentException($"Two grain classes are of type \"{twice.Key}\": {string.Join(", ", twice.Select(c => c.Class.Type.FullName))}.");
        _classes = classes.SelectMany(c => c.Interfaces.Select(i => (Interface: i, c.Class))).ToLookup(c => c.Interface, c => c.Class);
        Classes = [.. classes.Select(c => c.Class)];
    }

    internal IReadOnlyList<GrainClass> Classes { get; }

    /// <exception cref="ArgumentException">No reference class was generated for the interface.</exception>
    internal InterfaceEntry Find(Type interfaceType) => _interfaces.TryGetValue(interfaceType, out var entry) ? entry : Load(interfaceType);

    private InterfaceEntry Load(Type interfaceType)
    {
        ArgumentNullException.ThrowIfNull(interfaceType);
        foreach (var (type, reference) in Manifest(interfaceType.Assembly)?.Interfaces ?? [])
            _interfaces.TryAdd(type, new(reference, [.. _classes[type]]));
        return _interfaces.GetValueOrDefault(interfaceType)
            ?? throw new ArgumentException($"{interfaceType} is not a grain or observer interface, or its assembly was built without the grain generator.");
    }

    private static GrainManifest? Manifest(Assembly assembly) =>
        assembly.GetCustomAttribute<GrainManifestAttribute>() is { Manifest: var type } ? (GrainManifest)Activator.CreateInstance(type, nonPublic: true)! : null;
}
