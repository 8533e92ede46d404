using System.Globalization;
using System.Xml;
using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Spreadsheet;
using OneLead.Web.Api;

namespace OneLead.Web.Export;

/// <summary>
/// A workbook of one sheet, written element by element: its memory does not grow with its rows. Texts stand in the cells
/// and not in a shared table, which would have to be kept.
/// </summary>
internal sealed class XlsxTable : ITableWriter, IDisposable
{
    /// <summary>What the format allows.</summary>
    private const int MaxRows = 1_048_576, MaxText = 32_767;

    private static readonly OpenXmlAttribute[] InlineText = [new("t", "", "inlineStr")], Flag = [new("t", "", "b")], NoAttributes = [];

    private readonly SpreadsheetDocument _document;
    private readonly OpenXmlWriter _sheet;
    private int _rows;

    public XlsxTable(Stream file)
    {
        _document = SpreadsheetDocument.Create(file, SpreadsheetDocumentType.Workbook);
        var workbook = _document.AddWorkbookPart();
        var sheet = workbook.AddNewPart<WorksheetPart>();
        workbook.Workbook = new Workbook(new Sheets(new Sheet { Id = workbook.GetIdOfPart(sheet), SheetId = 1, Name = "OneLead" }));
        _sheet = OpenXmlWriter.Create(sheet);
        _sheet.WriteStartElement(new Worksheet());
        // The header stays while rows scroll.
        _sheet.WriteElement(new SheetViews(new SheetView(new Pane { VerticalSplit = 1, TopLeftCell = "A2", ActivePane = PaneValues.BottomLeft, State = PaneStateValues.Frozen }) { WorkbookViewId = 0 }));
        _sheet.WriteStartElement(new SheetData());
    }

    public ValueTask Row(params object?[] cells)
    {
        if (++_rows > MaxRows)
            throw new RefusedException(Refusal.Invalid, $"A sheet holds at most {MaxRows:#,0} rows; take format=csv, or fewer.");
        _sheet.WriteStartElement(new Row());
        foreach (var cell in cells)
            Write(cell);
        _sheet.WriteEndElement();
        return default;
    }

    public void Dispose()
    {
        _sheet.WriteEndElement();
        _sheet.WriteEndElement();
        _sheet.Dispose();
        _document.Dispose();
    }

    private void Write(object? value)
    {
        var (attributes, isText) = value switch { null or decimal or int or long => (NoAttributes, false), bool => (Flag, false), _ => (InlineText, true) };
        _sheet.WriteStartElement(new Cell(), attributes);
        if (isText)
        {
            _sheet.WriteStartElement(new InlineString());
            _sheet.WriteElement(new Text(Writable(Cells.Show(value)!)) { Space = SpaceProcessingModeValues.Preserve });
            _sheet.WriteEndElement();
        }
        else if (value is not null)
        {
            _sheet.WriteElement(new CellValue(value is bool flag ? flag ? "1" : "0" : Convert.ToString(value, CultureInfo.InvariantCulture)!));
        }
        _sheet.WriteEndElement();
    }

    // XML has no place for some characters, and a cell ends somewhere.
    private static string Writable(string text)
    {
        if (text.Length > MaxText)
            text = text[..MaxText];
        return text.All(c => XmlConvert.IsXmlChar(c) || char.IsSurrogate(c)) && !HasHalf(text) ? text
            : string.Concat(text.EnumerateRunes().Select(r => r.Value < 0x10000 && !XmlConvert.IsXmlChar((char)r.Value) ? "\uFFFD" : r.ToString()));
    }

    private static bool HasHalf(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (char.IsHighSurrogate(text[i]) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]))
                i++;
            else if (char.IsSurrogate(text[i]))
                return true;
        }
        return false;
    }
}
