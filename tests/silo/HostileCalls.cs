using System.Collections.Concurrent;

namespace OneLead.Silo.Tests;

/// <summary>
/// Does what Orleans may do at any time: delays a call, and deactivates a grain after one. Each grain has its own sequence
/// of draws, so a seed gives the same draws on every run.
/// </summary>
public sealed class HostileCalls(int seed) : IIncomingGrainCallFilter
{
    private readonly ConcurrentDictionary<string, Random> _draws = new(StringComparer.Ordinal);

    public async Task Invoke(IIncomingGrainCallContext context)
    {
        var grain = context.TargetId.ToString();
        // Orleans' own grains and clients stay as they are.
        if (context.Grain is not Grain { } target
            || !context.ImplementationMethod.DeclaringType!.FullName!.StartsWith("OneLead.", StringComparison.Ordinal))
        {
            await context.Invoke();
            return;
        }
        var random = _draws.GetOrAdd(grain, static (name, seed) => new Random(StableHash(name, seed)), seed);
        int draw;
        lock (random)
            draw = random.Next(20);
        if (draw < 4)
            await Task.Delay(draw);
        await context.Invoke();
        if (draw == 19)
            target.GrainContext.Deactivate(new DeactivationReason(DeactivationReasonCode.ApplicationRequested, "A hostile test ends it."));
    }

    private static int StableHash(string name, int seed)
    {
        var hash = (uint)seed ^ 2166136261;
        foreach (var character in name)
            hash = (hash ^ character) * 16777619;
        return (int)hash;
    }
}
