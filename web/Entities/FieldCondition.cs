using System.Globalization;
using OneLead.Events;

namespace OneLead.Web.Entities;

/// <summary>How a field is compared.</summary>
/// <remarks>An empty field matches only <see cref="Ne"/>, <see cref="NotLt"/> and <see cref="Empty"/>.</remarks>
internal enum FieldOp { Eq, Ne, Lt, Le, Gt, Ge, NotLt, Contains, Empty, Set }

/// <summary>
/// One condition on a field: <c>amount:gt:100000</c>, <c>end:lt:today+90</c>. Numbers and flags compare as such, texts and
/// dates as text without case.
/// </summary>
internal sealed record FieldCondition(string Field, FieldOp Op, string Text)
{
    private readonly decimal? _number = decimal.TryParse(
        Text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : null;

    /// <summary>Reads a condition; null if the text is not one.</summary>
    /// <param name="today">The day that <c>today</c> means.</param>
    /// <param name="kindOf">The kind of a known field; null for a field that a source added.</param>
    public static FieldCondition? TryParse(string text, DateOnly today, Func<string, FieldKind?> kindOf)
    {
        var parts = text.Split(':', 3);
        return parts.Length >= 2 && parts[0].Length > 0 && Wire.TryParse<FieldOp>(parts[1], out var op)
            && (parts.Length == 3 || op is FieldOp.Empty or FieldOp.Set)
            && Value(parts, op, today, kindOf(parts[0])) is { } value
            ? new(parts[0], op, value)
            : null;
    }

    public bool Matches(FieldValue value)
    {
        var isEmpty = value.IsNull || value.Text?.Length == 0;
        return Op switch
        {
            FieldOp.Empty => isEmpty,
            FieldOp.Set => !isEmpty,
            _ when isEmpty => Op is FieldOp.Ne or FieldOp.NotLt,
            FieldOp.Contains => value.ToString().Contains(Text, StringComparison.OrdinalIgnoreCase),
            _ => Compare(value) switch
            {
                null => Op == FieldOp.Ne,
                var order => Op switch
                {
                    FieldOp.Eq => order == 0,
                    FieldOp.Ne => order != 0,
                    FieldOp.Lt => order < 0,
                    FieldOp.Le => order <= 0,
                    FieldOp.Gt => order > 0,
                    _ => order >= 0,
                },
            },
        };
    }

    // Null: the field's kind cannot be compared with it.
    private static string? Value(string[] parts, FieldOp op, DateOnly today, FieldKind? kind)
    {
        if (parts.Length < 3 || op is FieldOp.Contains or FieldOp.Empty or FieldOp.Set)
            return parts.ElementAtOrDefault(2) ?? "";
        var text = WithDate(parts[2].Trim(), today);
        return kind switch
        {
            FieldKind.Date or FieldKind.Instant => IsDate(text),
            FieldKind.Number or FieldKind.Integer or FieldKind.Money or FieldKind.Rate =>
                decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out _),
            FieldKind.Flag => bool.TryParse(text, out _),
            _ => true,
        } ? text : null;
    }

    private static bool IsDate(string text) =>
        DateOnly.TryParseExact(text.AsSpan(0, Math.Min(text.Length, 10)), "yyyy-MM-dd", out _);

    // today, today+90 and today-30 become dates; other texts stay. A plus that was not escaped in a query is a blank.
    private static string WithDate(string text, DateOnly today)
    {
        const string Word = "today";
        if (!text.StartsWith(Word, StringComparison.OrdinalIgnoreCase))
            return text;
        var shift = text[Word.Length..];
        var days = 0;
        if (shift.StartsWith(' '))
            shift = "+" + shift.Trim();
        if (shift.Length > 0
            && (shift[0] is not ('+' or '-')
                || !int.TryParse(shift, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out days)))
            return text;
        var day = Math.Clamp(today.DayNumber + (long)days, DateOnly.MinValue.DayNumber, DateOnly.MaxValue.DayNumber);
        return DateOnly.FromDayNumber((int)day).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
    }

    // Null: the values cannot be compared, such as a number with a text.
    private int? Compare(FieldValue value) => value.Type switch
    {
        FieldType.Number => _number is { } number ? value.Number.CompareTo(number) : null,
        FieldType.Flag => bool.TryParse(Text, out var flag) ? value.AsFlag()!.Value.CompareTo(flag) : null,
        _ => string.Compare(value.Text, Text, StringComparison.OrdinalIgnoreCase),
    };
}
