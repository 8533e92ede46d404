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
    /// Parses a text: <c>1,234.50</c>, <c>$75,000</c>, <c>75.000,50 €</c>, <c>1 234,50</c>, <c>CHF 1'234.50</c>, <c>USD 12</c>,
    /// <c>(1,200)</c> and <c>1,200-</c> (negative), <c>45%</c> (0.45), digits of other scripts.
    /// </summary>
    /// <param name="mark">
    /// Decides texts such as <c>1.234</c> and <c>1,234</c>. If it is unknown, a comma groups and a point marks decimals; if it is
    /// mixed, they are a problem.
    /// </param>
    public static Parsed<decimal> Parse(string? raw, DecimalMark mark = DecimalMark.Unknown) =>
        LenientText.CleanQuantity(raw) is not { } text ? Parsed<decimal>.Missing
        : NumberText.TryParse(text) is not { } number ? Parsed<decimal>.Invalid("is not a number")
        : !number.IsAmbiguous || mark == DecimalMark.Point ? Parsed<decimal>.Of(number.Point)
        : mark == DecimalMark.Comma ? Parsed<decimal>.Of(number.Comma)
        : mark == DecimalMark.Unknown ? Parsed<decimal>.Of(number.Point)
        : Ambiguous(number);

    /// <summary>
    /// Parses an amount and rounds it to cents. "Yes" and "No" say whether there is a cost, not how much: missing. Without
    /// evidence, <c>1.234</c> is a problem: amounts have no thousandths, so it may be 1234.
    /// </summary>
    public static Parsed<decimal> ParseMoney(string? raw, DecimalMark mark = DecimalMark.Unknown)
    {
        if (ParseFlag(raw).Value is not null && !HasDigit(raw))
            return Parsed<decimal>.Missing;
        return mark == DecimalMark.Unknown
            && LenientText.CleanQuantity(raw) is { } text
            && NumberText.TryParse(text) is { Separator: '.' } number ? Ambiguous(number) : ToMoney(Parse(raw, mark));
    }

    /// <summary>The decimal mark that a text tells; unknown for most texts.</summary>
    public static DecimalMark MarkOf(string? raw) =>
        LenientText.CleanQuantity(raw) is { } text && NumberText.TryParse(text) is { } number ? number.Mark : DecimalMark.Unknown;

    /// <summary>True if a text is a number that only its column or file can decide.</summary>
    public static bool IsAmbiguous(string? raw) =>
        raw is not null && raw.AsSpan().ContainsAny(".,．，")
            && LenientText.CleanQuantity(raw) is { } text
            && NumberText.TryParse(text) is { IsAmbiguous: true };

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

    private static bool HasDigit(string? raw) => raw is not null && raw.Any(char.IsDigit);

    private static Parsed<decimal> ToMoney(Parsed<decimal> number) => number.Value switch
    {
        null => number,
        > -1e15m and < 1e15m and { } amount => Parsed<decimal>.Of(decimal.Round(amount, 2, MidpointRounding.AwayFromZero)),
        _ => Parsed<decimal>.Invalid("is out of range for an amount"),
    };

    private static Parsed<decimal> Ambiguous(NumberText number)
    {
        var (greater, smaller) = (Math.Max(number.Point, number.Comma), Math.Min(number.Point, number.Comma));
        return Parsed<decimal>.Invalid(
            FormattableString.Invariant($"may be {greater:0.###} or {smaller:0.###}; write it without thousands separators"));
    }

    private static readonly HashSet<string> Yes = new(["yes", "y", "true", "x", "ja", "はい"], StringComparer.OrdinalIgnoreCase);
    private static readonly HashSet<string> No = new(["no", "n", "false", "nein", "いいえ"], StringComparer.OrdinalIgnoreCase);
}
