using System.Collections.Immutable;
using ExcelDataReader;
using OneLead.Events;
using OneLead.Sources.Workbooks;
using OneLead.Sources.Workbooks.Xlsx;

namespace OneLead.Sources.Tests.Workbooks;

public class RealWorkbookTests
{
    private const string Data = "DataExportAug29th.xlsx", Skus = "LS_SKU_for_Onelead.xlsx";

    [SharedDataFact]
    public void The_export_gives_as_many_events_as_its_documents_say()
    {
        var (events, report) = Read(Data);
        Assert.Equal((63, 98, 2_394, 1_384, 273), (Count(EventKind.Item), Count(EventKind.Opportunity), Count(EventKind.Project),
            Count(EventKind.ServiceCredit), Count(EventKind.Service)));
        Assert.Equal((265, 0, 0), (report.Blank, report.Refused, report.ErrorCount));
        Assert.Equal(30, events.Count(e => e.Account == Keys.Territory("56769") && e.Kind == EventKind.Item));
        Assert.Equal(events.Length, events.Select(e => e.SourceId).Distinct().Count());
        Assert.All(events, e => Assert.Empty(EventSchema.Check(e.Kind, e.Data)));
        Assert.All(events.Where(e => e.Kind == EventKind.Item), e => Assert.NotNull(e.Data["endOfLife"].AsDate()));

        int Count(EventKind kind) => events.Count(e => e.Kind == kind);
    }

    [SharedDataFact]
    public void The_sku_workbook_gives_offers_and_no_products_made_of_notes()
    {
        var (events, report) = Read(Skus);
        var firmware = Assert.Single(events, e => e.Data["product"].Text == "Servers" && e.Data["name"].Text == "Firmware upgrade");
        Assert.Equal(("Compute", "HL997A1"), (firmware.Data["category"].Text, firmware.Data["skus"].Text));
        Assert.Equal(["Compute", "Converged Systems", "HCI", "Storage HW", "Storage SW", "Switches"],
            events.Select(e => e.Data["category"].Text).OfType<string>().Distinct().Order(StringComparer.Ordinal));
        Assert.Equal(28, events.Select(e => (e.Data["category"].Text, e.Data["product"].Text))
            .Where(p => p.Item2 is not null).Distinct().Count());
        Assert.Equal("H44NHE/H44NHA1/H44NHAC",
            Assert.Single(events, e => e.Data["name"].Text == "HPE Compute Firmware Remote Service").Data["skus"].Text);
        Assert.Equal(0, report.ErrorCount);
        Assert.All(events, e => Assert.True(Keys.IsKey(e.Entity)));
    }

    [SharedDataFact]
    public void Reading_again_gives_the_same_events() =>
        Assert.Equal(Read(Data).Events.Select(e => (e.SourceId, e.Json())), Read(Data).Events.Select(e => (e.SourceId, e.Json())));

    [SharedDataFact]
    public void Another_reader_sees_the_same_cells() => SecondOpinion.Agrees(Path.Combine(SharedDataFactAttribute.Folder!, Data));

    private static (ImmutableArray<ChangeEvent> Events, ImportReport Report) Read(string name)
    {
        using var import = WorkbookImport.Open(Path.Combine(SharedDataFactAttribute.Folder!, name));
        return ([.. import.Read().SelectMany(b => b)], import.Report);
    }
}

/// <summary>Compares what our reader and ExcelDataReader see in a file.</summary>
internal static class SecondOpinion
{
    public static void Agrees(string path)
    {
        System.Text.Encoding.RegisterProvider(System.Text.CodePagesEncodingProvider.Instance);
        using var ours = XlsxPackage.Open(File.OpenRead(path), WorkbookOptions.Default);
        using var file = File.OpenRead(path);
        using var theirs = ExcelReaderFactory.CreateOpenXmlReader(file);
        foreach (var sheet in ours.Workbook.Sheets)
        {
            Assert.Equal(theirs.Name, sheet.Name);
            foreach (var row in ours.Rows(sheet))
            {
                Assert.True(theirs.Read());
                for (var i = 0; i < theirs.FieldCount; i++)
                    Assert.Equal(theirs.GetValue(i), Value(row[i]));
            }
            theirs.NextResult();
        }
    }

    private static object? Value(Cell cell) => cell.Kind switch
    {
        CellKind.Blank => null,
        CellKind.Number => cell.Number,
        CellKind.Date => DateTime.FromOADate(cell.Number),
        CellKind.Flag => cell.Number != 0,
        _ => cell.Text,
    };
}
