using System.Globalization;
using System.Text;

namespace OneLead.Sources.Values;

/// <summary>Parses numbers, amounts, rates and yes/no of exports.</summary>
public static class LenientNumberParser
{
    /// <summary>Converts the number of a cell with 15 significant digits, as a spreadsheet shows it.</summary>
    public static Parsed<decimal> Parse(double number) =>
        double.IsFinite(number) && Math.Abs(number) < 1e28
            ? Parsed<decimal>.Of((decimal)number)
            : Parsed<decimal>.Invalid("is out of range");

    /// <summary>
    /// Parses a text: <c>1,234.50</c>, <c>$75,000</c>, <c>75.000,50 €</c>, <c>USD 12</c>, <c>(1,200)</c> (negative), <c>45%</c>
    /// (0.45), full-width digits. A single comma followed by three digits groups; otherwise it is the decimal mark.
    /// </summary>
    public static Parsed<decimal> Parse(string? raw)
    {
        if (LenientText.Clean(raw) is not { } text)
            return Parsed<decimal>.Missing;
        if (text.AsSpan().IndexOfAnyExceptInRange('\0', '\u007F') >= 0)
            text = text.Normalize(NormalizationForm.FormKC);
        var negative = text.StartsWith('(') && text.EndsWith(')');
        var percent = text.EndsWith('%');
        var digits = WithoutCurrency((negative ? text[1..^1] : text).TrimEnd('%'));
        if (!decimal.TryParse(WithDecimalPoint(digits), Styles, CultureInfo.InvariantCulture, out var number))
            return Parsed<decimal>.Invalid("is not a number");
        return Parsed<decimal>.Of((negative ? -number : number) / (percent ? 100 : 1));
    }

    /// <summary>Parses an amount and rounds it to cents. "Yes" and "No" say whether there is a cost, not how much: missing.</summary>
    public static Parsed<decimal> ParseMoney(string? raw) =>
        ParseFlag(raw).Value is not null && !HasDigit(raw) ? Parsed<decimal>.Missing : ToMoney(Parse(raw));

    /// <summary>Converts an amount and rounds it to cents.</summary>
    public static Parsed<decimal> ParseMoney(double number) => ToMoney(Parse(number));

    /// <summary>Rounds an amount to cents.</summary>
    public static Parsed<decimal> ParseMoney(Parsed<decimal> number) => ToMoney(number);

    /// <summary>
    /// Converts to a rate of 0-1. A value above 1 is a percentage, so senders of percentages must write 1 % as <c>1%</c> or 0.01.
    /// </summary>
    public static Parsed<decimal> ToRate(Parsed<decimal> number) => number.Value switch
    {
        null => number,
        >= 0 and <= 1 => number,
        > 1 and <= 100 and { } percent => Parsed<decimal>.Of(percent / 100),
        _ => Parsed<decimal>.Invalid("is not a rate: 0 to 1, or 0 to 100 percent"),
    };

    /// <summary>Accepts whole numbers within the range of int.</summary>
    public static Parsed<decimal> ToInteger(Parsed<decimal> number) =>
        number.Value is { } value && (!decimal.IsInteger(value) || Math.Abs(value) > int.MaxValue)
            ? Parsed<decimal>.Invalid("is not a whole number")
            : number;

    /// <summary>
    /// Parses yes or no: <c>Yes</c>, <c>Y</c>, <c>true</c>, <c>x</c>, <c>No</c>, <c>N</c>, <c>false</c>; a number is yes unless it is 0.
    /// </summary>
    public static Parsed<bool> ParseFlag(string? raw)
    {
        if (LenientText.Clean(raw) is not { } text)
            return Parsed<bool>.Missing;
        if (Yes.Contains(text))
            return Parsed<bool>.Of(true);
        if (No.Contains(text))
            return Parsed<bool>.Of(false);
        return Parse(text).Value is { } number ? Parsed<bool>.Of(number != 0) : Parsed<bool>.Invalid("is neither yes nor no");
    }

    private static bool HasDigit(string? raw) => raw is not null && raw.AsSpan().ContainsAnyInRange('0', '9');

    private static Parsed<decimal> ToMoney(Parsed<decimal> number) => number.Value switch
    {
        null => number,
        > -1e15m and < 1e15m and { } amount => Parsed<decimal>.Of(decimal.Round(amount, 2, MidpointRounding.AwayFromZero)),
        _ => Parsed<decimal>.Invalid("is out of range for an amount"),
    };

    private static string WithoutCurrency(string text)
    {
        var number = text.Trim(' ', '$', '€', '£', '¥', '₹');
        if (number.Length > 3 && number[..3].All(char.IsAsciiLetterUpper))
            number = number[3..];
        else if (number.Length > 3 && number[^3..].All(char.IsAsciiLetterUpper))
            number = number[..^3];
        return number.Trim(' ', '$', '€', '£', '¥', '₹').Replace(" ", "", StringComparison.Ordinal);
    }

    // If both ',' and '.' occur, the last one is the decimal mark. A lone comma groups if three digits follow it.
    private static string WithDecimalPoint(string text)
    {
        var comma = text.LastIndexOf(',');
        var point = text.LastIndexOf('.');
        if (comma < 0)
        {
            var hasSeveralPoints = point >= 0 && text.IndexOf('.', StringComparison.Ordinal) != point;
            return hasSeveralPoints ? text.Replace(".", "", StringComparison.Ordinal) : text;
        }
        if (point >= 0)
            return comma < point ? text : text.Replace(".", "", StringComparison.Ordinal).Replace(',', '.');
        return text.IndexOf(',', StringComparison.Ordinal) == comma && text.Length - comma - 1 != 3 ? text.Replace(',', '.') : text;
    }

    private const NumberStyles Styles =
        NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowThousands | NumberStyles.AllowExponent;

    private static readonly HashSet<string> Yes = new(["yes", "y", "true", "x", "ja", "はい"], StringComparer.OrdinalIgnoreCase);
    private static readonly HashSet<string> No = new(["no", "n", "false", "nein", "いいえ"], StringComparer.OrdinalIgnoreCase);
}
