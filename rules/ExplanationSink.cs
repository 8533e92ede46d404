using OneLead.Views;

namespace OneLead.Rules;

/// <summary>
/// Receives the lines of an explanation. Scoring and explaining share one code path; with <see cref="NoExplanation"/> the
/// JIT compiler removes the calls.
/// </summary>
internal interface IExplanationSink
{
    /// <summary>False if lines are ignored, so that callers need not build texts.</summary>
    static abstract bool IsEnabled { get; }

    /// <param name="weight">The weight in hundredths.</param>
    void Add(string factor, string rule, string text, string input, int points, int weight);
}

internal readonly struct NoExplanation : IExplanationSink
{
    public static bool IsEnabled => false;

    public void Add(string factor, string rule, string text, string input, int points, int weight) { }
}

internal readonly struct ExplanationBuilder() : IExplanationSink
{
    private readonly List<ExplanationLine> _lines = [];

    public static bool IsEnabled => true;

    public void Add(string factor, string rule, string text, string input, int points, int weight) =>
        _lines.Add(new ExplanationLine(factor, rule, text, input, points, weight / 100m, points * weight / 100m));

    public Explanation Sum() => new(_lines.Sum(l => l.Contribution), [.. _lines]);
}
