using System.Reflection;

namespace OneLead.Runtime;

/// <summary>How the grains of this process are hosted.</summary>
public sealed class GrainHostOptions
{
    internal List<Assembly> Assemblies { get; } = [];

    /// <summary>Adds the grain classes of an assembly. Interfaces need not be added.</summary>
    public GrainHostOptions AddAssembly(Assembly assembly)
    {
        Assemblies.Add(assembly);
        return this;
    }

    /// <summary>How long an activation stays without a call. Default: 15 minutes.</summary>
    public TimeSpan CollectionAge { get; set; } = TimeSpan.FromMinutes(15);

    /// <summary>
    /// Other ages, by grain type ("item" for ItemGrain). They win over the class's own
    /// <see cref="Orleans.CollectionAgeLimitAttribute"/>. Default: none.
    /// </summary>
    public IDictionary<string, TimeSpan> CollectionAges { get; } = new Dictionary<string, TimeSpan>(StringComparer.Ordinal);

    /// <summary>How often idle activations are looked for. Default: 1 minute.</summary>
    public TimeSpan CollectionQuantum { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>
    /// How long a caller waits for an answer, then it gets a <see cref="TimeoutException"/>. Noticed late by up to a sixtieth of it, half a
    /// second at most. Default: 30 seconds.
    /// </summary>
    public TimeSpan ResponseTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How long stopping waits for calls and then for deactivations. Default: 30 seconds.</summary>
    public TimeSpan DrainTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How many turns may run on one stack, each called by the one below; deeper ones are queued. 0: all are queued. Default: 32.</summary>
    public int MaxInlineDepth { get; set; } = 32;

    /// <summary>
    /// For tests: everything is queued, waiting calls run in any order, and activations end between calls, all drawn from this seed and the
    /// grain's identity. Default: null, not hostile.
    /// </summary>
    public int? HostileSeed { get; set; }
}
