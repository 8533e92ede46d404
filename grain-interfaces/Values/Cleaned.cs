namespace OneLead.Values;

/// <summary>
/// What became of a raw value: a value, nothing (it was missing, which is never an error), or a problem that says in a
/// sentence why it could not be read.
/// </summary>
public readonly record struct Cleaned<T> where T : struct
{
    public T? Value { get; private init; }

    /// <summary>Why the value could not be read; null when it was read or missing.</summary>
    public string? Problem { get; private init; }

    public bool IsMissing => Value is null && Problem is null;

    public static Cleaned<T> Missing => default;

    public static Cleaned<T> Of(T value) => new() { Value = value };

    public static Cleaned<T> Wrong(string problem) => new() { Problem = problem };
}
