using System.IO.Compression;
using System.Text;
using OneLead.Sources.Workbooks;

namespace OneLead.Sources.Tests.Workbooks;

/// <summary>Workbooks as programs and people damage them.</summary>
public class InputCaseTests
{
    private static readonly object?[] Items = ["Serial_Number_Id", "Product_Name", "Account_Sales_Territory_Id",
        "Product_End_of_Life_Date"];
    private static readonly object?[] Opportunities = ["HPE Opportunity ID", "Account ST ID", "Account Name", "Value"];

    [Theory]
    [InlineData("N/A")]
    [InlineData("n/a")]
    [InlineData("NA")]
    [InlineData("n.a.")]
    [InlineData("None")]
    [InlineData("TBD")]
    [InlineData("UNKNOWN")]
    [InlineData("0")]
    [InlineData("0000000")]
    [InlineData("??")]
    [InlineData("--")]
    [InlineData(".")]
    [InlineData("(blank)")]
    [InlineData("不明")]
    public void A_placeholder_is_no_serial_and_no_territory(string placeholder)
    {
        var (events, report) = TestWorkbook.Read(
            ("Install Base", [Items, [placeholder, "x", 7, null], ["S1", "x", placeholder, null], ["REAL0001", "x", 7, null]]));
        Assert.Equal("hpe:REAL0001", Assert.Single(events).Entity);
        Assert.Equal([2, 3], report.Errors.Where(e => e.Refused).Select(e => e.Row));
        Assert.All(report.Errors, e => Assert.Contains("an item needs a", e.Reason, StringComparison.Ordinal));
    }

    [Fact]
    public void A_flag_is_no_date_and_no_amount()
    {
        var (_, report) = TestWorkbook.Read(
            ("Install Base", [Items, ["S1", "x", 7, true]]), ("Opportunity", [Opportunities, ["O1", 7, "Selwick", true]]));
        Assert.Equal(
            [("Value", "TRUE"), ("Product_End_of_Life_Date", "TRUE")],
            report.Errors.Where(e => e.Reason.StartsWith("is TRUE or FALSE", StringComparison.Ordinal)).Select(e => (e.Column!, e.Value!)));
    }

    [Fact]
    public void A_zero_that_is_a_number_is_no_serial() =>
        Assert.Equal(1, TestWorkbook.Read(("Install Base", [Items, [0, "x", 7, null]])).Report.Refused);

    [Fact]
    public void Two_spellings_of_a_serial_are_one_item()
    {
        var (events, _) = TestWorkbook.Read(("Install Base",
            [Items, ["ABC12", "x", 7, null], ["ＡＢＣ１２", "x", 7, null], ["ABC\u200B12 ", "x", 7, null], ["104164014992.0", "x", 7, null],
                [104164014992, "x", "7.0", null]]));
        Assert.Equal(["hpe:ABC12", "hpe:ABC12", "hpe:ABC12", "hpe:104164014992", "hpe:104164014992"], events.Select(e => e.Entity));
        Assert.Equal(["territory:7"], events.Select(e => e.Account).Distinct());
    }

    [Fact]
    public void A_row_without_two_of_its_values_is_warned_once_and_a_refused_row_is_listed_once()
    {
        var (events, report) = TestWorkbook.Read(("Install Base",
            [[.. Items, "Product_End_of_Service_Life_Date"], ["S1", "x", 7, "soon", "later"], ["1.04164E+11", "x", 7, "soon", null],
                ["S2", "x", 7, null, null]]));
        Assert.Equal(["hpe:S1", "hpe:S2"], events.Select(e => e.Entity));
        Assert.Equal((1L, 1L, 2L, 3L), (report.Refused, report.Warned, report.Values, report.ErrorCount));
        Assert.Equal([(2, false), (2, false), (3, true)], report.Errors.Select(e => (e.Row, e.Refused)));
    }

    [Fact]
    public void A_serial_that_a_spreadsheet_rounded_is_refused()
    {
        var (events, report) = TestWorkbook.Read(("Install Base",
            [Items, ["1.04164E+11", "x", 7, null], ["1.2345678901234568e+18", "x", 7, null], [1.2345678901234568e18, "x", 7, null],
                ["123456789012345678", "x", 7, null], ["2E5", "x", 7, null]]));
        Assert.Equal(["hpe:123456789012345678", "hpe:2E5"], events.Select(e => e.Entity));
        Assert.Equal([2, 3, 4], report.Errors.Where(e => e.Refused).Select(e => e.Row));
        Assert.All(report.Errors, e => Assert.Contains("format the column as text", e.Reason, StringComparison.Ordinal));
    }

