using System.Collections.Immutable;

namespace OneLead.Rules;

/// <summary>An error in a rules file. Line and column start at 1.</summary>
/// <param name="Path">The path of the value: <c>scoring.urgency.weight</c>, <c>products.families[3].pattern</c>; empty for the
/// whole file.</param>
public readonly record struct RuleError(int Line, int Column, string Path, string Message)
{
    public override string ToString() => $"line {Line}, column {Column}: {Path} {Message}";
}

/// <summary>The rules of a file, or its errors in line order.</summary>
/// <param name="Rules">Null if there are errors.</param>
public sealed record RuleSetResult(RuleSet? Rules, ImmutableArray<RuleError> Errors);
