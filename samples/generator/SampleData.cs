using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using OneLead.Events;
using OneLead.Samples.Sheets;
using OneLead.Sources.Workbooks;

namespace OneLead.Samples;

/// <summary>
/// Generates synthetic workbooks of any size with the layout of the real ones (sheets, headers with typos, invalid values).
/// Companies, people and product numbers are fictitious. The same (items, seed, as-of) produces the same data.
/// </summary>
public static class SampleData
{
    /// <summary>The names of the files that <see cref="Write"/> creates.</summary>
    public const string DataFile = "sample-data.xlsx", SkuFile = "sample-service-skus.xlsx", TerritoryFile = "territories.yaml";

    /// <summary>The sender of the sample's events.</summary>
    public const string Source = "sample";

    /// <summary>
    /// Returns the events of importing the territory mapping and both workbooks, in batches of 1,000.
    /// </summary>
    /// <param name="items">The number of installed items, which determines the number of opportunities, projects and credits.</param>
    /// <param name="asOf">The date of the data. Some items cross thresholds of the rules within 30 days after it.</param>
    public static IEnumerable<ImmutableArray<ChangeEvent>> Events(int items, int seed, DateOnly asOf)
    {
        var world = new SampleWorld(items, seed, asOf);
        var time = new DateTimeOffset(asOf, TimeOnly.MinValue, TimeSpan.Zero);
        var content = string.Create(CultureInfo.InvariantCulture, $"sample {items} {seed} {asOf:yyyy-MM-dd}");
        yield return
        [
            .. Mapping(world).Select(
                m => new ChangeEvent(
                    "", EventKind.TerritoryMapping, Keys.EncodePart(m.Territory), EventSchema.Version, Source, $"{content}:{m.Territory}",
                    time, EventData.Of(("name", FieldValue.Of(m.Name))))),
        ];
        foreach (var batch in WorkbookImport.Of(SkuFile, content + " skus", time, [ServiceSheets.Skus.ToSheet()]).Read())
            yield return Sent(batch);
        foreach (var batch in WorkbookImport.Of(DataFile, content, time, DataSheets(world).Select(s => s.ToSheet())).Read())
            yield return Sent(batch);

        static ImmutableArray<ChangeEvent> Sent(ImmutableArray<ChangeEvent> batch) => [.. batch.Select(e => e with { Source = Source })];
    }

    /// <summary>Writes both workbooks and the territory mapping into a folder.</summary>
    public static void Write(string folder, int items, int seed, DateOnly asOf)
    {
        var world = new SampleWorld(items, seed, asOf);
        Directory.CreateDirectory(folder);
        using (var file = File.Create(Path.Combine(folder, DataFile)))
            XlsxWriter.Write(file, DataSheets(world), asOf);
        using (var file = File.Create(Path.Combine(folder, SkuFile)))
            XlsxWriter.Write(file, [ServiceSheets.Skus], asOf);
        File.WriteAllText(Path.Combine(folder, TerritoryFile), TerritoryYaml(world));
    }

    internal static List<SampleSheet> DataSheets(SampleWorld world) =>
        [
            .. InstallBaseSheet.Sheets(world), OpportunitySheet.Of(world), ProjectSheet.Of(world), ServiceSheets.Catalogue,
            CreditSheet.Of(world),
        ];

    // For some territories this is the only source of their name.
    private static IEnumerable<(string Territory, string Name)> Mapping(SampleWorld world) =>
        Enumerable.Range(0, world.Territories).Select(world.Territory).Where(t => t.Case == TerritoryCase.OnlyMapped)
            .Select(t => (t.Id, $"{t.Company} {t.Suffix}"));

    private static string TerritoryYaml(SampleWorld world)
    {
        var yaml = new StringBuilder(
            "# Names of territories whose records carry none, and other names of companies, for the synthetic "
                + "sample.\nterritory_mapping:\n");
        foreach (var (territory, name) in Mapping(world))
            yaml.Append(CultureInfo.InvariantCulture, $"  \"{territory}\": \"{name}\"\n");
        var first = world.Territory(0);
        yaml.Append(
            CultureInfo.InvariantCulture,
            $"aliases:\n  \"{string.Concat(first.Company.Split(' ').Select(w => w[0]))} Holding\": \"{first.Company} {first.Suffix}\"\n");
        return yaml.ToString();
    }
}
