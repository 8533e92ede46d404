using System.Globalization;

namespace OneLead.Sources.Values;

/// <summary>Keeps spreadsheets from running texts as formulas.</summary>
public static class FormulaText
{
    // With their full-width forms, which some spreadsheets read as the same characters.
    private const string Starts = "=+-@＝＋－＠";

    /// <summary>
    /// Puts an apostrophe before a text that a spreadsheet may run: one that starts with a sign of a formula, also after blanks,
    /// line breaks and invisible characters, which are dropped when a cell is filled.
    /// </summary>
    public static string Escape(string text)
    {
        var start = 0;
        while (start < text.Length && IsDropped(text[start]))
            start++;
        return start < text.Length && (Starts.Contains(text[start]) || text[0] is '\t' or '\r' or '\n') ? "'" + text : text;
    }

    private static bool IsDropped(char c) =>
        char.IsWhiteSpace(c) || char.GetUnicodeCategory(c) is UnicodeCategory.Control or UnicodeCategory.Format;
}
