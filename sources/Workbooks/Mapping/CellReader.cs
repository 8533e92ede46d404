using OneLead.Events;
using OneLead.Sources.Mapping;
using OneLead.Sources.Values;
using OneLead.Values;

namespace OneLead.Sources.Workbooks.Mapping;

/// <summary>Converts cells to field values. Null is missing; the problem says why a value cannot be converted.</summary>
/// <param name="from1904">True if numbers in date columns count days from 1904.</param>
internal sealed class CellReader(CleaningCounts cleanings, bool from1904)
{
    /// <param name="mark">Decides ambiguous numbers that are texts.</param>
    public FieldValue Read(in Cell cell, FieldKind kind, out string? problem, DecimalMark mark = DecimalMark.Unknown)
    {
        if (IsUnusable(cell, out problem))
            return FieldValue.Null;
        if (cell.Kind == CellKind.Flag && kind is not (FieldKind.Flag or FieldKind.Text))
        {
            problem = "is TRUE or FALSE, and the column holds dates or numbers";
            return FieldValue.Null;
        }
        return kind switch
        {
            FieldKind.Text => Text(cell, out problem),
            FieldKind.Date => Date(cell, out problem),
            FieldKind.Flag => Flag(cell, out problem),
            FieldKind.Money => Number(Amount(cell, mark), cell, out problem),
            FieldKind.Rate => Number(LenientNumberParser.ToRate(Raw(cell, mark)), cell, out problem),
            FieldKind.Integer => Number(LenientNumberParser.ToInteger(Raw(cell, mark)), cell, out problem),
            FieldKind.Number => Number(Raw(cell, mark), cell, out problem),
            _ => Instant(cell, out problem),
        };
    }

    /// <summary>Converts a cell of a field that identifies something. Placeholders are missing; damaged ids are a problem.</summary>
    public FieldValue ReadIdentity(in Cell cell, string field, out string? problem)
    {
        if (IsUnusable(cell, out problem))
            return FieldValue.Null;
        if (cell.Kind == CellKind.Number && Math.Abs(cell.Number) >= 1e15)
            problem = "has more than 15 digits, of which a spreadsheet keeps only 15; format the column as text";
        else if (cell.Kind == CellKind.Text && Identity.IsRounded(cell.Text!.Trim()))
            problem = "was rounded by a spreadsheet; format the column as text";
        if (problem is not null)
            return FieldValue.Null;
        var text = Text(cell, out problem).Text!;
        if (IdentityFields.Normalise(field, text) is { } id)
            return FieldValue.Of(id);
        cleanings.Add(Cleaning.MissingMarker);
        return FieldValue.Null;
    }

    /// <summary>Converts a cell of an unknown column to what the sheet shows.</summary>
    public FieldValue ReadUnknown(in Cell cell, out string? problem)
    {
        if (IsUnusable(cell, out problem))
            return FieldValue.Null;
        return cell.Kind switch
        {
            CellKind.Flag => FieldValue.Of(cell.Number != 0),
            CellKind.Number when cell.Text is null =>
                Number(LenientNumberParser.Parse(cell.Number), cell, out problem, FieldValue.MaxNumber),
            CellKind.Date when LenientDateParser.FromSerial(cell.Number) is { } date => FieldValue.Of(date),
            _ => Text(cell, out problem),
        };
    }

    // True if the cell is missing or has a problem. A value that a spreadsheet failed to compute does not clear a known one.
    private bool IsUnusable(in Cell cell, out string? problem)
    {
        problem = null;
        switch (cell.Kind)
        {
            case CellKind.Blank:
                return true;
            case CellKind.Error:
                cleanings.Add(Cleaning.SpreadsheetError);
                problem = cell.Text is null or "#N/A" ? null : "is an error of the spreadsheet";
                return true;
            case CellKind.Formula:
                problem = "is a formula without a stored value; open the file in a spreadsheet program, save it, and import it again";
                return true;
            case CellKind.BrokenText:
                problem = UnpairedSurrogates.Reason;
                return true;
            case CellKind.Text when LenientText.IsMissing(cell.Text):
                if (cell.Text!.Length > 0)
                    cleanings.Add(Cleaning.MissingMarker);
                return true;
            default:
                return false;
        }
    }

    private FieldValue Text(in Cell cell, out string? problem)
    {
        problem = null;
        if (cell.Kind != CellKind.Text)
        {
            if (cell.Kind == CellKind.Number)
                cleanings.Add(Cleaning.NumberAsId);
            return FieldValue.Of(cell.ToString());
        }
        var text = LenientText.Clean(cell.Text)!;
        if (!ReferenceEquals(text, cell.Text) && text != cell.Text)
            cleanings.Add(Cleaning.Blanks);
        if (text.Length > EventSchema.MaxText)
            problem = $"is longer than {EventSchema.MaxText} characters";
        return FieldValue.Of(text);
    }

    private FieldValue Date(in Cell cell, out string? problem)
    {
        if (cell.Kind == CellKind.Text)
            cleanings.Add(Cleaning.DateAsText);
        // Numbers with a date format count from 1900 already.
        var date = cell.Kind == CellKind.Text
            ? LenientDateParser.Parse(cell.Text, from1904)
            : LenientDateParser.Parse(cell.Number, from1904 && cell.Kind == CellKind.Number);
        problem = date.Problem;
        if (date.Value is { Year: >= 2099 })
            cleanings.Add(Cleaning.EndlessDate);
        return date.Value is { } value ? FieldValue.Of(value) : FieldValue.Null;
    }

    private static FieldValue Flag(in Cell cell, out string? problem)
    {
        var flag = cell.Kind == CellKind.Text ? LenientNumberParser.ParseFlag(cell.Text) : Parsed<bool>.Of(cell.Number != 0);
        problem = flag.Problem;
        return flag.Value is { } value ? FieldValue.Of(value) : FieldValue.Null;
    }

    private Parsed<decimal> Amount(in Cell cell, DecimalMark mark)
    {
        var amount = cell.Kind == CellKind.Text
            ? LenientNumberParser.ParseMoney(cell.Text, mark)
            : LenientNumberParser.ParseMoney(cell.Number);
        if (amount.IsMissing)
            cleanings.Add(Cleaning.CostWithoutAmount);
        return amount;
    }

    private static Parsed<decimal> Raw(in Cell cell, DecimalMark mark) =>
        cell.Kind == CellKind.Text ? LenientNumberParser.Parse(cell.Text, mark) : LenientNumberParser.Parse(cell.Number);

    private FieldValue Number(
        Parsed<decimal> number, in Cell cell, out string? problem, decimal max = EventSchema.MaxQuantity)
    {
        problem = number.Value is { } large && Math.Abs(large) >= max ? "is out of range" : number.Problem;
        if (number.Value is not { } value || problem is not null)
            return FieldValue.Null;
        if (cell.Kind == CellKind.Text)
            cleanings.Add(Cleaning.NumberAsText);
        return FieldValue.Of(value);
    }

    // A sheet does not distinguish times from dates; no imported kind has a time of day.
    private FieldValue Instant(in Cell cell, out string? problem)
    {
        var date = Date(cell, out problem);
        return date.AsDate() is { } day ? FieldValue.Of(new DateTimeOffset(day, TimeOnly.MinValue, TimeSpan.Zero)) : date;
    }
}
