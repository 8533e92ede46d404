using System.Collections.Concurrent;
using System.Text;

namespace OneLead.Runtime;

/// <summary>Does what a host may do but seldom does. Each grain has its own sequence of draws, which outlives its activations.</summary>
internal sealed class Hostility(int seed)
{
    private readonly ConcurrentDictionary<string, Random> _draws = new();

    /// <summary>One in four activations ends after a request.</summary>
    internal bool Deactivates(Activation activation) => Draws(activation).Next(4) == 0;

    /// <summary>Puts any of the waiting requests in front.</summary>
    internal void Shuffle(Activation activation, ref WorkQueue requests)
    {
        for (var steps = Draws(activation).Next(requests.Count); steps > 0; steps--) requests.Rotate();
    }

    // Used in turns of the activation alone, so one thread at a time.
    private Random Draws(Activation activation) => _draws.GetOrAdd(activation.Name, static (name, seed) => new(Seed(name, seed)), seed);

    private static int Seed(string name, int seed)
    {
        var hash = (uint)seed ^ 2166136261;
        foreach (var value in Encoding.UTF8.GetBytes(name)) hash = (hash ^ value) * 16777619;
        return (int)hash;
    }
}
