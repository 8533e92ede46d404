using System.Collections.Immutable;
using System.Text;
using OneLead.Events;
using OneLead.Sources.Territories;
using OneLead.Sources.Workbooks;

namespace OneLead.Sources.Tests.Territories;

public class TerritoryFileTests
{
    private static readonly DateTimeOffset Received = new(2025, 10, 29, 9, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Names_and_other_spellings_are_read()
    {
        var (events, report) = Read("""
            # Names.
            territory_mapping:
              "56088": "Apple Inc"
              56180: APPLIED MATERIALS, INC.
            aliases:
              "QM Holding": "Quinmora Mining Ltd"
            parents:
              "56088": DACH
            """);
        Assert.Equal(
            [
                Event("56088", ("name", FieldValue.Of("Apple Inc"))),
                Event("56180", ("name", FieldValue.Of("APPLIED MATERIALS, INC."))),
                Event("alias:QM~20Holding", ("name", FieldValue.Of("Quinmora Mining Ltd")), ("alias", FieldValue.Of("QM Holding"))),
                Event("56088", ("parent", FieldValue.Of("DACH"))) with { SourceId = $"{report.Import}:parent:56088" },
            ],
            events.AsEnumerable());
        Assert.All(events, e => Assert.Empty(EventSchema.Check(e.Kind, e.Data)));
        Assert.All(events, e => Assert.True(Keys.IsKey(e.Entity)));
        Assert.Equal((4, 0, "file"), (report.Events, report.Refused, report.DataDateFrom));
        Assert.Equal([("territory_mapping", 2L), ("aliases", 1L), ("parents", 1L)], report.Sheets.Select(s => (s.Name, s.Rows)));

        ChangeEvent Event(string entity, params (string, FieldValue)[] fields) =>
            new("", EventKind.TerritoryMapping, entity, EventSchema.Version, WorkbookImport.Source, $"{report.Import}:{entity}",
                Received, EventData.Of(fields));
    }

    [Fact]
    public void The_files_that_ship_are_territory_files()
    {
        foreach (var name in (string[])["territories.yaml", "territories.seed.yaml"])
        {
            using var file = File.OpenRead(Path.Combine(Repository.Root, "samples", name));
            Assert.Equal((true, 2), (TerritoryFile.IsNamed(name), TerritoryFile.Read(file, name, null, Received).Events.Length));
        }
    }

    [Fact]
    public void The_same_content_with_the_same_date_gives_the_same_events()
    {
        var (first, second) = (Read("aliases: {a: b}", new DateOnly(2025, 1, 2)), Read("aliases: {a: b}", new DateOnly(2025, 1, 2)));
        Assert.Equal(first.Events.AsEnumerable(), second.Events);
        Assert.Equal(("option", new DateTimeOffset(2025, 1, 2, 0, 0, 0, TimeSpan.Zero)),
            (first.Report.DataDateFrom, first.Events[0].OccurredAt));
        Assert.NotEqual(first.Events[0].SourceId, Read("aliases: {a: b}", new DateOnly(2025, 1, 3)).Events[0].SourceId);
    }

    [Theory]
    [InlineData("territory_mapping:\naliases:\n")]
    [InlineData("territory_mapping: {}")]
    public void A_section_may_be_empty(string yaml) => Assert.Empty(Read(yaml).Events);

    [Theory]
    [InlineData("territory_mapping:\n  \"1\": A\n  \"1\": B", "Line 3: '1' occurs twice.")]
    [InlineData("territory_mapping:\n  \"1\":", "Line 2: '1' has no name.")]
    [InlineData("territory_mapping:\n  \"1\": null", "Line 2: '1' has no name.")]
    [InlineData("territory_mapping:\n  \"\": A", "Line 2: the key is empty.")]
    [InlineData("territories:\n  \"1\": A", "Line 1: 'territories' is none of territory_mapping, aliases and parents.")]
    [InlineData("territory_mapping: Apple", "Line 1: 'territory_mapping' must have lines of \"key\": \"name\".")]
    [InlineData("territory_mapping:\n  - Apple", "Line 2: not valid in a territory file")]
    [InlineData("territory_mapping:\n  \"1\": [Apple]", "Line 2: not valid in a territory file")]
    [InlineData("territory_mapping:\n  \"1\": \"Apple", "Line 2: not valid in a territory file")]
    [InlineData("a: &x 1\nb: *x", "Line 1: 'a' is none of")]
    [InlineData("", "Line 1: not valid in a territory file")]
    [InlineData("--- {}\n--- {}", "Line 2: not valid in a territory file")]
    public void What_is_wrong_is_refused_with_its_line(string yaml, string message) =>
        Assert.StartsWith(message, Assert.Throws<TerritoryFileException>(() => Read(yaml)).Message, StringComparison.Ordinal);

    [Fact]
    public void Any_bytes_are_read_or_refused_and_never_crash()
    {
        var random = new Random(3);
        var valid = Encoding.UTF8.GetBytes("territory_mapping:\n  \"56088\": \"Apple Inc\"\naliases:\n  \"A\": B\n");
        for (var i = 0; i < 3_000; i++)
        {
            var bytes = valid.ToArray();
            for (var flips = random.Next(1, 6); flips > 0; flips--)
                bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
            try
            {
                TerritoryFile.Read(new MemoryStream(bytes), "x.yaml", null, Received);
            }
            catch (TerritoryFileException e)
            {
                Assert.StartsWith("Line ", e.Message, StringComparison.Ordinal);
            }
        }
    }

    private static (ImmutableArray<ChangeEvent> Events, ImportReport Report) Read(string yaml, DateOnly? date = null) =>
        TerritoryFile.Read(new MemoryStream(Encoding.UTF8.GetBytes(yaml)), "territories.yaml", date, Received);
}
