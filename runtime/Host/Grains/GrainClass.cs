using System.Collections.Concurrent;
using System.Reflection;
using Orleans;

namespace OneLead.Runtime;

/// <summary>A grain class and the catalog of its activations.</summary>
internal sealed class GrainClass
{
    private readonly ConcurrentDictionary<string, Activation> _activations = new(StringComparer.Ordinal);
    private int _active;

    internal GrainClass(GrainHost host, Type type, Func<GrainConstruction, Grain> create)
    {
        (Host, Type, Create) = (host, type, create);
        Kind = type.GetCustomAttribute<GrainTypeAttribute>()?.GrainType ?? ConventionalKind(type.Name);
        CollectionAge = Milliseconds(type.IsDefined(typeof(KeepAliveAttribute))
            ? Timeout.InfiniteTimeSpan
            : host.Options.CollectionAges.TryGetValue(Kind, out var age) ? age
            : type.GetCustomAttribute<CollectionAgeLimitAttribute>()?.AgeLimit ?? host.Options.CollectionAge);
    }

    internal GrainHost Host { get; }

    internal Type Type { get; }

    internal string Kind { get; }

    internal Func<GrainConstruction, Grain> Create { get; }

    /// <summary>In milliseconds; the greatest number: never.</summary>
    internal uint CollectionAge { get; }

    internal int Active => Volatile.Read(ref _active);

    internal IEnumerable<Activation> Activations => _activations.Select(entry => entry.Value);

    internal Activation? Find(string key) => _activations.TryGetValue(key, out var activation) ? activation : null;

    internal Activation GetOrActivate(string key, Mailbox? caller, uint callerRequest)
    {
        while (true)
        {
            if (_activations.TryGetValue(key, out var activation)) return activation;
            activation = new Activation(this, key);
            if (!_activations.TryAdd(key, activation)) continue;
            activation.Start(caller, callerRequest);
            return activation;
        }
    }

    internal void Forget(Activation activation) => _activations.TryRemove(new(activation.Key, activation));

    internal object Reference(Type interfaceType, string key) => Host.Registry.Find(interfaceType).Reference(new(this, key));

    internal void OnActivated()
    {
        Interlocked.Increment(ref _active);
        Host.Metrics.Activated(Kind);
    }

    internal void OnDeactivated() => Interlocked.Decrement(ref _active);

    internal void CollectIdle(uint now)
    {
        if (CollectionAge == uint.MaxValue) return;
        foreach (var (_, activation) in _activations) activation.CollectIfIdle(now);
    }

    private static uint Milliseconds(TimeSpan age) =>
        age == Timeout.InfiniteTimeSpan || age.TotalMilliseconds >= uint.MaxValue ? uint.MaxValue : (uint)age.TotalMilliseconds;

    private static string ConventionalKind(string className)
    {
        var name = className.ToLowerInvariant();
        return name.Length > 5 && name.EndsWith("grain", StringComparison.Ordinal) ? name[..^5] : name;
    }
}
