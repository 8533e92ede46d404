using System.Diagnostics;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Spreadsheet;
using DocumentFormat.OpenXml.Validation;
using OneLead.Web.Export;
using OneLead.Web.Leads;
using OneLead.Web.ReadModel;

namespace OneLead.Web.Tests.Export;

/// <summary>Tests that weigh what they hold: beside others they would weigh those too.</summary>
[CollectionDefinition(nameof(MemoryCollection), DisableParallelization = true)]
public class MemoryCollection;

[Collection(nameof(MemoryCollection))]
public class TableWriterTests(ITestOutputHelper output)
{
    private static readonly object?[] Hostile = ["=1+1", "+1", "-1", "@x", "\tx", "\rx", "a\"b,c\nd", "\u0001\ud800x", 1.5m, true,
        new DateOnly(2025, 10, 29), null];

    [Fact]
    public async Task A_workbook_holds_what_was_written_and_is_valid()
    {
        using var file = new MemoryStream();
        await using (var table = await XlsxTableWriter.CreateAsync(file))
        {
            await table.WriteRowAsync("name", "amount");
            await table.WriteRowAsync(Hostile);
            await table.FinishAsync();
        }
        file.Position = 0;
        using var document = SpreadsheetDocument.Open(file, false);
        Assert.Empty(new OpenXmlValidator().Validate(document).Select(e => $"{e.Path?.XPath} {e.Description}"));
        var rows = document.WorkbookPart!.WorksheetParts.Single().Worksheet.Descendants<Row>()
            .Select(r => r.Elements<Cell>().Select(c => c.InnerText).ToArray()).ToArray();
        Assert.Equal(["name", "amount"], rows[0]);
        Assert.Equal(["'=1+1", "'+1", "'-1", "'@x", "'\tx", "'\nx", "a\"b,c\nd", "\uFFFD\uFFFDx", "1.5", "1", "45959", ""], rows[1]);
        Assert.Empty(document.WorkbookPart.WorksheetParts.Single().Worksheet.Descendants<CellFormula>());
    }

    [Fact]
    public async Task Csv_quotes_what_a_spreadsheet_would_run()
    {
        using var stream = new MemoryStream();
        await using (var table = new CsvTableWriter(stream))
            await table.WriteRowAsync(Hostile[..7]);
        Assert.Equal("\uFEFF'=1+1,'+1,'-1,'@x,'\tx,\"'\rx\",\"a\"\"b,c\nd\"" + Environment.NewLine,
            System.Text.Encoding.UTF8.GetString(stream.ToArray()));
    }

    [Fact]
    public async Task A_hundred_thousand_leads_are_written_in_little_memory()
    {
        var model = TestData.Model(1_000, 100);
        var state = model.State();
        foreach (var format in (string[])["csv", "xlsx"])
        {
            var path = Path.GetTempFileName();
            var (before, started) = (GC.GetTotalMemory(true), Stopwatch.GetTimestamp());
            var peak = 0L;
            await using (var file = File.Create(path, 1 << 16, FileOptions.DeleteOnClose))
            {
                if (format == "csv")
                {
                    await using var table = new CsvTableWriter(file);
                    await LeadExport.WriteAsync(new Watched(table, () => peak = Math.Max(peak, GC.GetTotalMemory(true) - before)),
                        state, All, LeadSorts.Default);
                }
                else
                {
                    await using var table = await XlsxTableWriter.CreateAsync(file);
                    await LeadExport.WriteAsync(new Watched(table, () => peak = Math.Max(peak, GC.GetTotalMemory(true) - before)),
                        state, All, LeadSorts.Default);
                }
                output.WriteLine(
                    $"{format}: {Stopwatch.GetElapsedTime(started).TotalSeconds:0.0} s, heap at most "
                    + $"{peak / 1e6:0} MB more, {file.Length / 1e6:0.0} MB");
            }
            Assert.True(peak < 100_000_000, $"{format}: {peak / 1e6:0} MB");
        }
    }

    private static readonly LeadFilter All = new(Statuses: System.Collections.Frozen.FrozenSet.ToFrozenSet(Enum.GetValues<LeadStatus>()));

    private sealed class Watched(ITableWriter table, Action look) : ITableWriter
    {
        private int _rows;

        public ValueTask WriteRowAsync(params object?[] cells)
        {
            if (++_rows % 10_000 == 0)
                look();
            return table.WriteRowAsync(cells);
        }
    }
}
