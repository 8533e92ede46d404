using System.Collections.Immutable;
using System.IO.Compression;
using System.Text;
using OneLead.Events;
using OneLead.Sources.Workbooks;

namespace OneLead.Sources.Tests.Workbooks;

/// <summary>Workbooks for tests: from cells, or from the XML of their parts.</summary>
internal static class TestWorkbook
{
    public static readonly DateTimeOffset Date = new(2025, 10, 29, 0, 0, 0, TimeSpan.Zero);

    /// <summary>Reads sheets given as rows of cells; a string is a text, a number a number, null a blank.</summary>
    public static (ImmutableArray<ChangeEvent> Events, ImportReport Report) Read(params (string Name, object?[][] Rows)[] sheets) =>
        Read(null, sheets);

    public static (ImmutableArray<ChangeEvent> Events, ImportReport Report) Read(WorkbookOptions? options,
        params (string Name, object?[][] Rows)[] sheets)
    {
        using var import = WorkbookImport.Of("test.xlsx", "content", Date,
            sheets.Select(s => new Sheet(s.Name, () => s.Rows.Select((r, i) => new SheetRow(i + 1, [.. r.Select(ToCell)])))), options);
        return ([.. import.Read().SelectMany(b => b)], import.Report);
    }

    public static (ImmutableArray<ChangeEvent> Events, ImportReport Report) Read(byte[] file, WorkbookOptions? options = null)
    {
        using var import = WorkbookImport.Open(new MemoryStream(file), "test.xlsx",
            (options ?? WorkbookOptions.Default) with { FileTime = Date });
        return ([.. import.Read().SelectMany(b => b)], import.Report);
    }

    public static string Json(this ChangeEvent change) => Encoding.UTF8.GetString(change.Data.ToJson());

    /// <summary>A file with one sheet of the given XML, unless parts say otherwise.</summary>
    public static byte[] File(string sheetData, string sheetName = "Install Base", string? shared = null, string? styles = null,
        string workbook = "", params (string Name, byte[] Content)[] parts)
    {
        const string main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
        const string office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
        var all = new Dictionary<string, byte[]>
        {
            ["_rels/.rels"] = Xml(
                $"<Relationships><Relationship Id=\"r1\" Type=\"{office}/officeDocument\" Target=\"/xl/workbook.xml\"/></Relationships>"),
            ["xl/workbook.xml"] = Xml(
                $"<workbook xmlns=\"{main}\" xmlns:r=\"{office}\">{workbook}<sheets><sheet name=\"{sheetName}\" sheetId=\"1\" "
                + $"r:id=\"r1\"/></sheets></workbook>"),
            ["xl/_rels/workbook.xml.rels"] = Xml(
                $"<Relationships><Relationship Id=\"r1\" Type=\"{office}/worksheet\" Target=\"worksheets/sheet1.xml\"/><Relationship "
                + $"Id=\"r2\" Type=\"{office}/sharedStrings\" Target=\"sharedStrings.xml\"/><Relationship Id=\"r3\" Type=\""
                + $"{office}/styles\" Target=\"styles.xml\"/></Relationships>"),
            ["xl/worksheets/sheet1.xml"] = Xml($"<worksheet xmlns=\"{main}\"><sheetData>{sheetData}</sheetData></worksheet>"),
            ["xl/sharedStrings.xml"] = Xml($"<sst xmlns=\"{main}\">{shared}</sst>"),
            ["xl/styles.xml"] = Xml($"<styleSheet xmlns=\"{main}\">{styles}</styleSheet>"),
        };
        foreach (var (name, content) in parts)
            all[name] = content;
        return Zip(all.Select(p => (p.Key, p.Value)));
    }

    public static byte[] Zip(IEnumerable<(string Name, byte[] Content)> parts)
    {
        using var file = new MemoryStream();
        using (var zip = new ZipArchive(file, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var (name, content) in parts)
            {
                using var part = zip.CreateEntry(name).Open();
                part.Write(content);
            }
        }
        return file.ToArray();
    }

    public static byte[] Xml(string content) => Encoding.UTF8.GetBytes("<?xml version=\"1.0\" encoding=\"UTF-8\"?>" + content);

    /// <summary>A row of inline texts.</summary>
    public static string Row(params string[] texts) =>
        $"<row>{string.Concat(texts.Select(t => $"<c t=\"inlineStr\"><is><t>{t}</t></is></c>"))}</row>";

    /// <summary>The smallest install base: its header and one item.</summary>
    public static string SmallSheet => Row("Serial_Number_Id", "Account_Sales_Territory_Id") + Row("S1", "56088");

    private static Cell ToCell(object? value) => value switch
    {
        null => default,
        string text => Cell.Of(text),
        DateOnly date => Cell.Of(date),
        bool flag => Cell.Of(flag),
        _ => Cell.Of(Convert.ToDouble(value, System.Globalization.CultureInfo.InvariantCulture)),
    };
}
