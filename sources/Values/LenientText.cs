using System.Globalization;
using OneLead.Values;

namespace OneLead.Sources.Values;

/// <summary>Cleans texts of exports: markers for missing values, stray blanks, ids that a spreadsheet stored as numbers.</summary>
public static class LenientText
{
    /// <summary>
    /// True if a text stands for no value: empty or blank, <c>(null)</c>, <c>null</c>, <c>nan</c>, <c>#</c>, <c>-</c>,
    /// <c>N/A</c>, <c>NOT AVAILABLE</c> (one source spells it <c>NOT AUAILABLE</c>) in any case, or a spreadsheet error such as
    /// <c>#N/A</c>.
    /// </summary>
    public static bool IsMissing(ReadOnlySpan<char> text)
    {
        var trimmed = text.Trim();
        return trimmed.Length switch
        {
            0 => true,
            1 => trimmed[0] is '#' or '-',
            2 => Is(trimmed, "--"),
            3 => Is(trimmed, "nan") || Is(trimmed, "N/A"),
            4 => Is(trimmed, "null") || Is(trimmed, "#N/A") || Is(trimmed, "n.a."),
            5 => Is(trimmed, "#REF!"),
            6 => Is(trimmed, "(null)") || Is(trimmed, "#NAME?") || Is(trimmed, "#NULL!"),
            7 => Is(trimmed, "#VALUE!") || Is(trimmed, "#DIV/0!"),
            13 => Is(trimmed, "NOT AVAILABLE") || Is(trimmed, "NOT AUAILABLE"),
            _ => false,
        };
    }

    /// <summary>Trims a text and replaces non-breaking spaces; null if it is missing.</summary>
    public static string? Clean(string? raw)
    {
        if (raw is null || IsMissing(raw))
            return null;
        var trimmed = raw.Trim();
        return trimmed.Contains('\u00A0', StringComparison.Ordinal) ? trimmed.Replace('\u00A0', ' ') : trimmed;
    }

    /// <summary>
    /// Cleans the text of a number or date. Placeholders such as <c>None</c> and <c>TBD</c> are missing too, although a text
    /// field may hold them; a zero is a number.
    /// </summary>
    public static string? CleanQuantity(string? raw) =>
        Clean(raw) is { } text && (text.AsSpan().ContainsAnyInRange('0', '9') || !IsPlaceholder(text)) ? text : null;

    /// <summary>Formats an id that a spreadsheet stored as a number: 56088.0 is <c>56088</c>.</summary>
    public static string FromNumber(double number) =>
        Math.Abs(number) < 1e15 && Math.Floor(number) == number
            ? ((long)number).ToString(CultureInfo.InvariantCulture)
            : number.ToString("R", CultureInfo.InvariantCulture);

    private static bool IsPlaceholder(string text) =>
        text.Any(char.IsLetter) ? Identity.IsPlaceholder(text) : text.AsSpan().IndexOfAnyExcept("-.?_ ") < 0;

    private static bool Is(ReadOnlySpan<char> text, string marker) => text.Equals(marker, StringComparison.OrdinalIgnoreCase);
}
