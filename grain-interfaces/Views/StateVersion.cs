namespace OneLead.Views;

/// <summary>The version of a published state. Readers ignore a state with a lower version than their own.</summary>
/// <param name="Sequence">The state contains every row up to this journal sequence.</param>
/// <param name="Engine">The version of the code that derived the state. Another version may derive other scores from the same rows.</param>
[GenerateSerializer, Immutable, Alias("state-version")]
public readonly record struct StateVersion([property: Id(0)] long Sequence, [property: Id(1)] int Engine) : IComparable<StateVersion>
{
    public int CompareTo(StateVersion other) => (Sequence, Engine).CompareTo((other.Sequence, other.Engine));

    public static bool operator >(StateVersion a, StateVersion b) => a.CompareTo(b) > 0;

    public static bool operator <(StateVersion a, StateVersion b) => a.CompareTo(b) < 0;

    public static bool operator >=(StateVersion a, StateVersion b) => a.CompareTo(b) >= 0;

    public static bool operator <=(StateVersion a, StateVersion b) => a.CompareTo(b) <= 0;
}