    [Fact]
    public void A_rounded_id_of_a_project_is_refused_and_of_its_customer_left_out()
    {
        var (events, report) = TestWorkbook.Read(("Projects",
            [["Project", "PRJ Customer", "PRJ Customer ID", "PRJ System Status"], ["1.2E+11", "A", 5, "CLSD"],
                ["P2", "Birch", "1.2E+11", "CLSD"]]));
        Assert.Equal(("P2", "name::Birch"), (Assert.Single(events).Entity, events[0].Account));
        Assert.Equal([(2, true), (3, false)], report.Errors.Select(e => (e.Row, e.Refused)));
    }

    [Fact]
    public void Companies_with_a_placeholder_as_customer_id_are_accounts_of_their_own()
    {
        var (events, _) = TestWorkbook.Read(("Projects",
        [
            ["Project", "PRJ Customer", "PRJ Customer ID", "PRJ System Status"],
            ["P1", "Alder", "N/A", "CLSD"], ["P2", "Birch", "N/A", "CLSD"], ["P3", "Cedar", "0", "CLSD"], ["P4", "Elm", 0, "CLSD"],
                ["P5", "Fir", "None", "CLSD"], ["P6", "N/A", "7", "CLSD"],
        ]));
        Assert.Equal(["name::Alder", "name::Birch", "name::Cedar", "name::Elm", "name::Fir", "customer:7"], events.Select(e => e.Account));
        Assert.True(events[5].Data["customerName"].IsNull);
    }

    [Fact]
    public void Shown_zeros_are_part_of_an_id()
    {
        var sheet = TestWorkbook.Row("Serial_Number_Id", "Territory ID")
            + """<row><c s="1"><v>1234</v></c><c t="str"><v>7</v></c></row>""" + TestWorkbook.Row("00001234", "7");
        var (events, report) = TestWorkbook.Read(
            TestWorkbook.File(sheet,
            styles: """<numFmts><numFmt numFmtId="170" formatCode="00000000"/></numFmts><cellXfs><xf/><xf numFmtId="170"/></cellXfs>"""));
        Assert.Equal(["hpe:00001234", "hpe:00001234"], events.Select(e => e.Entity));
        Assert.Equal(1, report.Sheets[0].Repeated);
    }

    [Fact]
    public void Repeated_headers_totals_and_filter_lines_are_skipped_and_counted()
    {
        var (events, report) = TestWorkbook.Read(("Install Base",
        [
            ["Applied filters: Country is Japan"], [], Items, ["S1", "x", 7, null], [], Items, ["S2", "x", 7, null],
            ["Total", null, 2, null], ["Grand Total"], ["Applied filters:\nCountry is Japan"],
        ]));
        Assert.Equal(["hpe:S1", "hpe:S2"], events.Select(e => e.Entity));
        Assert.Equal((2L, 5L, 0L, 1L), (report.Sheets[0].Rows, report.Skipped, report.Refused, report.Blank));
        Assert.Equal([("filter_line", 1), ("repeated_header", 1), ("title", 1), ("total", 2)],
            report.Sheets[0].SkippedReasons.Select(r => (r.Key, r.Value)));
    }

    [Fact]
    public void A_company_called_total_is_no_total()
    {
        var (events, report) = TestWorkbook.Read(
            ("Opportunity", [["Account Name", "HPE Opportunity ID", "Account ST ID"], ["Total", "O1", 7], ["Total", null, null]]));
        Assert.Equal("O1", Assert.Single(events).Entity);
        Assert.Equal(1, report.Sheets[0].Skipped);
    }

    [Fact]
    public void A_hidden_sheet_is_said_and_not_taken()
    {
        const string main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main",
            office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
        var list = TestWorkbook.Xml(
            $"<workbook xmlns=\"{main}\" xmlns:r=\"{office}\"><sheets><sheet name=\"Install Base\" r:id=\"r1\"/>"
            + "<sheet name=\"Old\" state=\"veryHidden\" r:id=\"r4\"/></sheets></workbook>");
        var links = TestWorkbook.Xml(
            $"<Relationships><Relationship Id=\"r1\" Type=\"{office}/worksheet\" Target=\"worksheets/sheet1.xml\"/>"
            + $"<Relationship Id=\"r4\" Type=\"{office}/worksheet\" Target=\"worksheets/sheet2.xml\"/></Relationships>");
        var old = TestWorkbook.Xml(
            $"<worksheet xmlns=\"{main}\"><sheetData>{TestWorkbook.Row("Serial Number", "Territory ID")}"
            + $"{TestWorkbook.Row("S1", "9")}</sheetData></worksheet>");
        var (events, report) = TestWorkbook.Read(TestWorkbook.File(
            TestWorkbook.SmallSheet,
                parts: [("xl/workbook.xml", list), ("xl/_rels/workbook.xml.rels", links), ("xl/worksheets/sheet2.xml", old)]));
        Assert.Equal("territory:56088", Assert.Single(events).Account);
        Assert.Equal(("Old", "the sheet is hidden; unhide it to import it"), (report.Sheets[^1].Name, report.Sheets[^1].Problem));
    }

