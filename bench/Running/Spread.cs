namespace OneLead.Bench.Running;

/// <summary>What repeated measurements gave.</summary>
internal readonly record struct Spread(double Median, double Min, double Max)
{
    public static Spread Of(IReadOnlyCollection<double> values)
    {
        var sorted = values.Order().ToArray();
        return new Spread(Percentile(sorted, 50), sorted[0], sorted[^1]);
    }

    /// <summary>A percentile of ascending values, the mean of the two middle ones where it falls between.</summary>
    public static double Percentile(double[] ascending, double percent)
    {
        var place = (ascending.Length - 1) * percent / 100;
        var (low, high) = (ascending[(int)Math.Floor(place)], ascending[(int)Math.Ceiling(place)]);
        return low + (high - low) * (place - Math.Floor(place));
    }
}
