using System.Globalization;

namespace OneLead.Rules;

/// <summary>Adds up the points of a factor and writes the explanation lines.</summary>
/// <param name="weight">The weight in hundredths.</param>
internal struct FactorScorer<TSink>(TSink lines, string factor, int weight) where TSink : struct, IExplanationSink
{
    public int Points { get; private set; }

    public void Add(string rule, string text, string input, int points)
    {
        Points += points;
        lines.Add(factor, rule, text, input, points, weight);
    }

    public void Base(int points) => Add("base", "Base", "", points);

    /// <summary>Applies a rule to the days since <paramref name="date"/>.</summary>
    public void Date(StepRule rule, int days, DateOnly? date, RuleSet rules, DateOnly asOf)
    {
        var points = days == Days.Missing ? rule.MissingPoints : rule.Points(days);
        if (TSink.IsEnabled)
            lines.Add(
                factor, rule.Name, date is null ? rule.Missing : rule.Describe(days), Days.FormatInput(date, rules, asOf), points, weight);
        Points += points;
    }

    /// <summary>Applies a rule to an upcoming or past date.</summary>
    public void Date(UpcomingDateRule rule, int days, DateOnly? date, RuleSet rules, DateOnly asOf)
    {
        var points = rule.Points(days);
        if (TSink.IsEnabled)
            lines.Add(
                factor, rule.Name, date is null ? rule.Missing : rule.Describe(days), Days.FormatInput(date, rules, asOf), points, weight);
        Points += points;
    }

    /// <summary>Applies a rule to a count.</summary>
    public void Count(StepRule rule, int count)
    {
        var points = rule.Points(count);
        if (TSink.IsEnabled)
            lines.Add(factor, rule.Name, rule.Describe(count), count.ToString("N0", CultureInfo.InvariantCulture), points, weight);
        Points += points;
    }

    public void Flag(FlagRule rule, bool holds, string input) => Flag(rule, holds, input, holds ? rule.Points : 0);

    public void Flag(FlagRule rule, bool holds, string input, int points)
    {
        if (TSink.IsEnabled)
            lines.Add(factor, rule.Name, holds ? rule.Text : rule.Otherwise, input, points, weight);
        Points += points;
    }

    /// <summary>Caps the points to 0-100. The difference is a line of its own.</summary>
    public int Cap()
    {
        var capped = Math.Clamp(Points, 0, 100);
        if (capped != Points)
            Add(
                "cap", Points > 100 ? "At most 100" : "At least 0",
                TSink.IsEnabled ? Points.ToString("N0", CultureInfo.InvariantCulture) : "", capped - Points);
        return capped;
    }
}
