namespace OneLead.Bench.Running;

/// <summary>The result of repeated measurements.</summary>
internal readonly record struct Spread(double Median, double Min, double Max)
{
    public static Spread Of(IReadOnlyCollection<double> values)
    {
        var sorted = values.Order().ToArray();
        return new Spread(Percentile(sorted, 50), sorted[0], sorted[^1]);
    }

    /// <summary>Returns a percentile of ascending values; the mean of two neighbours if it falls between them.</summary>
    public static double Percentile(double[] ascending, double percent)
    {
        var place = (ascending.Length - 1) * percent / 100;
        var (low, high) = (ascending[(int)Math.Floor(place)], ascending[(int)Math.Ceiling(place)]);
        return low + (high - low) * (place - Math.Floor(place));
    }
}
