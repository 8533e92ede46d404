using System.Diagnostics;
using ClosedXML.Excel;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Spreadsheet;
using DocumentFormat.OpenXml.Validation;
using OneLead.Views;
using OneLead.Web.Export;
using OneLead.Web.Leads;
using OneLead.Web.ReadModel;
using CellFormat = OneLead.Web.Export.CellFormat;
using TableColumn = OneLead.Web.Export.TableColumn;

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
        using var file = await WorkbookAsync(Hostile);
        using var document = SpreadsheetDocument.Open(file, false);
        Assert.Empty(new OpenXmlValidator().Validate(document).Select(e => $"{e.Path?.XPath} {e.Description}"));
        var sheet = document.WorkbookPart!.WorksheetParts.First().Worksheet;
        var rows = sheet.Descendants<Row>().Select(r => r.Elements<Cell>().Select(c => c.InnerText).ToArray()).ToArray();
        Assert.Equal("End of life", rows[0][0]);
        Assert.Equal(["'=1+1", "'+1", "'-1", "'@x", "'\tx", "'\nx", "a\"b,c\nd", "\uFFFD\uFFFDx", "1.5", "1", "45959", ""], rows[1]);
        Assert.Empty(document.WorkbookPart.WorksheetParts.SelectMany(p => p.Worksheet.Descendants<CellFormula>()));
        Assert.Equal(["A1", "B1", "C1"], sheet.Descendants<Cell>().Take(3).Select(c => c.CellReference?.Value));
        Assert.All(
            document.WorkbookPart.WorksheetParts.SelectMany(p => p.Worksheet.Descendants<Cell>()), c => Assert.NotNull(c.CellReference));
    }

    [Fact]
    public async Task Values_that_a_workbook_cannot_hold_stay_texts()
    {
        using var file = await WorkbookAsync(new DateOnly(1899, 12, 31), 12_345_678_901_234_567m, new DateOnly(1900, 3, 1), 0.1m);
        using var book = new XLWorkbook(file);
        var row = book.Worksheet(1).Row(2);
        Assert.Equal((XLDataType.Text, "1899-12-31"), (row.Cell(1).DataType, row.Cell(1).GetString()));
        Assert.Equal((XLDataType.Text, "12345678901234567"), (row.Cell(2).DataType, row.Cell(2).GetString()));
        Assert.Equal((XLDataType.DateTime, new DateTime(1900, 3, 1)), (row.Cell(3).DataType, row.Cell(3).GetDateTime()));
        Assert.Equal((XLDataType.Number, 0.1), (row.Cell(4).DataType, row.Cell(4).GetDouble()));
    }

    // ECMA-376 ST_Xstring: _x005F_ stands for the underscore.
    [Theory]
    [InlineData("_x003D_1+1", "_x005F_x003D_1+1")]
    [InlineData("a_x000A_b_x005F_x_X0041_ _x00e9_", "a_x005F_x000A_b_x005F_x005F_x_X0041_ _x005F_x00e9_")]
    public async Task A_text_that_looks_like_an_escape_is_escaped_itself(string text, string written)
    {
        using var file = await WorkbookAsync(text);
        using var document = SpreadsheetDocument.Open(file, false);
        Assert.Equal(written, document.WorkbookPart!.WorksheetParts.First().Worksheet.Descendants<Row>().Last().InnerText);
    }

    [Fact]
    public async Task Csv_keeps_names_and_quotes_what_a_spreadsheet_would_run()
    {
        using var stream = new MemoryStream();
        await using (var table = new CsvTableWriter(stream))
        {
            await table.StartAsync(
                [
                    .. Enumerable.Range(0, 7)
                        .Select(i => new TableColumn(i == 0 ? "endOfLife" : $"c{i}", "End of life", CellFormat.General, 10)),
                ],
                () => throw new InvalidOperationException("CSV needs no count."));
            await table.WriteRowAsync(Hostile[..7]);
        }
        Assert.Equal(
            "\uFEFFendOfLife,c1,c2,c3,c4,c5,c6" + Environment.NewLine
            + "'=1+1,'+1,'-1,'@x,'\tx,\"'\rx\",\"a\"\"b,c\nd\"" + Environment.NewLine,
            System.Text.Encoding.UTF8.GetString(stream.ToArray()));
    }

    [Fact]
    public async Task Leads_come_with_their_next_step_and_services()
    {
        using var stream = new MemoryStream();
        var lead = TestData.Lead(0, "a", null, new Random(1)) with
        {
            Status = LeadStatus.New,
            Priority = Priority.Critical,
            PrioritySince = TestData.Tenant.AsOf,
        };
        var closed = TestData.Lead(3, "a", null, new Random(1)) with { Status = LeadStatus.Converted };
        var model = new TenantModel(TimeProvider.System) { Epoch = "test" };
        model.Apply(TestData.Tenant);
        var account = TestData.Account(0, new Random(1)) with { Id = "a" };
        model.Apply(new AccountDelta("a", new(1, 1), default, account, true, [lead, closed], []), out AccountChange _);
        await using (var table = new CsvTableWriter(stream))
            await Export.WriteAsync(table, model.State(), All, new Sources.Http.Sort("status", false));
        var lines = System.Text.Encoding.UTF8.GetString(stream.ToArray()).Split(Environment.NewLine);
        Assert.EndsWith(",updatedAt,respondBy,recommendedAction,services", lines[0], StringComparison.Ordinal);
        Assert.EndsWith(",2025-10-29,Contact a,\"Firmware upgrade (HM002A1, H1K92A3)\"",
            lines.Single(l => l.StartsWith(lead.Id + ",", StringComparison.Ordinal)), StringComparison.Ordinal);
        Assert.EndsWith("Z,,Contact a,\"Firmware upgrade (HM002A1, H1K92A3)\"",
            lines.Single(l => l.StartsWith(closed.Id + ",", StringComparison.Ordinal)), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("endOfLife", "End of life")]
    [InlineData("hardware_refresh", "Hardware refresh")]
    [InlineData("account.tier", "Account tier")]
    [InlineData("productId", "Product ID")]
    [InlineData("slaBreached", "SLA breached")]
    [InlineData("skus", "SKUs")]
    public void Heads_are_words(string name, string words) => Assert.Equal(words, Words.Of(name));

    private static async Task<MemoryStream> WorkbookAsync(params object?[] cells)
    {
        var file = new MemoryStream();
        await using (var table = await XlsxTableWriter.CreateAsync(file, About))
        {
            await table.StartAsync(
                [.. cells.Select((_, i) => new TableColumn("endOfLife", i == 0 ? "End of life" : $"Column {i}", CellFormat.General, 10))],
                () => new(1));
            await table.WriteRowAsync(cells);
            await table.FinishAsync();
        }
        file.Position = 0;
        return file;
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
                    await Export.WriteAsync(new Watched(table, () => peak = Math.Max(peak, GC.GetTotalMemory(true) - before)),
                        state, All, LeadSorts.Default);
                }
                else
                {
                    await using var table = await XlsxTableWriter.CreateAsync(file, About);
                    await Export.WriteAsync(new Watched(table, () => peak = Math.Max(peak, GC.GetTotalMemory(true) - before)),
                        state, All, LeadSorts.Default);
                }
                output.WriteLine(
                    $"{format}: {Stopwatch.GetElapsedTime(started).TotalSeconds:0.0} s, heap at most "
                    + $"{peak / 1e6:0} MB more, {file.Length / 1e6:0.0} MB");
            }
            Assert.True(peak < 100_000_000, $"{format}: {peak / 1e6:0} MB");
        }
    }

    private static readonly ExportAbout About = new("leads", TestData.Tenant.AsOf, "1", [], null, "test", TestData.Now);

    private static readonly LeadExport Export = new(leads => Task.FromResult<IReadOnlyList<string?>>(
        [.. leads.Select(l => "Contact " + l.AccountId)]));

    private static readonly LeadFilter All = new(Statuses: System.Collections.Frozen.FrozenSet.ToFrozenSet(Enum.GetValues<LeadStatus>()));

    private sealed class Watched(ITableWriter table, Action look) : ITableWriter
    {
        private int _rows;

        public ValueTask StartAsync(IReadOnlyList<TableColumn> columns, Func<ValueTask<int>> countRows) =>
            table.StartAsync(columns, countRows);

        public ValueTask WriteRowAsync(params object?[] cells)
        {
            if (++_rows % 10_000 == 0)
                look();
            return table.WriteRowAsync(cells);
        }
    }
}
