using System.Globalization;
using System.Text;
using System.Text.Json;
using OneLead.Events;
using OneLead.Sources.Mapping;
using Snapshooter.Xunit3;

namespace OneLead.Sources.Tests.Mapping;

/// <summary>
/// Maps a record of every table of every mapping that ships: <c>Records/{mapping}.jsonl</c> gives the events in
/// <c>__snapshots__/{mapping}.snap</c>.
/// </summary>
public class ShippedTests
{
    private static readonly string Folder = Path.Combine(Repository.Root, "tests", "sources", "Mapping", "Records");

    public static TheoryData<string> Shipped => new(SourceMapping.ShippedNames);

    [Theory]
    [MemberData(nameof(Shipped))]
    public void Every_table_maps_to_the_events_that_are_written_down(string name)
    {
        var mapping = SourceMapping.Shipped(name)!;
        var records = File.ReadAllLines(Path.Combine(Folder, name + ".jsonl")).Select((line, i) => Record(name, line, i)).ToList();
        Assert.Empty(mapping.Tables.Except(records.Select(r => r.Entity), StringComparer.OrdinalIgnoreCase));
        var text = new StringBuilder();
        foreach (var record in records)
        {
            var mapped = mapping.Map(record);
            Assert.True(mapped.Failures.IsEmpty && mapped.Warnings.IsEmpty,
                $"{record.Entity}: {string.Join("; ", mapped.Failures.Concat(mapped.Warnings))}");
            foreach (var e in mapped.Events)
            {
                Assert.Empty(EventSchema.Check(e.Kind, e.Data));
                text.Append(CultureInfo.InvariantCulture,
                    $"{Wire.Name(e.Kind)} {e.Entity} of {(e.Account.Length > 0 ? e.Account : "the tenant")} at "
                    + $"{e.OccurredAt:yyyy-MM-dd'T'HH:mm:ss'Z'} by {e.SourceId}\n  {Encoding.UTF8.GetString(e.Data.ToJson())}\n");
            }
        }
        Snapshot.Match(text.ToString(), name);
    }

    private static SourceRecord Record(string source, string line, int index)
    {
        using var json = JsonDocument.Parse(line);
        var root = json.RootElement;
        var change = root.TryGetProperty("change", out var c) && Wire.TryParse<RecordChange>(c.GetString(), out var named)
            ? named
            : RecordChange.Full;
        return new(
            source, root.GetProperty("entity").GetString()!, root.TryGetProperty("id", out var id) ? id.GetString()! : "", change,
            new(2025, 8, 29, 0, 0, 0, TimeSpan.Zero), string.Create(CultureInfo.InvariantCulture, $"r{index + 1}"),
            EventData.Parse(Encoding.UTF8.GetBytes(root.GetProperty("fields").GetRawText())));
    }
}
