using System.Collections.Frozen;
using System.Globalization;
using System.Text;

namespace OneLead.Values;

/// <summary>
/// Reads ids as senders write them: serial numbers, ids of customers, accounts and other records. Two spellings of one id give
/// the same text, and a placeholder is no id.
/// </summary>
public static class Identity
{
    /// <summary>
    /// Normalises an id: NFKC, without invisible characters, noncharacters and blanks around it, and without the <c>.0</c> of a
    /// whole number (<c>501.0</c> is <c>501</c>). Leading zeros stay.
    /// </summary>
    /// <returns>The id; null if the text is blank or a placeholder.</returns>
    public static string? Normalise(string? raw)
    {
        if (raw is null)
            return null;
        var id = WithoutFraction(Fold(raw));
        return IsPlaceholder(id) ? null : id;
    }

    /// <summary>
    /// True if a text stands for an unknown id or name: <c>N/A</c>, <c>None</c>, <c>TBD</c>, <c>Unknown</c>, zeros only, or no
    /// letter and no digit at all.
    /// </summary>
    public static bool IsPlaceholder(string text)
    {
        var hasLetterOrDigit = false;
        var isZero = true;
        foreach (var rune in text.EnumerateRunes())
        {
            hasLetterOrDigit |= Rune.IsLetterOrDigit(rune);
            isZero &= rune.Value is '0' or '.' or ',' or '-' or ' ';
        }
        return !hasLetterOrDigit || isZero || Placeholders.Contains(text.Trim(Around));
    }

    /// <summary>
    /// True if a spreadsheet replaced the id by a rounded number: <c>1.04164E+11</c>. The digits that it lost are unknown.
    /// </summary>
    public static bool IsRounded(string text)
    {
        var exponent = text.IndexOfAny(['E', 'e']);
        return exponent > 0
            && exponent + 2 < text.Length
            && text[exponent + 1] == '+'
            && text.AsSpan(exponent + 2).IndexOfAnyExceptInRange('0', '9') < 0
            && double.TryParse(text.AsSpan(0, exponent), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out _);
    }

    private static string Fold(string raw)
    {
        var text = raw.Trim();
        if (text.AsSpan().IndexOfAnyExceptInRange(' ', '~') < 0)
            return text;
        var visible = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            if (Rune.GetUnicodeCategory(rune) is not (UnicodeCategory.Format or UnicodeCategory.Control))
                visible.Append(rune.ToString());
        }
        return UnicodeText.Normalise(visible.ToString(), NormalizationForm.FormKC).Trim();
    }

    private static string WithoutFraction(string text)
    {
        var point = text.IndexOf('.', StringComparison.Ordinal);
        return point > 0
            && point + 1 < text.Length
            && (text[0] != '0' || point == 1)
            && text.AsSpan(0, point).IndexOfAnyExceptInRange('0', '9') < 0
            && text.AsSpan(point + 1).IndexOfAnyExcept('0') < 0 ? text[..point] : text;
    }

    private static readonly char[] Around = [' ', '.', '(', ')', '[', ']', '<', '>', '{', '}', '#', '-', '?', '*'];

    private static readonly FrozenSet<string> Placeholders = new[]
    {
        "n/a", "na", "n.a", "n a", "n\\a", "nil", "null", "none", "nan", "nat", "undefined", "unknown", "unspecified",
        "missing", "empty", "blank",
        "not available", "not auailable", "not applicable", "not assigned", "not known", "no serial", "no id", "unassigned", "pending",
        "tbd", "tba", "tbc", "to be determined", "to be defined", "to be confirmed",
        "unbekannt", "keine", "inconnu", "desconocido", "sconosciuto",
        "なし", "不明", "未定", "無し", "未知", "无", "無", "없음", "미정", "нет", "неизвестно",
    }.ToFrozenSet(StringComparer.OrdinalIgnoreCase);
}
