using System.Globalization;
using System.Text;

namespace OneLead.Values;

/// <summary>Numbers, amounts, rates and yes/no as exports write them.</summary>
public static class DirtyNumbers
{
    /// <summary>The number of a cell, as the spreadsheet shows it: 15 significant digits.</summary>
    public static Cleaned<decimal> Read(double number) =>
        double.IsFinite(number) && Math.Abs(number) < 1e28 ? Cleaned<decimal>.Of((decimal)number) : Cleaned<decimal>.Wrong("is out of range");

    /// <summary>
    /// A number as text: <c>1,234.50</c>, <c>$75,000</c>, <c>75.000,50 €</c>, <c>USD 12</c>, <c>(1,200)</c> which is negative,
    /// <c>45%</c> which is 0.45, full-width digits. One comma with three digits behind it groups; with others it is the decimal mark.
    /// </summary>
    public static Cleaned<decimal> Read(string? raw)
    {
        if (Dirt.Text(raw) is not { } text)
            return Cleaned<decimal>.Missing;
        if (text.AsSpan().IndexOfAnyExceptInRange('\0', '\u007F') >= 0)
            text = text.Normalize(NormalizationForm.FormKC);
        var negative = text.StartsWith('(') && text.EndsWith(')');
        var percent = text.EndsWith('%');
        var digits = WithoutCurrency((negative ? text[1..^1] : text).TrimEnd('%'));
        if (!decimal.TryParse(PointDecimals(digits), NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowThousands | NumberStyles.AllowExponent, CultureInfo.InvariantCulture, out var number))
            return Cleaned<decimal>.Wrong("is not a number");
        return Cleaned<decimal>.Of((negative ? -number : number) / (percent ? 100 : 1));
    }

    /// <summary>An amount, rounded to cents. "Yes" and "No" say that there is a cost or none, not how much: missing.</summary>
    public static Cleaned<decimal> Money(string? raw) => Flag(raw).Value is not null && !IsDigit(raw) ? Cleaned<decimal>.Missing : Cents(Read(raw));

    /// <summary>An amount, rounded to cents.</summary>
    public static Cleaned<decimal> Money(double number) => Cents(Read(number));

    /// <summary>An amount, rounded to cents.</summary>
    public static Cleaned<decimal> Money(Cleaned<decimal> number) => Cents(number);

    /// <summary>A rate, 0-1. Senders of 0-100 are recognised by a value above 1, so their 1 % must be written <c>1%</c> or 0.01.</summary>
    public static Cleaned<decimal> Rate(Cleaned<decimal> number) => number.Value switch
    {
        null => number,
        >= 0 and <= 1 => number,
        > 1 and <= 100 and { } percent => Cleaned<decimal>.Of(percent / 100),
        _ => Cleaned<decimal>.Wrong("is not a rate: 0 to 1, or 0 to 100 percent"),
    };

    /// <summary>A whole number within int's range.</summary>
    public static Cleaned<decimal> Integer(Cleaned<decimal> number) =>
        number.Value is { } value && (!decimal.IsInteger(value) || Math.Abs(value) > int.MaxValue) ? Cleaned<decimal>.Wrong("is not a whole number") : number;

    /// <summary>Yes or no: <c>Yes</c>, <c>Y</c>, <c>true</c>, <c>x</c>, <c>No</c>, <c>N</c>, <c>false</c>; an amount says yes unless it is 0.</summary>
    public static Cleaned<bool> Flag(string? raw)
    {
        if (Dirt.Text(raw) is not { } text)
            return Cleaned<bool>.Missing;
        if (Yes.Contains(text))
            return Cleaned<bool>.Of(true);
        if (No.Contains(text))
            return Cleaned<bool>.Of(false);
        return Read(text).Value is { } number ? Cleaned<bool>.Of(number != 0) : Cleaned<bool>.Wrong("is neither yes nor no");
    }

    private static bool IsDigit(string? raw) => raw is not null && raw.AsSpan().ContainsAnyInRange('0', '9');

    private static Cleaned<decimal> Cents(Cleaned<decimal> number) => number.Value switch
    {
        null => number,
        > -1e15m and < 1e15m and { } amount => Cleaned<decimal>.Of(decimal.Round(amount, 2, MidpointRounding.AwayFromZero)),
        _ => Cleaned<decimal>.Wrong("is out of range for an amount"),
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

    // The last of ',' and '.' is the decimal mark when both occur; a lone comma groups when three digits follow it.
    private static string PointDecimals(string text)
    {
        var comma = text.LastIndexOf(',');
        var point = text.LastIndexOf('.');
        if (comma < 0)
            return point >= 0 && text.IndexOf('.', StringComparison.Ordinal) != point ? text.Replace(".", "", StringComparison.Ordinal) : text;
        if (point >= 0)
            return comma < point ? text : text.Replace(".", "", StringComparison.Ordinal).Replace(',', '.');
        return text.IndexOf(',', StringComparison.Ordinal) == comma && text.Length - comma - 1 != 3 ? text.Replace(',', '.') : text;
    }

    private static readonly HashSet<string> Yes = new(["yes", "y", "true", "x", "ja", "はい"], StringComparer.OrdinalIgnoreCase);
    private static readonly HashSet<string> No = new(["no", "n", "false", "nein", "いいえ"], StringComparer.OrdinalIgnoreCase);
}
