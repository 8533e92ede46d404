using Spectre.Console;

namespace OneLead.Bench.Running;

/// <summary>
/// Measures ours and a rival alternately (A B A B …) after a warm-up of each, so that other load affects both, and collects
/// the lines of the table.
/// </summary>
/// <param name="isQuick">True for three pairs instead of five with less work.</param>
internal sealed class Runner(bool isQuick)
{
    private readonly Table _table = new Table { Border = TableBorder.Markdown }
        .AddColumn("what").AddColumn("unit").AddColumn("ours").AddColumn("rival").AddColumn("ratio").AddColumn("target").AddColumn("");

    public int Pairs => isQuick ? 3 : 5;

    /// <summary>Returns an amount of work, reduced in quick mode.</summary>
    public int Scaled(int amount) => isQuick ? amount / 4 : amount;

    /// <summary>Measures ours and a rival.</summary>
    /// <param name="lessIsBetter">True to report the rival's figure divided by ours.</param>
    public async Task PairAsync(
        string what, string unit, Func<Task<double>> ours, Func<Task<double>> rival, bool lessIsBetter = false,
        params BenchmarkTarget[] targets)
    {
        Say(what);
        await ours();
        await rival();
        var (a, b) = (new double[Pairs], new double[Pairs]);
        for (var i = 0; i < Pairs; i++)
        {
            a[i] = await ours();
            b[i] = await rival();
        }
        Pair(what, unit, a, b, lessIsBetter, targets);
    }

    /// <summary>Reports a pair that was measured alternately.</summary>
    public void Pair(
        string what, string unit, double[] ours, double[] rival, bool lessIsBetter = false, params BenchmarkTarget[] targets) =>
        Row(
            what, unit, Spread.Of(ours), Numbers.Show(Spread.Of(rival).Median),
            Spread.Of([.. ours.Zip(rival, (a, b) => lessIsBetter ? b / a : a / b)]).Median, targets);

    /// <summary>Measures ours without a rival.</summary>
    public async Task AloneAsync(string what, string unit, Func<Task<double>> ours, params BenchmarkTarget[] targets)
    {
        Say(what);
        await ours();
        var values = new List<double>();
        for (var i = 0; i < Pairs; i++)
            values.Add(await ours());
        Alone(what, unit, values, targets);
    }

    /// <summary>Reports figures without a rival.</summary>
    public void Alone(string what, string unit, IReadOnlyCollection<double> values, params BenchmarkTarget[] targets) =>
        Row(what, unit, Spread.Of(values), "", null, targets);

    /// <summary>Reports a figure beside a known one.</summary>
    public void Against(string what, string unit, double ours, double documented, params BenchmarkTarget[] targets) =>
        Row(what, unit, new(ours, ours, ours), $"{Numbers.Show(documented)} (documented)", documented / ours, targets);

    /// <summary>Adds a note about a missing figure or a condition.</summary>
    public void Note(string what, string why) => _table.AddRow(Markup.Escape(what), "", Markup.Escape(why), "", "", "", "");

    /// <summary>Prints the progress, outside the table.</summary>
    public static void Say(string what) => Console.Error.WriteLine($"… {what}");

    public void Print()
    {
        AnsiConsole.Profile.Width = Math.Max(AnsiConsole.Profile.Width, 220);
        AnsiConsole.Write(_table);
    }

    private void Row(string what, string unit, Spread ours, string rival, double? ratio, BenchmarkTarget[] targets)
    {
        var met = targets.All(t => t.IsMet(t.IsRatio ? ratio ?? double.NaN : ours.Median));
        string[] cells =
        [
            what, unit, Numbers.Show(ours), rival, ratio is { } times ? Numbers.Show(times) + "x" : "",
            string.Join(", ", targets.Select(t => t.ToString())), targets.Length == 0 ? "" : met ? "met" : "missed",
        ];
        _table.AddRow([.. cells.Select(Markup.Escape)]);
        Console.Error.WriteLine("  " + string.Join("  ", cells.Where(c => c.Length > 0)));
    }
}
