using System.Collections.Frozen;
using System.Globalization;
using System.Text.RegularExpressions;
using System.Xml;
using SpreadCheetah;
using SpreadCheetah.Styling;
using SpreadCheetah.Worksheets;

namespace OneLead.Web.Export;

/// <summary>
/// Writes a workbook with a sheet of rows and a sheet About, row by row: its memory does not grow with its rows.
/// </summary>
internal sealed partial class XlsxTableWriter : ITableWriter, IAsyncDisposable
{
    // Limits of the file format. A number in a cell holds 15 digits, and dates begin in 1900.
    private const int MaxRows = 1_048_576, MaxText = 32_767;
    private const decimal MaxNumber = 1e15m;
    private static readonly DateOnly FirstDay = new(1900, 3, 1);

    private readonly Spreadsheet _spreadsheet;
    private readonly ExportAbout _about;
    private readonly StyleId _head, _date, _time;
    private readonly FrozenDictionary<CellFormat, StyleId> _formats;
    private IReadOnlyList<TableColumn> _columns = [];
    private int _rows;

    private XlsxTableWriter(Spreadsheet spreadsheet, ExportAbout about)
    {
        (_spreadsheet, _about) = (spreadsheet, about);
        var head = new Style();
        head.Font.Bold = true;
        _head = spreadsheet.AddStyle(head);
        _date = AddFormat("yyyy-mm-dd");
        _time = AddFormat("yyyy-mm-dd hh:mm:ss");
        _formats = new Dictionary<CellFormat, StyleId>
        {
            [CellFormat.Whole] = AddFormat("#,##0"),
            [CellFormat.Score] = AddFormat("0.00"),
            [CellFormat.Money] = AddFormat("#,##0.00"),
            [CellFormat.Percent] = AddFormat("0.0%"),
        }.ToFrozenDictionary();
    }

    public static async ValueTask<XlsxTableWriter> CreateAsync(Stream stream, ExportAbout about) => new(
        await Spreadsheet.CreateNewAsync(stream, new SpreadCheetahOptions { WriteCellReferenceAttributes = true }), about);

    public async ValueTask StartAsync(IReadOnlyList<TableColumn> columns, Func<ValueTask<int>> countRows)
    {
        _columns = columns;
        var last = Math.Min(MaxRows, 1 + await countRows());
        var options = new WorksheetOptions
        {
            FrozenRows = 1,
            AutoFilter = new(string.Create(CultureInfo.InvariantCulture, $"A1:{Letters(columns.Count)}{last}")),
        };
        for (var i = 0; i < columns.Count; i++)
            options.Column(i + 1).Width = Math.Max(columns[i].Width, columns[i].Head.Length + RoomForFilterButton);
        await _spreadsheet.StartWorksheetAsync(Words.Of(_about.Name), options);
        await _spreadsheet.AddHeaderRowAsync(columns.Select(c => ToValidText(CellText.Of(c.Head)!)).ToArray(), _head);
    }

    /// <exception cref="RefusedException">The sheet is full.</exception>
    public ValueTask WriteRowAsync(params object?[] cells)
    {
        if (++_rows >= MaxRows)
            throw new RefusedException(Refusal.Invalid, string.Create(
                CultureInfo.InvariantCulture, $"A sheet holds at most {MaxRows:#,0} rows. Use format=csv, or filter further."));
        var row = new StyledCell[cells.Length];
        for (var i = 0; i < row.Length; i++)
            row[i] = ToCell(cells[i], _columns[i].Format);
        return _spreadsheet.AddRowAsync(row);
    }

    /// <summary>Completes the workbook; without this call the file is not valid.</summary>
    public async ValueTask FinishAsync()
    {
        var options = new WorksheetOptions();
        options.Column(1).Width = 22;
        options.Column(2).Width = 80;
        await _spreadsheet.StartWorksheetAsync("About", options);
        foreach (var (label, value) in _about.Lines(_rows))
            await _spreadsheet.AddRowAsync([new StyledCell(label, _head), ToCell(value, CellFormat.General)]);
        await _spreadsheet.FinishAsync();
    }

    public ValueTask DisposeAsync() => _spreadsheet.DisposeAsync();

    private const int RoomForFilterButton = 4;

    private StyleId AddFormat(string format) => _spreadsheet.AddStyle(new Style { Format = NumberFormat.Custom(format) });

    private StyledCell ToCell(object? value, CellFormat format) => value switch
    {
        null => default,
        bool flag => new(flag, null),
        int number => new(number, FormatOf(format)),
        long number and > -(long)MaxNumber and < (long)MaxNumber => new(number, FormatOf(format)),
        decimal number when IsExact(number) => new(number, FormatOf(format)),
        DateOnly day when day >= FirstDay => new(day.ToDateTime(TimeOnly.MinValue), _date),
        DateTimeOffset time when DateOnly.FromDateTime(time.UtcDateTime) >= FirstDay => new(time.UtcDateTime, _time),
        Term term => new(Words.Of(term.Name), null),
        _ => new(ToValidText(CellText.Of(value)!), null),
    };

    private StyleId? FormatOf(CellFormat format) => _formats.GetValueOrDefault(format);

    private static bool IsExact(decimal number) => Math.Abs(number) < MaxNumber && (decimal)(double)number == number;

    private static string Letters(int column) =>
        column == 0 ? "" : Letters((column - 1) / 26) + (char)('A' + (column - 1) % 26);

    // XML cannot hold some control characters and unpaired surrogates, and a cell has a maximum length. A text that looks like the
    // escape of a character, _x003D_, would be read as that character, so its underscore is escaped itself.
    private static string ToValidText(string text)
    {
        if (text.Length > MaxText)
            text = text[..MaxText];
        text = EscapeForm().Replace(text, "_x005F_");
        return text.All(XmlConvert.IsXmlChar)
            ? text
            : string.Concat(text.EnumerateRunes().Select(r => r.IsBmp && !XmlConvert.IsXmlChar((char)r.Value) ? "\uFFFD" : r.ToString()));
    }

    [GeneratedRegex("_(?=x[0-9A-Fa-f]{4}_)")]
    private static partial Regex EscapeForm();
}
