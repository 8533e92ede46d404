namespace OneLead.Samples;

/// <summary>
/// A random number generator (SplitMix64) for one record. The same (seed, sort, index) gives the same numbers on every
/// machine and version, so any row can be generated without the rows before it.
/// </summary>
internal struct SeededRandom(int seed, string sort, long index)
{
    private ulong _state = Mix(Mix((ulong)seed + Fnv(sort)) + (ulong)index);

    /// <summary>Returns a number from 0 to <paramref name="sides"/> - 1.</summary>
    public int Roll(int sides) => (int)(Next() % (ulong)sides);

    /// <summary>Returns a number from <paramref name="first"/> to <paramref name="last"/> inclusive.</summary>
    public int Between(int first, int last) => first + Roll(last - first + 1);

    public bool Chance(int percent) => Roll(100) < percent;

    public T Pick<T>(T[] choices) => choices[Roll(choices.Length)];

    /// <summary>Returns a number from 0 (inclusive) to 1 (exclusive).</summary>
    public double Fraction() => (Next() >> 11) * (1.0 / (1UL << 53));

    private ulong Next() => Mix(_state += 0x9E3779B97F4A7C15);

    private static ulong Mix(ulong value)
    {
        value = (value ^ value >> 30) * 0xBF58476D1CE4E5B9;
        value = (value ^ value >> 27) * 0x94D049BB133111EB;
        return value ^ value >> 31;
    }

    private static ulong Fnv(string text)
    {
        var hash = 14695981039346656037UL;
        foreach (var c in text)
            hash = (hash ^ c) * 1099511628211UL;
        return hash;
    }
}
