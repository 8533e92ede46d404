using System.Globalization;
using System.IO.Compression;
using System.Text;
using System.Xml;

namespace OneLead.Web.Export;

/// <summary>
/// A workbook of one sheet (ECMA-376), written cell by cell into the archive: its memory does not grow with its rows. The
/// libraries for it hold the sheet until it is closed. Texts stand in the cells and not in a shared table, which would
/// have to be kept.
/// </summary>
internal sealed class XlsxTable : ITableWriter, IDisposable
{
    /// <summary>What the format allows.</summary>
    private const int MaxRows = 1_048_576, MaxText = 32_767;

    private const string Main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    private const string Relationships = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

    private readonly ZipArchive _archive;
    private readonly XmlWriter _sheet;
    private int _rows;

    public XlsxTable(Stream file)
    {
        _archive = new ZipArchive(file, ZipArchiveMode.Create, leaveOpen: true);
        const string Types = "application/vnd.openxmlformats-officedocument.spreadsheetml.";
        Part("[Content_Types].xml", $"""
            <Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/xl/workbook.xml" ContentType="{Types}sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="{Types}worksheet+xml"/></Types>
            """);
        Part("_rels/.rels", Relation("officeDocument", "xl/workbook.xml"));
        Part("xl/workbook.xml", $"""<workbook xmlns="{Main}" xmlns:r="{Relationships}"><sheets><sheet name="OneLead" sheetId="1" r:id="r1"/></sheets></workbook>""");
        Part("xl/_rels/workbook.xml.rels", Relation("worksheet", "worksheets/sheet1.xml"));
        _sheet = XmlWriter.Create(_archive.CreateEntry("xl/worksheets/sheet1.xml", CompressionLevel.Fastest).Open(), new XmlWriterSettings { CloseOutput = true, NewLineHandling = NewLineHandling.Entitize });
        _sheet.WriteStartElement("worksheet", Main);
        // The header stays while rows scroll.
        _sheet.WriteRaw("""<sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>""");
        _sheet.WriteStartElement("sheetData", Main);
    }

    public ValueTask Row(params object?[] cells)
    {
        if (++_rows > MaxRows)
            throw new RefusedException(Refusal.Invalid, string.Create(CultureInfo.InvariantCulture, $"A sheet holds at most {MaxRows:#,0} rows; take format=csv, or fewer."));
        _sheet.WriteStartElement("row", Main);
        foreach (var cell in cells)
            Write(cell);
        _sheet.WriteEndElement();
        return default;
    }

    public void Dispose()
    {
        _sheet.Dispose();
        _archive.Dispose();
    }

    private void Write(object? value)
    {
        _sheet.WriteStartElement("c", Main);
        switch (value)
        {
            case null:
                break;
            case bool flag:
                _sheet.WriteAttributeString("t", "b");
                _sheet.WriteElementString("v", Main, flag ? "1" : "0");
                break;
            case decimal or int or long:
                _sheet.WriteElementString("v", Main, Convert.ToString(value, CultureInfo.InvariantCulture)!);
                break;
            default:
                _sheet.WriteAttributeString("t", "inlineStr");
                _sheet.WriteStartElement("is", Main);
                _sheet.WriteStartElement("t", Main);
                _sheet.WriteAttributeString("xml", "space", null, "preserve");
                _sheet.WriteString(Writable(Cells.Show(value)!));
                _sheet.WriteEndElement();
                _sheet.WriteEndElement();
                break;
        }
        _sheet.WriteEndElement();
    }

    // XML has no place for some characters and for halves of characters, and a cell ends somewhere.
    private static string Writable(string text)
    {
        if (text.Length > MaxText)
            text = text[..MaxText];
        return text.All(XmlConvert.IsXmlChar) ? text : string.Concat(text.EnumerateRunes().Select(r => r.IsBmp && !XmlConvert.IsXmlChar((char)r.Value) ? "\uFFFD" : r.ToString()));
    }

    private static string Relation(string type, string target) =>
        $"""<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="{Relationships}/{type}" Target="{target}"/></Relationships>""";

    private void Part(string name, string xml)
    {
        using var part = _archive.CreateEntry(name).Open();
        part.Write(Encoding.UTF8.GetBytes("""<?xml version="1.0" encoding="UTF-8" standalone="yes"?>""" + xml));
    }
}
