namespace OneLead.Views;

/// <summary>How new a published state is. A state with a lower version than the known one is late and ignored.</summary>
/// <param name="Sequence">The journal sequence up to which every row is in the state.</param>
/// <param name="Engine">The version of the code that derived it: the same rows may give other scores.</param>
[GenerateSerializer, Immutable, Alias("state-version")]
public readonly record struct StateVersion([property: Id(0)] long Sequence, [property: Id(1)] int Engine) : IComparable<StateVersion>
{
    public int CompareTo(StateVersion other) => (Sequence, Engine).CompareTo((other.Sequence, other.Engine));

    public static bool operator >(StateVersion a, StateVersion b) => a.CompareTo(b) > 0;

    public static bool operator <(StateVersion a, StateVersion b) => a.CompareTo(b) < 0;

    public static bool operator >=(StateVersion a, StateVersion b) => a.CompareTo(b) >= 0;

    public static bool operator <=(StateVersion a, StateVersion b) => a.CompareTo(b) <= 0;
}
