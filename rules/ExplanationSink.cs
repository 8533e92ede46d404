using OneLead.Views;

namespace OneLead.Rules;

/// <summary>
/// Where a score writes how it came about. Scores are computed by one code path; with <see cref="NoExplanation"/> the
/// compiler removes the writing.
/// </summary>
internal interface IExplanationSink
{
    /// <summary>Whether lines are wanted: asked before any text is built.</summary>
    static abstract bool IsEnabled { get; }

    /// <param name="weight">In hundredths.</param>
    void Add(string factor, string rule, string text, string input, int points, int weight);
}

/// <summary>Writes nothing.</summary>
internal readonly struct NoExplanation : IExplanationSink
{
    public static bool IsEnabled => false;

    public void Add(string factor, string rule, string text, string input, int points, int weight) { }
}

/// <summary>Collects an explanation.</summary>
internal readonly struct ExplanationBuilder() : IExplanationSink
{
    private readonly List<ExplanationLine> _lines = [];

    public static bool IsEnabled => true;

    public void Add(string factor, string rule, string text, string input, int points, int weight) =>
        _lines.Add(new ExplanationLine(factor, rule, text, input, points, weight / 100m, points * weight / 100m));

    public Explanation Sum() => new(_lines.Sum(l => l.Contribution), [.. _lines]);
}
