using System.Globalization;
using System.Xml;
using SpreadCheetah;
using SpreadCheetah.Styling;
using SpreadCheetah.Worksheets;

namespace OneLead.Web.Export;

/// <summary>Writes a workbook with one sheet, row by row: its memory does not grow with its rows.</summary>
internal sealed class XlsxTableWriter : ITableWriter, IAsyncDisposable
{
    // Limits of the file format.
    private const int MaxRows = 1_048_576, MaxText = 32_767;

    private readonly Spreadsheet _spreadsheet;
    private readonly StyleId _header, _date, _time;
    private int _rows;

    private XlsxTableWriter(Spreadsheet spreadsheet)
    {
        _spreadsheet = spreadsheet;
        var header = new Style();
        header.Font.Bold = true;
        _header = spreadsheet.AddStyle(header);
        _date = spreadsheet.AddStyle(new Style { Format = NumberFormat.Custom("yyyy-mm-dd") });
        _time = spreadsheet.AddStyle(new Style { Format = NumberFormat.Custom("yyyy-mm-dd hh:mm:ss") });
    }

    public static async ValueTask<XlsxTableWriter> CreateAsync(Stream stream)
    {
        var writer = new XlsxTableWriter(await Spreadsheet.CreateNewAsync(stream));
        await writer._spreadsheet.StartWorksheetAsync("OneLead", new WorksheetOptions { FrozenRows = 1 });
        return writer;
    }

    /// <exception cref="RefusedException">The sheet is full.</exception>
    public ValueTask WriteRowAsync(params object?[] cells)
    {
        if (++_rows > MaxRows)
            throw new RefusedException(Refusal.Invalid, string.Create(
                CultureInfo.InvariantCulture, $"A sheet holds at most {MaxRows:#,0} rows. Use format=csv, or filter further."));
        return _spreadsheet.AddRowAsync(Array.ConvertAll(cells, ToCell));
    }

    /// <summary>Completes the workbook; without this call the file is not valid.</summary>
    public ValueTask FinishAsync() => _spreadsheet.FinishAsync();

    public ValueTask DisposeAsync() => _spreadsheet.DisposeAsync();

    private StyledCell ToCell(object? value) => value switch
    {
        null => default,
        bool flag => new(flag, null),
        int number => new(number, null),
        long number => new(number, null),
        decimal number => new(number, null),
        DateOnly day => new(day.ToDateTime(TimeOnly.MinValue), _date),
        DateTimeOffset time => new(time.UtcDateTime, _time),
        _ => new(ToValidText(CellText.Of(value)!), _rows == 1 ? _header : null),
    };

    // XML cannot hold some control characters and unpaired surrogates, and a cell has a maximum length.
    private static string ToValidText(string text)
    {
        if (text.Length > MaxText)
            text = text[..MaxText];
        return text.All(XmlConvert.IsXmlChar)
            ? text
            : string.Concat(text.EnumerateRunes().Select(r => r.IsBmp && !XmlConvert.IsXmlChar((char)r.Value) ? "\uFFFD" : r.ToString()));
    }
}
