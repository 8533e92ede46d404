using System.Collections.Immutable;
using System.Globalization;
using OneLead.Rules.Parsing;

namespace OneLead.Rules;

/// <summary>A threshold with its points.</summary>
/// <param name="Threshold">The value in the rules file, for texts.</param>
/// <param name="Bound">The smallest input that reaches the threshold, in the unit of the input.</param>
public readonly record struct Step(long Threshold, long Bound, int Points);

/// <summary>
/// A rule that maps a number to points. The highest threshold that the input reaches wins. Below the lowest one,
/// <see cref="Below"/> may apply. A missing input gives <see cref="MissingPoints"/>.
/// </summary>
/// <param name="Below">Applies if the input is below its bound.</param>
public sealed record StepRule(
    string Name, string Text, string Otherwise, string Missing, ImmutableArray<Step> Steps, Step? Below, string BelowText,
    int OtherwisePoints, int MissingPoints)
{
    /// <summary>Returns the index of the step that an input reaches, or -1.</summary>
    public int Find(long input)
    {
        for (var i = 0; i < Steps.Length; i++)
        {
            if (input >= Steps[i].Bound)
                return i;
        }
        return -1;
    }

    /// <summary>Returns the points of an input.</summary>
    public int Points(long input) =>
        Find(input) is >= 0 and var i ? Steps[i].Points : Below is { } below && input < below.Bound ? below.Points : OtherwisePoints;

    /// <summary>Returns the text for an input.</summary>
    public string Describe(long input) =>
        Find(input) is >= 0 and var i
            ? Fill(Text, Steps[i])
            : Below is { } below && input < below.Bound
            ? Fill(BelowText, below)
            : Fill(Otherwise, Steps.Length > 0 ? Steps[^1] : default);

    private static string Fill(string text, Step step) => text
        .Replace("{threshold}", step.Threshold.ToString("N0", CultureInfo.InvariantCulture), StringComparison.Ordinal)
        .Replace("{points}", step.Points.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal);

    /// <param name="scale">The number of input units per threshold unit: 100 for amounts in minor units.</param>
    internal static StepRule Read(RuleSection section, string key, int min, int max, int scale = 1) => section.In(key, s =>
    {
        var otherwise = s.Text("otherwise");
        var inclusive = s.Has("at_least");
        var steps = s.In(inclusive ? "at_least" : "above", t => ReadSteps(t, min, max, scale, inclusive));
        var below = s.Has("below") ? s.In("below", t => ReadSteps(t, min, max, scale, inclusive: true)) : [];
        if (below.Length > 1 || (below.Length == 1 && steps.Length > 0 && below[0].Threshold > steps[^1].Threshold))
            s.Error("below", "must be a single threshold that is not above the others");
        return new StepRule(
            key, s.Text("text"), otherwise, s.OptionalText("missing") ?? otherwise, steps, below.Length > 0 ? below[0] : null,
            s.Has("below") ? s.Text("below_text") : "", s.OptionalInt("otherwise_points", min, max, 0),
            s.OptionalInt("missing_points", min, max, 0));
    });

    private static ImmutableArray<Step> ReadSteps(RuleSection section, int min, int max, int scale, bool inclusive)
    {
        var steps = section.Points(min, max).Select(p => new Step(p.Key, (p.Key * scale) + (inclusive ? 0 : 1), p.Points))
            .ToImmutableArray();
        for (var i = 1; i < steps.Length; i++)
        {
            if (steps[i].Threshold >= steps[i - 1].Threshold)
                section.Error(steps[i].Threshold.ToString(CultureInfo.InvariantCulture), "must be below the previous threshold");
        }
        return steps;
    }
}
