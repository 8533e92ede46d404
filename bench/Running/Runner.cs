using Spectre.Console;

namespace OneLead.Bench.Running;

/// <summary>
/// Measures ours and a rival in turns (A B A B …) after a warm-up of each, so that what else the machine does hits both, and
/// collects the lines of the table.
/// </summary>
/// <param name="isQuick">Three pairs instead of five, and less work in each.</param>
internal sealed class Runner(bool isQuick)
{
    private readonly Table _table = new Table { Border = TableBorder.Markdown }
        .AddColumn("what").AddColumn("unit").AddColumn("ours").AddColumn("rival").AddColumn("ratio").AddColumn("target").AddColumn("");

    public int Pairs => isQuick ? 3 : 5;

    /// <summary>An amount of work, less when it must be quick.</summary>
    public int Scaled(int amount) => isQuick ? amount / 4 : amount;

    /// <summary>Pairs ours with a rival.</summary>
    /// <param name="lessIsBetter">The ratio is then the rival's figure divided by ours.</param>
    public async Task PairAsync(string what, string unit, Func<Task<double>> ours, Func<Task<double>> rival, bool lessIsBetter = false, params BenchmarkTarget[] targets)
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

    /// <summary>Writes down a pair that was measured in turns.</summary>
    public void Pair(string what, string unit, double[] ours, double[] rival, bool lessIsBetter = false, params BenchmarkTarget[] targets) =>
        Row(what, unit, Spread.Of(ours), Numbers.Show(Spread.Of(rival).Median), Spread.Of([.. ours.Zip(rival, (a, b) => lessIsBetter ? b / a : a / b)]).Median, targets);

    /// <summary>Measures ours alone.</summary>
    public async Task AloneAsync(string what, string unit, Func<Task<double>> ours, params BenchmarkTarget[] targets)
    {
        Say(what);
        await ours();
        var values = new List<double>();
        for (var i = 0; i < Pairs; i++)
            values.Add(await ours());
        Alone(what, unit, values, targets);
    }

    /// <summary>Writes down what was measured alone.</summary>
    public void Alone(string what, string unit, IReadOnlyCollection<double> values, params BenchmarkTarget[] targets) => Row(what, unit, Spread.Of(values), "", null, targets);

    /// <summary>Writes down a figure beside one that is known from elsewhere.</summary>
    public void Against(string what, string unit, double ours, double documented, params BenchmarkTarget[] targets) =>
        Row(what, unit, new(ours, ours, ours), $"{Numbers.Show(documented)} (documented)", documented / ours, targets);

    /// <summary>Says why a figure is missing, or what it depends on.</summary>
    public void Note(string what, string why) => _table.AddRow(Markup.Escape(what), "", Markup.Escape(why), "", "", "", "");

    /// <summary>Says what is being measured, apart from the table.</summary>
    public static void Say(string what) => Console.Error.WriteLine($"… {what}");

    public void Print()
    {
        AnsiConsole.Profile.Width = Math.Max(AnsiConsole.Profile.Width, 220);
        AnsiConsole.Write(_table);
    }

    private void Row(string what, string unit, Spread ours, string rival, double? ratio, BenchmarkTarget[] targets)
    {
        var met = targets.All(t => t.IsMet(t.IsRatio ? ratio ?? double.NaN : ours.Median));
        string[] cells = [what, unit, Numbers.Show(ours), rival, ratio is { } times ? Numbers.Show(times) + "x" : "", string.Join(", ", targets.Select(t => t.ToString())), targets.Length == 0 ? "" : met ? "met" : "missed"];
        _table.AddRow([.. cells.Select(Markup.Escape)]);
        Console.Error.WriteLine("  " + string.Join("  ", cells.Where(c => c.Length > 0)));
    }
}
