using System.Globalization;
using OneLead.Sources.Values;
using OneLead.Values;

namespace OneLead.Sources.Workbooks;

/// <summary>
/// The type of a cell. A date is a number with a date format; an error is <c>#N/A</c> or similar; a formula has no stored value;
/// a broken text holds unpaired surrogates, for which U+FFFD stands in.
/// </summary>
public enum CellKind : byte { Blank, Text, Number, Date, Flag, Error, Formula, BrokenText }

/// <summary>One cell of a sheet, before any cleaning.</summary>
/// <param name="Text">The text of a Text, Error or BrokenText cell; the shown text of a Number with leading zeros; else null.</param>
/// <param name="Number">The number; a Date's serial number in the 1900 system; 1 or 0 of a Flag.</param>
public readonly record struct Cell(CellKind Kind, string? Text, double Number)
{
    public static Cell Of(string text) =>
        UnpairedSurrogates.AreIn(text) ? new(CellKind.BrokenText, UnpairedSurrogates.Replace(text), 0) : new(CellKind.Text, text, 0);

    public static Cell Of(double number) => new(CellKind.Number, null, number);
    public static Cell Of(bool flag) => new(CellKind.Flag, null, flag ? 1 : 0);
    public static Cell Of(DateOnly date) => new(CellKind.Date, null, date.DayNumber - new DateOnly(1899, 12, 30).DayNumber);

    public bool IsBlank => Kind == CellKind.Blank || Kind == CellKind.Text && string.IsNullOrWhiteSpace(Text);

    /// <summary>The cell as a spreadsheet shows it, for error messages.</summary>
    public override string ToString() => Kind switch
    {
        CellKind.Blank => "",
        CellKind.Flag => Number != 0 ? "TRUE" : "FALSE",
        CellKind.Date when LenientDateParser.FromSerial(Number) is { } date => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        CellKind.Date => LenientText.FromNumber(Number),
        CellKind.Number => Text ?? LenientText.FromNumber(Number),
        CellKind.Formula => "(formula)",
        _ => Text ?? "",
    };
}

/// <summary>A row of a sheet. The reader reuses the instance for the next row.</summary>
public sealed class SheetRow
{
    private Cell[] _cells;

    public SheetRow() => _cells = new Cell[32];

    public SheetRow(int number, params Cell[] cells) => (Number, _cells, Count) = (number, cells, cells.Length);

    /// <summary>The row's number in the sheet, from 1.</summary>
    public int Number { get; private set; }

    /// <summary>The number of columns up to the last one with a cell.</summary>
    public int Count { get; private set; }

    /// <summary>The cell of a column, from 0; blank after the last one.</summary>
    public Cell this[int column] => column < Count ? _cells[column] : default;

    public bool IsBlank
    {
        get
        {
            foreach (ref readonly var cell in _cells.AsSpan(0, Count))
            {
                if (!cell.IsBlank)
                    return false;
            }
            return true;
        }
    }

    internal void Start(int number)
    {
        _cells.AsSpan(0, Count).Clear();
        (Number, Count) = (number, 0);
    }

    internal void Set(int column, Cell cell)
    {
        if (column >= _cells.Length)
            Array.Resize(ref _cells, Math.Max(column + 1, _cells.Length * 2));
        _cells[column] = cell;
        Count = Math.Max(Count, column + 1);
    }
}

/// <summary>A sheet; its rows can be read more than once.</summary>
public sealed record Sheet(string Name, Func<IEnumerable<SheetRow>> Rows)
{
    /// <summary>True if the workbook counts days from 1904.</summary>
    public bool From1904 { get; init; }

    /// <summary>True if the workbook hides the sheet.</summary>
    public bool IsHidden { get; init; }
}
