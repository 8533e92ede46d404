namespace OneLead.Sources.Values;

/// <summary>
/// The result of parsing a raw value: a value, missing (never an error), or the problem that kept it from being parsed.
/// </summary>
public readonly record struct Parsed<T> where T : struct
{
    public T? Value { get; private init; }

    /// <summary>Why the value could not be parsed; null if it was parsed or missing.</summary>
    public string? Problem { get; private init; }

    public bool IsMissing => Value is null && Problem is null;

    public static Parsed<T> Missing => default;

    public static Parsed<T> Of(T value) => new() { Value = value };

    public static Parsed<T> Invalid(string problem) => new() { Problem = problem };
}
