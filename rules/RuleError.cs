using System.Collections.Immutable;

namespace OneLead.Rules;

/// <summary>What is wrong with a rules file, and where. Line and column count from 1.</summary>
/// <param name="Path">The keys that lead there: <c>scoring.urgency.weight</c>, <c>products.families[3].pattern</c>; empty for the file as a whole.</param>
public readonly record struct RuleError(int Line, int Column, string Path, string Message)
{
    public override string ToString() => $"line {Line}, column {Column}: {Path} {Message}";
}

/// <summary>The rules of a file, or its errors in the order of their lines.</summary>
/// <param name="Rules">Null when there are errors.</param>
public sealed record RuleSetResult(RuleSet? Rules, ImmutableArray<RuleError> Errors);
