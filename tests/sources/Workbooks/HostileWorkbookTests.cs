using System.Text;
using OneLead.Sources.Workbooks;

namespace OneLead.Sources.Tests.Workbooks;

public class HostileWorkbookTests
{
    private static readonly byte[] Small = TestWorkbook.File(TestWorkbook.SmallSheet, shared: "<si><t>x</t></si>");

    [Fact]
    public void What_is_no_workbook_is_said_to_be_none()
    {
        Refused("Name it .csv", Encoding.UTF8.GetBytes("serial,territory\nS1,56088\n"));
        Refused("not an .xlsx", []);
        Refused("encrypted with a password, or an old Office file", Ole(""));
        Refused("encrypted with a password. Save it without one", Ole("EncryptedPackage"));
        Refused("old .xls workbook", Ole("Workbook"));
        Refused("web page", Encoding.UTF8.GetBytes("<html><table><tr><td>x</td></tr></table></html>"));
        Refused("XML spreadsheet of 2003",
            Encoding.UTF8.GetBytes("<?xml version=\"1.0\"?><Workbook xmlns=\"urn:schemas-microsoft-com:office:spreadsheet\"/>"));
        Refused("OpenDocument", TestWorkbook.Zip([("mimetype", [1]), ("content.xml", [1])]));
        Refused("not an .xlsx workbook", TestWorkbook.Zip([("readme.txt", [1])]));
        Refused("not a workbook", TestWorkbook.File("", parts: ("_rels/.rels", TestWorkbook.Xml("<Relationships/>"))));
        Refused("binary", TestWorkbook.File("", parts: ("_rels/.rels", TestWorkbook.Xml(
            "<Relationships><Relationship Id=\"a\" Type=\"x/officeDocument\" Target=\"xl/workbook.bin\"/></Relationships>"))));
        Refused("cut off", Small[..^40]);
        Refused("cut off", Small[..(Small.Length / 2)]);
    }

    [Fact]
    public void A_zip_bomb_is_stopped_while_it_inflates()
    {
        var bomb = TestWorkbook.File(string.Concat(Enumerable.Repeat("<row><c/></row>", 4_000_000)));
        Assert.True(bomb.Length < 1_000_000);
        Refused("inflates to more than 100 times", bomb, new WorkbookOptions { MaxRatio = 100 });
        Refused("inflates to more than 5,000,000 bytes", bomb, new WorkbookOptions { MaxInflatedBytes = 5_000_000 });
    }

    [Fact]
    public void A_declaration_is_not_read_wherever_it_stands()
    {
        var laughs = "<!DOCTYPE x [<!ENTITY a \"" + new string('a', 100) + "\">]><worksheet>&a;</worksheet>";
        Refused("declaration", TestWorkbook.File("", parts: ("xl/worksheets/sheet1.xml", Encoding.UTF8.GetBytes(laughs))));
        Refused("declaration", TestWorkbook.File("", parts: ("xl/workbook.xml", Encoding.UTF8.GetBytes(laughs))));
        Assert.Single(TestWorkbook.Read(TestWorkbook.File("<!-- made by hand -->" + TestWorkbook.SmallSheet)).Events);
        // Whatever the distance to the start of a buffer.
        for (var pad = 65_400; pad < 65_540; pad++)
        {
            Refused("declaration", TestWorkbook.File(new string(' ', pad) + "<!DOCTYPE x><row/>"));
            Assert.Single(TestWorkbook.Read(
                TestWorkbook.File(new string(' ', pad) + TestWorkbook.Row("<![CDATA[Serial_Number_Id]]>", "Territory ID")
                + TestWorkbook.Row("<![CDATA[x<]]]>", "7"))).Events);
        }
    }

    [Fact]
    public void A_single_tag_or_text_is_bounded()
    {
        Refused("tag or text", TestWorkbook.File($"<row><c><v><![CDATA[{new string('<', 2_000_000)}]]></v></c></row>"),
            new WorkbookOptions { MaxRatio = 100_000 });
        Refused("tag or text", TestWorkbook.File($"<row spans=\"{new string('1', 2_000_000)}\"/>"),
            new WorkbookOptions { MaxRatio = 100_000 });
        Refused("more than 32,767 characters", TestWorkbook.File(TestWorkbook.Row(new string('x', 40_000))));
        Refused("more than 32,767 characters", TestWorkbook.File("", shared: $"<si><t>{new string('x', 40_000)}</t></si>"));
    }

