using System.Globalization;

namespace OneLead.Values;

/// <summary>Texts as exports hold them: markers that stand for nothing, stray blanks, ids that a spreadsheet took for numbers.</summary>
public static class Dirt
{
    /// <summary>
    /// Whether a text stands for no value: empty, blanks alone, <c>(null)</c>, <c>null</c>, <c>nan</c>, <c>#</c>, <c>-</c>,
    /// <c>NOT AVAILABLE</c> (which one source spells <c>NOT AUAILABLE</c>) in any case, or a spreadsheet's error such as <c>#N/A</c>.
    /// </summary>
    public static bool IsMissing(ReadOnlySpan<char> text)
    {
        var trimmed = text.Trim();
        return trimmed.Length switch
        {
            0 => true,
            1 => trimmed[0] is '#' or '-',
            3 => Is(trimmed, "nan"),
            4 => Is(trimmed, "null") || Is(trimmed, "#N/A"),
            5 => Is(trimmed, "#REF!"),
            6 => Is(trimmed, "(null)") || Is(trimmed, "#NAME?") || Is(trimmed, "#NULL!"),
            7 => Is(trimmed, "#VALUE!") || Is(trimmed, "#DIV/0!"),
            13 => Is(trimmed, "NOT AVAILABLE") || Is(trimmed, "NOT AUAILABLE"),
            _ => false,
        };
    }

    /// <summary>The text without blanks around it and with plain spaces for non-breaking ones, spelled as the source spells it; null when it is missing.</summary>
    public static string? Text(string? raw)
    {
        if (raw is null || IsMissing(raw))
            return null;
        var trimmed = raw.Trim();
        return trimmed.Contains('\u00A0', StringComparison.Ordinal) ? trimmed.Replace('\u00A0', ' ') : trimmed;
    }

    /// <summary>The text of an id that a spreadsheet holds as a number: 56088.0 is <c>56088</c>, 110085660 stays <c>110085660</c>.</summary>
    public static string Id(double number) =>
        Math.Abs(number) < 1e15 && Math.Floor(number) == number
            ? ((long)number).ToString(CultureInfo.InvariantCulture)
            : number.ToString("R", CultureInfo.InvariantCulture);

    private static bool Is(ReadOnlySpan<char> text, string marker) => text.Equals(marker, StringComparison.OrdinalIgnoreCase);
}
