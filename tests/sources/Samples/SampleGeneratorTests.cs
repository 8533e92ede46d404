using System.Collections.Immutable;
using OneLead.Events;
using OneLead.Samples;
using OneLead.Samples.Sheets;
using OneLead.Sources.Tests.Workbooks;
using OneLead.Sources.Workbooks;

namespace OneLead.Sources.Tests.Samples;

public sealed class SampleGeneratorTests : IDisposable
{
    private static readonly DateOnly Day = new(2025, 10, 29);
    private readonly string _folder = Directory.CreateTempSubdirectory("onelead").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void The_same_seed_gives_the_same_bytes_and_another_other_ones()
    {
        SampleData.Write(Path.Combine(_folder, "a"), 50, 3, Day);
        SampleData.Write(Path.Combine(_folder, "b"), 50, 3, Day);
        SampleData.Write(Path.Combine(_folder, "c"), 50, 4, Day);
        Assert.Equal(Bytes("a"), Bytes("b"));
        Assert.NotEqual(Bytes("a"), Bytes("c"));

        byte[] Bytes(string run) => File.ReadAllBytes(Path.Combine(_folder, run, SampleData.DataFile));
    }

    [Theory]
    [InlineData(SampleData.DataFile)]
    [InlineData(SampleData.SkuFile)]
    public void The_samples_of_the_repository_are_what_the_generator_gives(string file)
    {
        SampleData.Write(_folder, 200, 1, Day);
        Assert.Equal(HashOf(Path.Combine(_folder, file)), HashOf(Path.Combine(Repository.Root, "samples", file)));
        Assert.Equal(File.ReadAllText(Path.Combine(_folder, SampleData.TerritoryFile)),
            File.ReadAllText(Path.Combine(Repository.Root, "samples", SampleData.TerritoryFile)));
    }

    [Fact]
    public void The_import_finds_what_the_generator_put_in()
    {
        var world = new SampleWorld(3_000, 1, Day);
        SampleData.Write(_folder, 3_000, 1, Day);
        var (events, report) = Import(SampleData.DataFile);
        Assert.Equal(3_000, events.Where(e => e.Kind == EventKind.Item).Select(e => e.Entity).Distinct().Count());
        Assert.Equal((3_006, 3, 3), (report.Sheets.Single(s => s.Kind == EventKind.Item).Rows,
            report.Sheets.Single(s => s.Kind == EventKind.Item).Refused, report.Sheets.Single(s => s.Kind == EventKind.Item).Repeated));
        Assert.Equal(world.Projects, events.Count(e => e.Kind == EventKind.Project));
        Assert.Equal(world.Credits, events.Count(e => e.Kind == EventKind.ServiceCredit));
        Assert.Equal(world.Projects / 9, report.Blank);
        Assert.Equal(Enumerable.Range(0, world.Territories).Sum(t => OpportunitySheet.InTerritory(world, world.Territory(t)).Count()),
            events.Count(e => e.Kind == EventKind.Opportunity));
        Assert.All(events, e => Assert.Empty(EventSchema.Check(e.Kind, e.Data)));
        Assert.NotEmpty(Import(SampleData.SkuFile).Events);
    }

    [Fact]
    public void Events_are_what_an_import_of_the_files_gives()
    {
        SampleData.Write(_folder, 300, 2, Day);
        var made = SampleData.Events(300, 2, Day).SelectMany(b => b).Where(e => e.Kind != EventKind.TerritoryMapping)
            .Select(e => (e.Account, e.Kind, e.Entity, e.OccurredAt, e.Json()));
        var read = Import(SampleData.SkuFile).Events.Concat(Import(SampleData.DataFile).Events)
            .Select(e => (e.Account, e.Kind, e.Entity, e.OccurredAt, e.Json()));
        Assert.Equal(read, made);
    }

    [Fact]
    public void Our_reader_and_another_see_the_same_cells()
    {
        SampleData.Write(_folder, 100, 2, Day);
        SecondOpinion.Agrees(Path.Combine(_folder, SampleData.DataFile));
    }

    [Fact]
    public void Live_changes_fit_the_schema_and_repeat_with_the_run()
    {
        var (first, again, other) = (Changes("r1"), Changes("r1"), Changes("r2"));
        Assert.Equal(first.Select(e => (e.SourceId, e.Json())), again.Select(e => (e.SourceId, e.Json())));
        Assert.Empty(first.Select(e => e.SourceId).Intersect(other.Select(e => e.SourceId)));
        Assert.All(first, e => Assert.Empty(EventSchema.Check(e.Kind, e.Data)));
        Assert.All(first, e => Assert.True(Keys.IsKey(e.Account) && Keys.IsKey(e.Entity)));
        Assert.Equal([EventKind.Item, EventKind.Opportunity, EventKind.Project, EventKind.ServiceCredit],
            first.Select(e => e.Kind).Distinct().Order());
        var known = SampleData.Events(200, 1, Day).SelectMany(b => b).ToLookup(e => (e.Kind, e.Entity, e.Account));
        Assert.True(first.Count(e => known.Contains((e.Kind, e.Entity, e.Account))) > first.Length / 2);

        static ImmutableArray<ChangeEvent> Changes(string run)
        {
            var live = new LiveChanges(200, 1, Day, run);
            return [.. Enumerable.Range(0, 2_000).Select(i => live.Next(TestWorkbook.Date.AddSeconds(i)))];
        }
    }

    private (ImmutableArray<ChangeEvent> Events, ImportReport Report) Import(string file)
    {
        using var import = WorkbookImport.Open(Path.Combine(_folder, file));
        return ([.. import.Read().SelectMany(b => b)], import.Report);
    }

    private static string HashOf(string path)
    {
        using var import = WorkbookImport.Open(path);
        return import.ContentHash;
    }
}