    [Fact]
    public void Rows_columns_sheets_texts_and_entries_are_bounded()
    {
        Refused("more than 10 rows", TestWorkbook.File(TestWorkbook.SmallSheet + string.Concat(Enumerable.Repeat("<row/>", 20))),
            new WorkbookOptions { MaxRows = 10 });
        Refused("beyond column 512", TestWorkbook.File("<row><c r=\"ZZZZZZZZZZZZ1\"><v>1</v></c></row>"));
        Refused("beyond column 512", TestWorkbook.File($"<row>{string.Concat(Enumerable.Repeat("<c><v>1</v></c>", 600))}</row>"));
        Refused("different texts", TestWorkbook.File("", shared: string.Concat(Enumerable.Repeat("<si><t>x</t></si>", 20))),
            new WorkbookOptions { MaxSharedStrings = 10 });
        Refused("different texts", TestWorkbook.File("", shared: string.Concat(Enumerable.Repeat("<si><t>xxxxxxxxxx</t></si>", 20))),
            new WorkbookOptions { MaxSharedCharacters = 100 });
        Refused("more than 1,000 entries", TestWorkbook.Zip(Enumerable.Range(0, 1_001).Select(i => ($"{i}", Array.Empty<byte>()))));
        Refused("at most 10 are read", Small, new WorkbookOptions { MaxFileBytes = 10 });
    }

    [Fact]
    public void What_a_parser_remembers_is_bounded()
    {
        Refused("nests XML", TestWorkbook.File(string.Concat(Enumerable.Repeat("<a>", 1_000))));
        Refused("different XML names", TestWorkbook.File(string.Concat(Enumerable.Range(0, 20_000).Select(i => $"<a{i}/>"))));
    }

    [Fact]
    public void Damage_inside_is_noticed()
    {
        Refused("a text is missing", TestWorkbook.File("<row><c t=\"s\"><v>7</v></c></row>"));
        Refused("damaged", TestWorkbook.File("<row><c>"));
        Refused("damaged", TestWorkbook.File("", parts: ("xl/worksheets/sheet1.xml", [0xFF, 0xFE, 0x3C, 0x00])));
        Refused("holds no sheet", TestWorkbook.File("", parts: ("xl/workbook.xml", TestWorkbook.Xml("<workbook/>"))));
    }

    [Fact]
    public void Every_byte_flip_gives_a_report_or_a_clear_error()
    {
        var random = new Random(20251029);
        var refused = 0;
        for (var i = 0; i < 4_000; i++)
        {
            var file = Small.ToArray();
            for (var flips = random.Next(1, 4); flips > 0; flips--)
                file[random.Next(file.Length)] ^= (byte)(1 << random.Next(8));
            refused += Survives(file) ? 0 : 1;
        }
        Assert.InRange(refused, 1_000, 4_000);
    }

    [Fact]
    public void Every_cut_gives_a_clear_error()
    {
        for (var length = 0; length < Small.Length; length++)
            Assert.False(Survives(Small[..length]));
    }

    [Fact]
    public void Every_flip_in_the_xml_gives_a_report_or_a_clear_error()
    {
        var random = new Random(7);
        var xml = TestWorkbook.Xml(
            $"<worksheet><sheetData>{TestWorkbook.SmallSheet}<row r=\"9\"><c r=\"A9\" s=\"1\"><v>42186</v></c><c "
            + $"t=\"s\"><v>0</v></c></row></sheetData></worksheet>");
        for (var i = 0; i < 1_500; i++)
        {
            var part = xml.ToArray();
            part[random.Next(part.Length)] = (byte)random.Next(256);
            Survives(TestWorkbook.File("", shared: "<si><t>x</t></si>", parts: ("xl/worksheets/sheet1.xml", part)));
        }
    }

    private static byte[] Ole(string stream) =>
        [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1, 0, 0, .. Encoding.Unicode.GetBytes(stream)];

    // True: a report. False: a WorkbookException. Anything else is thrown on.
    private static bool Survives(byte[] file)
    {
        try
        {
            Assert.NotNull(TestWorkbook.Read(file, new WorkbookOptions { MaxInflatedBytes = 1_000_000 }).Report);
            return true;
        }
        catch (WorkbookException)
        {
            return false;
        }
    }

    private static void Refused(string why, byte[] file, WorkbookOptions? options = null) =>
        Assert.Contains(why, Assert.Throws<WorkbookException>(() => TestWorkbook.Read(file, options)).Message, StringComparison.Ordinal);
}
