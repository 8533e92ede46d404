using System.CommandLine;

namespace OneLead.Samples;

/// <summary>Writes sample workbooks.</summary>
internal static class Generator
{
    private static int Main(string[] args)
    {
        var items = new Option<int>("--items") { Description = "Installed items.", DefaultValueFactory = _ => 200 };
        var seed = new Option<int>("--seed") { Description = "Another seed gives other data.", DefaultValueFactory = _ => 1 };
        var asOf = new Option<DateOnly>("--as-of")
        {
            Description = "The date of the data; thresholds are crossed within 30 days after it. Default: today, UTC.",
            DefaultValueFactory = _ => DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().UtcDateTime),
        };
        var folder = new Option<DirectoryInfo>("--out")
        {
            Description = "The folder to write into.", DefaultValueFactory = _ => new DirectoryInfo("samples"),
        };
        var command = new RootCommand(
            "Writes a synthetic pair of workbooks: install base with opportunities, projects, credits and services; and "
                + "service SKUs.") { items,
            seed, asOf, folder };
        items.Validators.Add(r =>
        {
            if (r.GetValueOrDefault<int>() is < 0 or > 10_000_000)
                r.AddError("--items takes 0 to 10,000,000.");
        });
        command.SetAction(
            arguments => SampleData.Write(
                arguments.GetRequiredValue(folder).FullName, arguments.GetValue(items), arguments.GetValue(seed),
                arguments.GetValue(asOf)));
        return command.Parse(args).Invoke();
    }
}
