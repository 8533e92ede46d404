using System.Text;

namespace OneLead.Values;

/// <summary>Normalises any text, also one that holds code points that are no characters.</summary>
public static class UnicodeText
{
    /// <summary>
    /// Returns the normalised text. Unpaired surrogates become U+FFFD and noncharacters are left out: <c>string.Normalize</c>
    /// throws for some of them, and one bad name must not stop the work on others.
    /// </summary>
    public static string Normalise(string text, NormalizationForm form)
    {
        var isPlain = true;
        foreach (var c in text)
            isPlain &= !char.IsSurrogate(c) && !IsNoncharacter(c);
        if (!isPlain)
            text = string.Concat(text.EnumerateRunes().Where(r => !IsNoncharacter(r.Value)));
#pragma warning disable RS0030
        return text.Normalize(form);
#pragma warning restore RS0030
    }

    /// <summary>True for the 66 code points that Unicode reserves for internal use, such as U+FFFE.</summary>
    public static bool IsNoncharacter(int codePoint) => (codePoint & 0xFFFE) == 0xFFFE || codePoint is >= 0xFDD0 and <= 0xFDEF;
}
