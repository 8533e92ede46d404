using System.Globalization;
using System.Text;
using OneLead.Values;

namespace OneLead.Sources.Values;

/// <summary>Keeps spreadsheets from running texts as formulas.</summary>
public static class FormulaText
{
    // U+2212 is the minus sign of mathematics.
    private const string Starts = "=+-@\u2212";

    // Letters that are invisible: fillers of Hangul.
    private const string Fillers = "\u115F\u1160\u3164\uFFA0";

    /// <summary>
    /// Puts an apostrophe before a text that a spreadsheet may run: one that starts with a sign of a formula, in any width or size,
    /// also after blanks, line breaks and invisible characters, which are dropped when a cell is filled.
    /// </summary>
    public static string Escape(string text)
    {
        foreach (var rune in text.EnumerateRunes())
        {
            if (!IsDropped(rune))
                return IsStart(rune) || text[0] is '\t' or '\r' or '\n' ? "'" + text : text;
        }
        return text;
    }

    private static bool IsStart(Rune rune) => rune.IsAscii
        ? Starts.Contains((char)rune.Value)
        : Starts.Contains(UnicodeText.Normalise(rune.ToString(), NormalizationForm.FormKC)[0]);

    private static bool IsDropped(Rune rune) => Rune.IsWhiteSpace(rune) || (rune.IsBmp && Fillers.Contains((char)rune.Value))
        || Rune.GetUnicodeCategory(rune) is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.NonSpacingMark
            or UnicodeCategory.EnclosingMark or UnicodeCategory.SpacingCombiningMark or UnicodeCategory.OtherNotAssigned;
}
