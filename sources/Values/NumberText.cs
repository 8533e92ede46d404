using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace OneLead.Sources.Values;

/// <summary>
/// A number as people write it, with both readings if its only separator may group thousands or mark decimals: <c>1.234</c>.
/// </summary>
/// <param name="Point">Its value if the decimal mark is a point.</param>
/// <param name="Comma">Its value if the decimal mark is a comma; equal to <paramref name="Point"/> if the text is unambiguous.</param>
/// <param name="Mark">The decimal mark that the text itself tells.</param>
/// <param name="Separator">The separator of an ambiguous text; else null.</param>
/// <param name="IsPercent">True if it ends in a percent sign; the values are then divided by 100.</param>
internal readonly partial record struct NumberText(decimal Point, decimal Comma, DecimalMark Mark, char? Separator, bool IsPercent)
{
    // Bounds the work on hostile texts.
    private const int MaxLength = 64;

    public bool IsAmbiguous => Separator is not null;

    /// <summary>Parses a cleaned text; null if it is not a number.</summary>
    public static NumberText? TryParse(string raw)
    {
        var text = Simplify(raw);
        if (text.Length > MaxLength || Form().Match(text) is not { Success: true } match)
            return null;
        var (brackets, signs) = (match.Groups["open"].Captures.Count, match.Groups["sign"].Captures);
        if (brackets != match.Groups["close"].Captures.Count || brackets + signs.Count > 1)
            return null;
        if (Digits(match.Groups["number"].Value) is not var (whole, fraction, mark, separator))
            return null;
        var isPercent = match.Groups["percent"].Success;
        var scale = (brackets == 1 || signs is [{ Value: "-" }] ? -1m : 1m) / (isPercent ? 100 : 1);
        if (!TryValue($"{whole}.{fraction}{match.Groups["exponent"].Value}", scale, out var split))
            return null;
        if (separator is null)
            return new(split, split, mark, null, isPercent);
        if (!TryValue(whole + fraction, scale, out var grouped))
            return null;
        // The currencies of countries that write 1,234.50.
        if (match.Groups["currency"].Captures.Any(c => PointCurrency().IsMatch(c.Value)) && separator == ',')
            return new(grouped, grouped, DecimalMark.Point, null, isPercent);
        return separator == '.' ? new(split, grouped, mark, separator, isPercent) : new(grouped, split, mark, separator, isPercent);
    }

    // The integer and fraction digits. An ambiguous number is split at its separator, which is returned.
    private static (string Whole, string Fraction, DecimalMark Mark, char? Separator)? Digits(string number)
    {
        number = number.Trim();
        var (blank, last) = (number.IndexOfAny([' ', '\'']), number.LastIndexOfAny(['.', ',']));
        var hasBlanks = blank >= 0;
        if (last < 0)
            return IsGrouped(number, ' ', '\'') ? (Plain(number), "", DecimalMark.Unknown, null) : null;
        var (separator, fraction) = (number[last], number[(last + 1)..]);
        var whole = number[..last];
        if (fraction.AsSpan().IndexOfAnyExceptInRange('0', '9') >= 0)
            return null;
        var other = separator == '.' ? ',' : '.';
        var (asDecimal, asGroup) = separator == '.' ? (DecimalMark.Point, DecimalMark.Comma) : (DecimalMark.Comma, DecimalMark.Point);
        if (whole.Contains(separator, StringComparison.Ordinal))
            return !hasBlanks && IsGrouped(number, separator) ? (Plain(number), "", asGroup, null) : null;
        if (whole.Contains(other, StringComparison.Ordinal))
            return !hasBlanks && IsGrouped(whole, other) ? (Plain(whole), fraction, asDecimal, null) : null;
        if (hasBlanks)
            return IsGrouped(whole, ' ', '\'') ? (Plain(whole), fraction, asDecimal, null) : null;
        var mayGroup = fraction.Length == 3 && whole.Length is >= 1 and <= 3 && whole[0] != '0';
        return mayGroup ? (whole, fraction, DecimalMark.Unknown, separator) : (whole, fraction, asDecimal, null);
    }

    // 1,234,567 or, as in India, 12,34,567. All separators are equal.
    private static bool IsGrouped(string number, params ReadOnlySpan<char> separators)
    {
        if (number.AsSpan().IndexOfAny(separators) is var first && first < 0)
            return number.AsSpan().IndexOfAnyExceptInRange('0', '9') < 0;
        var groups = number.Split(number[first]);
        return groups.All(g => g.Length > 0 && g.AsSpan().IndexOfAnyExceptInRange('0', '9') < 0)
            && groups[0].Length <= 3
            && groups[^1].Length == 3
            && (groups[1..].All(g => g.Length == 3)
                || (number[first] == ',' && groups[0].Length <= 2 && groups[1..^1].All(g => g.Length == 2)));
    }

    private static string Plain(string number) => string.Concat(number.Where(char.IsAsciiDigit));

    private static bool TryValue(string text, decimal scale, out decimal value)
    {
        const NumberStyles styles = NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;
        if (!decimal.TryParse(text.StartsWith('.') ? "0" + text : text, styles, CultureInfo.InvariantCulture, out value))
            return false;
        value *= scale;
        return true;
    }

    // Digits of all scripts, full-width forms, and the blanks, apostrophes and minus signs that word processors insert. Runs of
    // blanks become one, so that matching cannot backtrack far.
    private static string Simplify(string raw)
    {
        if (raw.AsSpan().IndexOfAnyExceptInRange('!', '~') < 0)
            return raw;
        var simple = new StringBuilder(raw.Length);
        foreach (var rune in raw.EnumerateRunes())
        {
            if (Rune.GetUnicodeCategory(rune) == UnicodeCategory.DecimalDigitNumber)
                simple.Append((char)('0' + (int)Rune.GetNumericValue(rune)));
            else if (rune.Value is >= 0xFF01 and <= 0xFF5E)
                simple.Append((char)(rune.Value - 0xFEE0));
            else if (Rune.IsWhiteSpace(rune))
                simple.Append(simple.Length > 0 && simple[^1] == ' ' ? "" : " ");
            else if (Rune.GetUnicodeCategory(rune) != UnicodeCategory.Format)
                simple.Append(rune.Value switch
                {
                    '\u2019' or '\u2018' or '\u02BC' or '\u066C' => "'",
                    '\u066B' => ".",
                    '\u2212' or '\u2010' or '\u2011' or '\u2013' or '\uFE63' => "-",
                    '\uFFE5' => "¥",
                    '\uFFE1' => "£",
                    _ => rune.ToString(),
                });
        }
        return simple.ToString();
    }

    private const string Currency =
        @"(?<currency>[A-Za-z]{0,3}\$|\p{Sc}|[A-Z]{3}|kr\.?|zł|Kč|Ft|Fr\.?|Rs\.?|руб\.?|円|元|원)";

    private const string Sign = "(?<sign>[-+])";

    [GeneratedRegex(
        @"^\s*" + Sign + @"?\s*(?<open>\()?\s*" + Currency + @"?\s*" + Sign + @"?\s*(?<open>\()?\s*"
        + @"(?<number>(?:\d[\d.,' ]*?|[.,]\d+))(?<exponent>[eE][+-]?\d{1,2})?(?:[.,]-{1,2})?\s*(?<percent>%)?\s*"
        + Currency + @"?\s*(?<close>\))?\s*" + Currency + @"?\s*" + Sign + @"?\s*\z", RegexOptions.CultureInvariant)]
    private static partial Regex Form();

    [GeneratedRegex(@"^(?:(?:US|A|AU|C|CA|NZ|HK|S|SG|NT|MX)?\$|£|¥|₹|₩|USD|GBP|JPY|CNY|INR|KRW|AUD|CAD|NZD|HKD|SGD|TWD)\z",
        RegexOptions.CultureInvariant)]
    private static partial Regex PointCurrency();
}