    [Fact]
    public void A_blank_formatted_cell_may_stand_anywhere()
    {
        var rows = string.Concat(Enumerable.Range(0, 2_000).Select(i => TestWorkbook.Row($"S{i}", "7")));
        var (events, _) = TestWorkbook.Read(TestWorkbook.File(
            TestWorkbook.Row("Serial_Number_Id", "Territory ID") + rows
                + """<row><c t="str"><v>LAST</v></c><c t="str"><v>7</v></c><c r="XFD2002" s="1"/></row>"""));
        Assert.Equal(2_001, events.Length);
    }

    [Theory]
    [InlineData("<c><f>DATE(2015,7,1)</f></c>", "formula without a stored value")]
    [InlineData("<c t=\"e\"><v>#REF!</v></c>", "error of the spreadsheet")]
    public void A_value_that_was_not_computed_keeps_the_known_one(string cell, string reason)
    {
        var (events, report) = TestWorkbook.Read(TestWorkbook.File(
            TestWorkbook.Row("Serial_Number_Id", "Territory ID", "Product_End_of_Life_Date")
                + $"""<row><c t="str"><v>S1</v></c><c t="str"><v>7</v></c>{cell}</row>"""));
        Assert.False(Assert.Single(events).Data.TryGet("endOfLife", out _));
        Assert.Contains(reason, Assert.Single(report.Errors).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void A_lookup_that_found_nothing_is_missing()
    {
        var (events, report) = TestWorkbook.Read(TestWorkbook.File(
            TestWorkbook.Row("Serial_Number_Id", "Territory ID", "Product_End_of_Life_Date")
                + """<row><c t="str"><v>S1</v></c><c t="str"><v>7</v></c><c t="e"><v>#N/A</v></c></row>"""));
        Assert.True(Assert.Single(events).Data.TryGet("endOfLife", out var date) && date.IsNull);
        Assert.Empty(report.Errors);
    }

    [Fact]
    public void Every_serial_date_counts_from_1904()
    {
        var sheet = TestWorkbook.Row("Serial_Number_Id", "Territory ID", "Product_End_of_Life_Date")
            + Item("A", "<c s=\"1\"><v>40724</v></c>") + Item("B", "<c><v>40724</v></c>") + Item("C", "<c t=\"str\"><v>40724</v></c>");
        var (events, _) = TestWorkbook.Read(
            TestWorkbook.File(sheet, styles: "<cellXfs><xf/><xf numFmtId=\"14\"/></cellXfs>", workbook: "<workbookPr date1904=\"1\"/>"));
        Assert.Equal(Enumerable.Repeat<DateOnly?>(new DateOnly(2015, 7, 1), 3), events.Select(e => e.Data["endOfLife"].AsDate()));

        static string Item(string serial, string date) => $"<row><c t=\"str\"><v>{serial}</v></c><c t=\"str\"><v>7</v></c>{date}</row>";
    }

    [Theory]
    [InlineData("1.234", "12,5", 1234.0)]
    [InlineData("12.500 €", "1.234.567", 12500.0)]
    [InlineData("1,234", "1,234.50", 1234.0)]
    [InlineData("1,234", "12,5", 1.23)]
    [InlineData("1.234", "1200", null)]
    [InlineData("12.500 €", "1200", null)]
    [InlineData("１２３４", "1200", 1234.0)]
    [InlineData("29.08.2025", "1200", null)]
    [InlineData("-$1,200", "1200", -1200.0)]
    public void Other_amounts_of_the_column_decide(string amount, string other, double? value)
    {
        var (events, report) = TestWorkbook.Read(("Opportunity", [Opportunities, ["O1", 7, "A", amount], ["O2", 7, "A", other]]));
        Assert.Equal((decimal?)value, events[0].Data["amount"].AsNumber());
        Assert.Equal(value is null ? 1 : 0, report.Sheets[0].Values);
    }

    [Fact]
    public void A_column_with_both_forms_leaves_the_ambiguous_out()
    {
        var (events, report) = TestWorkbook.Read(
            ("Opportunity", [Opportunities, ["O1", 7, "A", "1.234"], ["O2", 7, "A", "12,5"], ["O3", 7, "A", "1,234.50"],
            ["O4", 7, "A", "1,234"], ["O5", 7, "A", "$1,200"]]));
        Assert.Equal([null, 12.5m, 1234.5m, null, 1200m], events.Select(e => e.Data["amount"].AsNumber()));
        Assert.Equal(["may be 1234 or 1.234; write it without thousands separators"], report.Errors.Select(e => e.Reason).Distinct());
    }

    [Fact]
    public void Part_names_ignore_case_and_may_have_backslashes()
    {
        Assert.Equal("hpe:CASE1",
            Assert.Single(TestWorkbook.Read(Renamed(n => n == "xl/sharedStrings.xml" ? "xl/SharedStrings.xml" : n)).Events).Entity);
        Assert.Equal("hpe:CASE1", Assert.Single(TestWorkbook.Read(Renamed(n => n.Replace('/', '\\'))).Events).Entity);

        static byte[] Renamed(Func<string, string> rename)
        {
            var file = TestWorkbook.File(
                TestWorkbook.Row("Serial_Number_Id", "Territory ID") + """<row><c t="s"><v>0</v></c><c t="str"><v>7</v></c></row>""",
                shared: "<si><t>CASE1</t></si>");
            using var zip = new ZipArchive(new MemoryStream(file));
            return TestWorkbook.Zip(zip.Entries.Select(e =>
            {
                using var content = new MemoryStream();
                using (var part = e.Open())
                    part.CopyTo(content);
                return (rename(e.FullName), content.ToArray());
            }).ToList());
        }
    }

    [Fact]
    public void CData_is_text() =>
        Assert.Equal("hpe:A-1", Assert.Single(TestWorkbook.Read(TestWorkbook.File(
            TestWorkbook.Row("<![CDATA[Serial_Number_Id]]>", "Territory ID")
                + """<row><c t="s"><v>0</v></c><c t="str"><v><![CDATA[7]]></v></c></row>""", shared: "<si><t>A<![CDATA[-1]]></t></si>"))
                .Events).Entity);

    [Theory]
    [InlineData("utf-16", true)]
    [InlineData("utf-16BE", true)]
    [InlineData("utf-16", false)]
    public void A_part_may_be_in_utf_16(string encoding, bool hasMark)
    {
        var text = Encoding.GetEncoding(encoding);
        const string main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
        var sheet = $"<?xml version=\"1.0\" encoding=\"UTF-16\"?><worksheet xmlns=\"{main}\"><sheetData>"
            + $"{TestWorkbook.Row("Serial_Number_Id", "Territory ID")}{TestWorkbook.Row("東京㰡1", "7")}</sheetData></worksheet>";
        byte[] bytes = [.. hasMark ? text.GetPreamble() : [], .. text.GetBytes(sheet)];
        Assert.Equal("東京㰡1", Assert.Single(TestWorkbook.Read(TestWorkbook.File("", parts: ("xl/worksheets/sheet1.xml", bytes))).Events)
            .Data["serial"].Text);
        byte[] declared = [.. text.GetPreamble(), .. text.GetBytes($"<!DOCTYPE x>{sheet}")];
        Assert.Throws<WorkbookException>(() => TestWorkbook.Read(TestWorkbook.File("", parts: ("xl/worksheets/sheet1.xml", declared))));
    }

    [Fact]
    public void A_small_file_may_have_a_zip64_directory()
    {
        var file = TestWorkbook.File(TestWorkbook.SmallSheet);
        var end = file.AsSpan().LastIndexOf("PK\x05\x06"u8);
        var (entries, size, offset) = (BitConverter.ToUInt16(file, end + 10), BitConverter.ToUInt32(file, end + 12),
            BitConverter.ToUInt32(file, end + 16));
        using var wide = new MemoryStream();
        using (var writer = new BinaryWriter(wide, Encoding.UTF8, leaveOpen: true))
        {
            writer.Write(file.AsSpan(0, end));
            writer.Write("PK\x06\x06"u8);
            writer.Write(44L);
            writer.Write((ushort)45);
            writer.Write((ushort)45);
            writer.Write(0L);
            writer.Write((long)entries);
            writer.Write((long)entries);
            writer.Write((long)size);
            writer.Write((long)offset);
            writer.Write("PK\x06\x07"u8);
            writer.Write(0);
            writer.Write((long)end);
            writer.Write(1);
            writer.Write("PK\x05\x06"u8);
            writer.Write(0);
            writer.Write(ushort.MaxValue);
            writer.Write(ushort.MaxValue);
            writer.Write(uint.MaxValue);
            writer.Write(uint.MaxValue);
            writer.Write((ushort)0);
        }
        Assert.Single(TestWorkbook.Read(wide.ToArray()).Events);
        var damaged = wide.ToArray();
        damaged[end + 56] = 0;
        Assert.Contains("zip64", Assert.Throws<WorkbookException>(() => TestWorkbook.Read(damaged)).Message, StringComparison.Ordinal);
    }
}
