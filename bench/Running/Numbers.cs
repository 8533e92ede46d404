using System.Globalization;

namespace OneLead.Bench.Running;

/// <summary>Formats numbers with the significant digits of a measurement.</summary>
internal static class Numbers
{
    public static string Show(double value) => value.ToString(Math.Abs(value) switch
    {
        >= 100 => "N0",
        >= 10 => "0.#",
        >= 1 => "0.##",
        _ => "0.###",
    }, CultureInfo.InvariantCulture);

    public static string Show(Spread spread) =>
        spread.Min == spread.Max ? Show(spread.Median) : $"{Show(spread.Median)} ({Show(spread.Min)}-{Show(spread.Max)})";
}
