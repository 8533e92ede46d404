using System.Globalization;
using System.Xml;
using OneLead.Sources.Values;
using OneLead.Values;

namespace OneLead.Sources.Workbooks.Xlsx;

/// <summary>Streams the rows of one sheet part.</summary>
internal sealed class SheetParser(string sheet, string[] strings, CellStyle[] styles, bool from1904, WorkbookOptions options)
{
    private readonly TextBuffer _text = new(options.MaxCellText);
    private readonly SheetRow _row = new();
    private int _column;
    private char _type;
    private CellStyle _style;
    private bool _hasFormula;

    public IEnumerable<SheetRow> Read(Stream part)
    {
        var names = new PartNames();
        string row = names.Add("row"), c = names.Add("c"), v = names.Add("v"),
            t = names.Add("t"), f = names.Add("f"), phonetic = names.Add("rPh");
        bool inValue = false, inPhonetic = false;
        int number = 0, rows = 0;
        using var xml = PartReader.Open(part, names);
        while (xml.Next())
        {
            var name = xml.LocalName;
            switch (xml.NodeType)
            {
                case XmlNodeType.Text or XmlNodeType.CDATA or XmlNodeType.SignificantWhitespace or XmlNodeType.Whitespace:
                    if (inValue)
                        _text.Append(xml);
                    break;
                case XmlNodeType.Element when ReferenceEquals(name, c):
                    StartCell(xml);
                    break;
                case XmlNodeType.Element when ReferenceEquals(name, v) || ReferenceEquals(name, t):
                    inValue = !inPhonetic && !xml.IsEmptyElement;
                    _hasFormula = false;
                    break;
                case XmlNodeType.Element when ReferenceEquals(name, f):
                    _hasFormula = true;
                    break;
                case XmlNodeType.Element when ReferenceEquals(name, phonetic):
                    inPhonetic = !xml.IsEmptyElement;
                    break;
                case XmlNodeType.Element when ReferenceEquals(name, row):
                    if (++rows > options.MaxRows)
                        throw new WorkbookException($"Sheet '{sheet}' holds more than {options.MaxRows:N0} rows.");
                    var isEmpty = xml.IsEmptyElement;
                    number = int.TryParse(xml.GetAttribute("r"), NumberStyles.None, CultureInfo.InvariantCulture, out var given)
                        ? given
                        : number + 1;
                    _row.Start(number);
                    _column = -1;
                    if (isEmpty)
                        yield return _row;
                    break;
                case XmlNodeType.EndElement when ReferenceEquals(name, c):
                    EndCell();
                    break;
                case XmlNodeType.EndElement when ReferenceEquals(name, v) || ReferenceEquals(name, t):
                    inValue = false;
                    break;
                case XmlNodeType.EndElement when ReferenceEquals(name, phonetic):
                    inPhonetic = false;
                    break;
                case XmlNodeType.EndElement when ReferenceEquals(name, row):
                    yield return _row;
                    break;
            }
        }
    }

    private void StartCell(XmlReader xml)
    {
        _text.Clear();
        (_type, _style, _hasFormula) = ('n', default, false);
        _column++;
        while (xml.MoveToNextAttribute())
        {
            switch (xml.LocalName)
            {
                case "r": _column = ColumnOf(xml.Value); break;
                // s, str, inlineStr, b, e, n, d: "str" and "inlineStr" hold their text themselves.
                case "t": _type = xml.Value switch { "s" => 's', "b" => 'b', "e" => 'e', "n" or "" => 'n', _ => 't' }; break;
                case "s":
                    var isKnown = int.TryParse(xml.Value, NumberStyles.None, CultureInfo.InvariantCulture, out var style)
                        && style < styles.Length;
                    _style = isKnown ? styles[style] : default;
                    break;
            }
        }
        xml.MoveToElement();
    }

    // A blank cell with a format may stand in any column.
    private void EndCell()
    {
        if (_text.Length == 0 && !_hasFormula)
            return;
        if (_column >= options.MaxColumns)
            throw new WorkbookException($"Sheet '{sheet}', row {_row.Number} has a value beyond column {options.MaxColumns:N0}.");
        _row.Set(_column, _text.Length > 0 ? CellOf() : new Cell(CellKind.Formula, null, 0));
    }

    private Cell CellOf() => _type switch
    {
        's' => Shared(),
        'b' => Cell.Of(_text.Span is "1" or "true"),
        'e' => new Cell(CellKind.Error, UnpairedSurrogates.Replace(_text.ToString()), 0),
        'n' when double.TryParse(_text.Span, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) =>
            _style.IsDate
                ? new Cell(CellKind.Date, null, from1904 && number != 0 ? number + LenientDateParser.Days1904 : number)
                : new Cell(CellKind.Number, _style.Shown(number), number),
        _ => Cell.Of(_text.ToString()),
    };

    private Cell Shared() =>
        int.TryParse(_text.Span, NumberStyles.None, CultureInfo.InvariantCulture, out var index) && index < strings.Length
        ? Cell.Of(strings[index])
        : throw new WorkbookException($"Sheet '{sheet}', row {_row.Number}: the workbook is damaged, a text is missing.");

    // "AB12" is column 27. The limit keeps a long run of letters from overflowing.
    private int ColumnOf(string reference)
    {
        var column = 0;
        foreach (var letter in reference)
        {
            if (!char.IsAsciiLetterUpper(letter))
                break;
            column = column * 26 + letter - 'A' + 1;
            if (column > options.MaxColumns)
                break;
        }
        return column > 0 ? column - 1 : _column;
    }
}
