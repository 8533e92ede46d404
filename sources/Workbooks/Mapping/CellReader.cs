using OneLead.Events;
using OneLead.Sources.Values;

namespace OneLead.Sources.Workbooks.Mapping;

/// <summary>Converts cells to field values. Null is missing; the problem says why a value cannot be converted.</summary>
internal sealed class CellReader(CleaningCounts cleanings)
{
    public FieldValue Read(in Cell cell, FieldKind kind, out string? problem)
    {
        problem = null;
        if (IsMissing(cell))
            return FieldValue.Null;
        return kind switch
        {
            FieldKind.Text => Text(cell, out problem),
            FieldKind.Date => Date(cell, out problem),
            FieldKind.Flag => Flag(cell, out problem),
            FieldKind.Money => Number(Amount(cell), cell, out problem),
            FieldKind.Rate => Number(LenientNumberParser.ToRate(Raw(cell)), cell, out problem),
            FieldKind.Integer => Number(LenientNumberParser.ToInteger(Raw(cell)), cell, out problem),
            FieldKind.Number => Number(Raw(cell), cell, out problem),
            _ => Instant(cell, out problem),
        };
    }

    /// <summary>Converts a cell of an unknown column to what the sheet shows.</summary>
    public FieldValue ReadUnknown(in Cell cell, out string? problem)
    {
        problem = null;
        if (IsMissing(cell))
            return FieldValue.Null;
        return cell.Kind switch
        {
            CellKind.Flag => FieldValue.Of(cell.Number != 0),
            CellKind.Number => Number(LenientNumberParser.Parse(cell.Number), cell, out problem),
            CellKind.Date when LenientDateParser.FromSerial(cell.Number) is { } date => FieldValue.Of(date),
            _ => Text(cell, out problem),
        };
    }

    private bool IsMissing(in Cell cell)
    {
        switch (cell.Kind)
        {
            case CellKind.Blank:
                return true;
            case CellKind.Error:
                cleanings.Add(Cleaning.SpreadsheetError);
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
        var date = cell.Kind == CellKind.Text ? LenientDateParser.Parse(cell.Text) : LenientDateParser.Parse(cell.Number);
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

    private Parsed<decimal> Amount(in Cell cell)
    {
        var amount = cell.Kind == CellKind.Text ? LenientNumberParser.ParseMoney(cell.Text) : LenientNumberParser.ParseMoney(cell.Number);
        if (amount.IsMissing)
            cleanings.Add(Cleaning.CostWithoutAmount);
        return amount;
    }

    private static Parsed<decimal> Raw(in Cell cell) =>
        cell.Kind == CellKind.Text ? LenientNumberParser.Parse(cell.Text) : LenientNumberParser.Parse(cell.Number);

    private FieldValue Number(Parsed<decimal> number, in Cell cell, out string? problem)
    {
        problem = number.Problem;
        if (number.Value is not { } value)
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
