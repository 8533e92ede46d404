using System.Globalization;
using System.IO.Compression;
using System.Text;
using System.Xml;
using OneLead.Samples.Sheets;
using OneLead.Sources.Workbooks;

namespace OneLead.Samples;

/// <summary>
/// Writes sheets as an .xlsx file, row by row. The same rows give the same bytes. Up to a limit, repeated texts are shared
/// strings; others are inline.
/// </summary>
internal sealed class XlsxWriter
{
    private const int MaxShared = 50_000;
    private const string Main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    private const string Office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    private const string Package = "http://schemas.openxmlformats.org/package/2006";
    private static readonly DateTimeOffset ZipTime = new(1980, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private readonly Dictionary<string, int> _shared = new(StringComparer.Ordinal);
    private readonly ZipArchive _zip;

    private XlsxWriter(ZipArchive zip) => _zip = zip;

    public static void Write(Stream file, IReadOnlyList<SampleSheet> sheets, DateOnly modified)
    {
        using var zip = new ZipArchive(file, ZipArchiveMode.Create, leaveOpen: true);
        var writer = new XlsxWriter(zip);
        writer.Part("[Content_Types].xml", ContentTypes(sheets.Count));
        writer.Part("_rels/.rels", Links(("officeDocument", "xl/workbook.xml"), ("core", "docProps/core.xml")));
        writer.Part(
            "docProps/core.xml",
            $"""<cp:coreProperties xmlns:cp="{Package}/metadata/core-properties" xmlns:dcterms="http://purl.org/dc/terms/" """
            + """xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">"""
            + $"""<dcterms:modified xsi:type="dcterms:W3CDTF">{modified:yyyy-MM-dd}T00:00:00Z</dcterms:modified></cp:coreProperties>""");
        writer.Part(
            "xl/styles.xml",
            $"""<styleSheet xmlns="{Main}"><fonts count="1"><font/></fonts><fills count="1"><fill/></fills>"""
            + """<borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs>"""
            + """<cellXfs count="2"><xf numFmtId="0"/><xf numFmtId="14" applyNumberFormat="1"/></cellXfs></styleSheet>""");
        writer.Part(
            "xl/_rels/workbook.xml.rels",
            Links(
                [
                    .. sheets.Select((_, i) => ("worksheet", $"worksheets/sheet{i + 1}.xml")), ("styles", "styles.xml"),
                    ("sharedStrings", "sharedStrings.xml"),
                ]));
        writer.Part(
            "xl/workbook.xml",
            $"""<workbook xmlns="{Main}" xmlns:r="{Office}"><sheets>{string.Concat(sheets.Select(SheetElement))}</sheets></workbook>""");
        for (var i = 0; i < sheets.Count; i++)
            writer.Sheet($"xl/worksheets/sheet{i + 1}.xml", sheets[i].Rows());
        writer.SharedStrings();
    }

    private void Sheet(string name, IEnumerable<Cell[]> rows)
    {
        using var xml = Open(name);
        xml.WriteStartElement("worksheet", Main);
        xml.WriteStartElement("sheetData");
        var number = 0;
        foreach (var row in rows)
        {
            xml.WriteStartElement("row");
            xml.WriteAttributeString("r", (++number).ToString(CultureInfo.InvariantCulture));
            for (var i = 0; i < row.Length; i++)
                WriteCell(xml, row[i], i, number);
            xml.WriteEndElement();
        }
        xml.WriteEndDocument();
    }

    private void WriteCell(XmlWriter xml, Cell cell, int column, int row)
    {
        if (cell.Kind == CellKind.Blank)
            return;
        xml.WriteStartElement("c");
        xml.WriteAttributeString("r", Letters(column) + row.ToString(CultureInfo.InvariantCulture));
        switch (cell.Kind)
        {
            case CellKind.Text when Shared(cell.Text!) is { } index:
                xml.WriteAttributeString("t", "s");
                xml.WriteElementString("v", index.ToString(CultureInfo.InvariantCulture));
                break;
            case CellKind.Text:
                xml.WriteAttributeString("t", "inlineStr");
                xml.WriteStartElement("is");
                Text(xml, cell.Text!);
                xml.WriteEndElement();
                break;
            default:
                if (cell.Kind == CellKind.Date)
                    xml.WriteAttributeString("s", "1");
                xml.WriteElementString("v", cell.Number.ToString("R", CultureInfo.InvariantCulture));
                break;
        }
        xml.WriteEndElement();
    }

    private int? Shared(string text)
    {
        if (_shared.TryGetValue(text, out var index))
            return index;
        return _shared.Count < MaxShared ? _shared[text] = _shared.Count : null;
    }

    private void SharedStrings()
    {
        using var xml = Open("xl/sharedStrings.xml");
        xml.WriteStartElement("sst", Main);
        foreach (var text in _shared.OrderBy(s => s.Value).Select(s => s.Key))
        {
            xml.WriteStartElement("si");
            Text(xml, text);
            xml.WriteEndElement();
        }
        xml.WriteEndDocument();
    }

    private static void Text(XmlWriter xml, string text)
    {
        xml.WriteStartElement("t");
        if (text.Length > 0 && (char.IsWhiteSpace(text[0]) || char.IsWhiteSpace(text[^1])))
            xml.WriteAttributeString("xml", "space", null, "preserve");
        xml.WriteString(text);
        xml.WriteEndElement();
    }

    private void Part(string name, string content)
    {
        using var part = Entry(name);
        part.Write(Encoding.UTF8.GetBytes("<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n" + content));
    }

    private XmlWriter Open(string name)
    {
        var xml = XmlWriter.Create(Entry(name), new XmlWriterSettings { Encoding = new UTF8Encoding(false), CloseOutput = true });
        xml.WriteStartDocument(standalone: true);
        return xml;
    }

    private Stream Entry(string name)
    {
        var entry = _zip.CreateEntry(name, CompressionLevel.Optimal);
        entry.LastWriteTime = ZipTime;
        return entry.Open();
    }

    private static string SheetElement(SampleSheet sheet, int index)
    {
        var name = sheet.Name.Replace("&", "&amp;", StringComparison.Ordinal);
        return $"""<sheet name="{name}" sheetId="{index + 1}" r:id="rId{index + 1}"/>""";
    }

    private static string Links(params (string Type, string Target)[] links) =>
        $"""<Relationships xmlns="{Package}/relationships">{string.Concat(links.Select(LinkElement))}</Relationships>""";

    private static string LinkElement((string Type, string Target) link, int index)
    {
        var type = link.Type == "core" ? Package + "/relationships/metadata/core-properties" : Office + "/" + link.Type;
        return $"""<Relationship Id="rId{index + 1}" Type="{type}" Target="{link.Target}"/>""";
    }

    private static string ContentTypes(int sheets)
    {
        const string sheet = "application/vnd.openxmlformats-officedocument.spreadsheetml.";
        var overrides = Enumerable.Range(1, sheets).Select(i => ($"/xl/worksheets/sheet{i}.xml", sheet + "worksheet+xml"))
            .Prepend(("/xl/workbook.xml", sheet + "sheet.main+xml")).Append(("/xl/styles.xml", sheet + "styles+xml"))
            .Append(("/xl/sharedStrings.xml", sheet + "sharedStrings+xml"))
            .Append(("/docProps/core.xml", "application/vnd.openxmlformats-package.core-properties+xml"));
        return $"""<Types xmlns="{Package}/content-types">"""
            + """<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>"""
            + """<Default Extension="xml" ContentType="application/xml"/>"""
            + string.Concat(overrides.Select(o => $"""<Override PartName="{o.Item1}" ContentType="{o.Item2}"/>""")) + "</Types>";
    }

    private static string Letters(int column) =>
        column < 26 ? ((char)('A' + column)).ToString() : Letters(column / 26 - 1) + (char)('A' + column % 26);
}
