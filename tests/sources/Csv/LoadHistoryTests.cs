using System.Collections.Immutable;
using OneLead.Events;
using OneLead.Sources.Csv;
using OneLead.Sources.Mapping;

namespace OneLead.Sources.Tests.Csv;

public sealed class LoadHistoryTests : IDisposable
{
    private const string Mapping = """
        name: crm
        tables:
          deals: { kind: opportunity, id: id, time: changed, fields: { name: name } }
          outcomes:
            - { kind: opportunity, id: id, owner: false, fields: { status: status } }
        """;

    private readonly string _folder = Directory.CreateTempSubdirectory("onelead-csv").FullName;
    private readonly List<JournalEntry> _journal = [];

    [Fact]
    public void What_a_full_export_does_not_name_any_more_is_removed_as_of_its_date_and_no_other_row_is()
    {
        Load("deals", "id,name\nA,a\nB,b\n", 1, MissingRows.Removed);
        Load("outcomes", "id,status\nA,Won\nB,Lost\n", 1, MissingRows.Removed);
        var (gone, notes) = Load("deals", "id,name\nB,b\n", 5, MissingRows.Removed);
        Assert.Equal((Day(5), "unplaced:crm", EventKind.Opportunity, "crm:A", EventData.Removal),
            (gone[0].OccurredAt, gone[0].Account, gone[0].Kind, gone[0].Entity, gone[0].Data));
        Assert.Equal((2, EventKind.Raw, "load:deals", "unassigned:crm"), (gone.Length, gone[1].Kind, gone[1].Entity, gone[1].Account));
        Assert.Equal("objects of earlier exports that are missing here and were removed: 1", Assert.Single(notes));
        Assert.Equal(["load:outcomes"], Load("outcomes", "id,status\nB,Lost\n", 6, MissingRows.Removed).Gone.Select(e => e.Entity));
        // Said once.
        Assert.Equal(["load:deals"], Load("deals", "id,name\nB,b\n", 7, MissingRows.Removed).Gone.Select(e => e.Entity));
    }

    [Fact]
    public void What_is_named_again_is_back_also_when_it_did_not_change_meanwhile()
    {
        Load("deals", "id,name,changed\nA,a,2025-01-01\n", 1, MissingRows.Flagged);
        Assert.Equal(EventData.Of(("_missing", FieldValue.Of(true))),
            Load("deals", "id,name,changed\n", 2, MissingRows.Flagged).Gone[0].Data);
        Load("deals", "id,name,changed\nA,a,2025-01-01\n", 3, MissingRows.Flagged);
        var back = _journal[^2].Event;
        Assert.Equal((Day(3), EventData.Of(("_missing", FieldValue.Null), ("name", FieldValue.Of("a")))), (back.OccurredAt, back.Data));
        Load("deals", "id,name,changed\nA,a,2025-01-01\n", 4, MissingRows.Flagged);
        Assert.Equal((new(2025, 1, 1, 0, 0, 0, TimeSpan.Zero), EventData.Of(("name", FieldValue.Of("a")))),
            (_journal[^2].Event.OccurredAt, _journal[^2].Event.Data));
    }

    [Fact]
    public void An_older_export_takes_nothing_away()
    {
        Load("deals", "id,name,changed\nA,a,2025-01-01\n", 9, MissingRows.Removed);
        var (gone, notes) = Load("deals", "id,name,changed\nB,b,2025-01-01\n", 5, MissingRows.Removed);
        Assert.Equal((0, "missing objects were not looked for: a newer export of 2025-08-09 was already compared"),
            (gone.Length, Assert.Single(notes)));
    }

    [Fact]
    public void A_refused_row_is_there_and_one_without_an_id_could_be_any()
    {
        Load("deals", "id,name,changed\nA,a,\nB,b,\n", 1, MissingRows.Removed);
        Assert.Equal(["crm:B", "load:deals"],
            Load("deals", "id,name,changed\nA,a,some day\n", 2, MissingRows.Removed).Gone.Select(e => e.Entity));
        var (gone, notes) = Load("deals", "id,name,changed\n,a,\n", 3, MissingRows.Removed);
        Assert.Equal((0, "missing objects were not looked for: some refused rows could not be identified"),
            (gone.Length, Assert.Single(notes)));
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static DateTimeOffset Day(int day) => new(2025, 8, day, 0, 0, 0, TimeSpan.Zero);

    private (ImmutableArray<ChangeEvent> Gone, ImmutableArray<string> Notes) Load(string table, string text, int day, MissingRows rule)
    {
        Assert.True(SourceMapping.TryParse(Mapping, "crm.yaml", out var mapping, out var errors), string.Join("\n", errors));
        var path = Path.Combine(_folder, table + ".csv");
        File.WriteAllText(path, text);
        using var import = CsvImport.Open(path, Path.GetFileName(path), mapping, new CsvOptions { DataDate = new DateOnly(2025, 8, day) });
        var history = new LoadHistory(import, rule);
        foreach (var row in _journal)
            history.Add(row);
        var read = import.Read(history).SelectMany(b => b.Events).ToList();
        var gone = history.Gone();
        foreach (var change in read.Concat(gone))
            _journal.Add(new(_journal.Count + 1, Day(day), change, change.Account, null));
        return (gone, Assert.Single(import.Report.Sheets).Notes);
    }
}
