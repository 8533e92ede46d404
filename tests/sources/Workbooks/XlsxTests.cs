using OneLead.Sources.Workbooks;
using OneLead.Sources.Workbooks.Xlsx;

namespace OneLead.Sources.Tests.Workbooks;

public class XlsxTests
{
    [Fact]
    public void Every_kind_of_cell_is_read()
    {
        var cells = Row(
            """<row r="3"><c r="A3" t="s"><v>0</v></c><c r="C3" s="1"><v>42186.5</v></c><c r="D3"><v>1.5E2</v></c><c r="E3" """
            + """t="b"><v>1</v></c><c r="F3" t="e"><v>#N/A</v></c><c r="G3" t="str"><f>A1&amp;"x"</f><v>ax</v></c><c r="H3" """
            + """t="inlineStr"><is><r><t>in</t></r><r><t xml:space="preserve"> line</t></r></is></c><c r="AB3" """
            + """t="d"><v>2025-08-29</v></c></row>""",
            shared: "<si><r><t>東</t></r><r><t>京_x000D_</t></r><rPh><t>トウ</t></rPh></si>",
            styles: """<numFmts><numFmt numFmtId="170" formatCode="[Red]0.0"/></numFmts><cellXfs><xf """
                + """numFmtId="170"/><xf numFmtId="14"/></cellXfs>""");
        Assert.Equal([Cell.Of("東京\r"), default, new Cell(CellKind.Date, null, 42186.5), Cell.Of(150), Cell.Of(true),
            new Cell(CellKind.Error, "#N/A", 0), Cell.Of("ax"), Cell.Of("in line")], cells[..8]);
        Assert.Equal(Cell.Of("2025-08-29"), cells[27]);
    }

    [Fact]
    public void Dates_may_count_from_1904() =>
        Assert.Equal(Cell.Of(new DateOnly(2015, 7, 1)), Row("<row><c s=\"0\"><v>40724</v></c></row>",
            styles: "<cellXfs><xf numFmtId=\"14\"/></cellXfs>", workbook: "<workbookPr date1904=\"1\"/>")[0]);

    [Theory]
    [InlineData("yyyy\\-mm\\-dd", true)]
    [InlineData("[$-409]d/m/yy h:mm AM/PM;@", true)]
    [InlineData("0.00", false)]
    [InlineData("\"day\" 0", false)]
    [InlineData("[Red]0;[Blue]d", false)]
    [InlineData("h:mm", false)]
    [InlineData("_d0\\y", false)]
    public void A_date_format_shows_a_day_or_a_year(string format, bool isDate) => Assert.Equal(isDate, CellStyles.ShowsDate(format));

    [Fact]
    public void The_date_of_the_data_is_given_or_the_workbooks_or_the_files()
    {
        var core = ("docProps/core.xml", TestWorkbook.Xml("<c><modified>2025-09-03T09:05:17Z</modified></c>"));
        Assert.Equal(TestWorkbook.Date, TestWorkbook.Read(TestWorkbook.File(TestWorkbook.SmallSheet)).Report.DataDate);
        Assert.Equal((new DateTimeOffset(2025, 9, 3, 9, 5, 17, TimeSpan.Zero), "workbook"), DateOf(null));
        Assert.Equal((new DateTimeOffset(2024, 1, 31, 0, 0, 0, TimeSpan.Zero), "option"), DateOf(new DateOnly(2024, 1, 31)));

        (DateTimeOffset, string) DateOf(DateOnly? given)
        {
            var report = TestWorkbook.Read(TestWorkbook.File(TestWorkbook.SmallSheet, parts: core),
                new WorkbookOptions { DataDate = given }).Report;
            return (report.DataDate, report.DataDateFrom);
        }
    }

    [Fact]
    public void A_modification_in_the_future_asks_for_the_date_and_a_missing_one_is_none()
    {
        var future = TestWorkbook.File(TestWorkbook.SmallSheet,
            parts: ("docProps/core.xml", TestWorkbook.Xml("<c><modified>2062-01-01T00:00:00Z</modified></c>")));
        var options = new WorkbookOptions { Received = TestWorkbook.Date };
        Assert.Contains("modified on 2062-01-01", Assert.Throws<WorkbookException>(() => TestWorkbook.Read(future, options)).Message,
            StringComparison.Ordinal);
        Assert.Equal("option", TestWorkbook.Read(future, options with { DataDate = new DateOnly(2025, 1, 1) }).Report.DataDateFrom);
        var none = TestWorkbook.File(TestWorkbook.SmallSheet,
            parts: ("docProps/core.xml", TestWorkbook.Xml("<c><modified>1980-01-01T00:00:00Z</modified></c>")));
        Assert.Equal((TestWorkbook.Date, "file"), (TestWorkbook.Read(none).Report.DataDate, TestWorkbook.Read(none).Report.DataDateFrom));
    }

    [Fact]
    public void A_file_that_was_packed_again_is_the_same_import_and_another_one_is_not()
    {
        var first = TestWorkbook.Read(TestWorkbook.File(TestWorkbook.SmallSheet)).Events;
        var again = TestWorkbook.Read(TestWorkbook.File(TestWorkbook.SmallSheet, parts: ("xl/media/logo.png", [1, 2, 3]))).Events;
        var other = TestWorkbook.Read(TestWorkbook.File(TestWorkbook.SmallSheet + TestWorkbook.Row("S2", "1"))).Events;
        Assert.Equal(first.Select(e => e.SourceId), again.Select(e => e.SourceId));
        Assert.Empty(first.Select(e => e.SourceId).Intersect(other.Select(e => e.SourceId)));
    }

    private static Cell[] Row(string xml, string? shared = null, string? styles = null, string workbook = "")
    {
        using var package = XlsxPackage.Open(new MemoryStream(TestWorkbook.File(xml, shared: shared, styles: styles, workbook: workbook)),
            WorkbookOptions.Default);
        var row = package.Rows(package.Workbook.Sheets[0]).First();
        return [.. Enumerable.Range(0, row.Count).Select(i => row[i])];
    }
}
