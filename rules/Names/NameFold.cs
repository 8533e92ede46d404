using System.Globalization;
using System.Text;
using OneLead.Values;

namespace OneLead.Rules;

/// <summary>
/// Folds width, case, accents on Latin letters, punctuation and white space of names. Letters of other scripts keep their
/// marks: が is not か, й is not и.
/// </summary>
internal static class NameFold
{
    /// <summary>Returns the folded text. A text without letters and digits keeps its punctuation, so that it is not empty.</summary>
    public static string Fold(string raw)
    {
        var decomposed = UnicodeText.Normalise(WithoutTradeMarks(raw), NormalizationForm.FormKD);
        var folded = Fold(decomposed, keepsPunctuation: false);
        return folded.Length > 0 ? folded : Fold(decomposed, keepsPunctuation: true);
    }

    private static string Fold(string decomposed, bool keepsPunctuation)
    {
        var builder = new StringBuilder(decomposed.Length);
        var takesMarks = false;
        foreach (var rune in decomposed.EnumerateRunes())
        {
            switch (Kind(rune))
            {
                case Part.Letter:
                    var lower = Rune.ToLowerInvariant(rune);
                    takesMarks = !IsLatin(lower) && !Rune.IsDigit(lower);
                    Append(builder, lower);
                    break;
                case Part.Mark when takesMarks:
                    builder.Append(rune.ToString());
                    break;
                case Part.Mark or Part.Nothing:
                    break;
                case Part.Joint or Part.Gap when keepsPunctuation && !Rune.IsWhiteSpace(rune) && !Rune.IsControl(rune):
                    builder.Append(rune.ToString());
                    break;
                // S.A. becomes SA, O'Brien becomes OBrien.
                case Part.Joint:
                    break;
                default:
                    takesMarks = false;
                    if (builder.Length > 0 && builder[^1] != ' ')
                        builder.Append(' ');
                    break;
            }
        }
        return UnicodeText.Normalise(builder.ToString().TrimEnd(' '), NormalizationForm.FormC);
    }

    private enum Part { Letter, Mark, Joint, Gap, Nothing }

    private static Part Kind(Rune rune) => Rune.GetUnicodeCategory(rune) switch
    {
        UnicodeCategory.UppercaseLetter or UnicodeCategory.LowercaseLetter or UnicodeCategory.TitlecaseLetter
            or UnicodeCategory.ModifierLetter or UnicodeCategory.OtherLetter
            or UnicodeCategory.DecimalDigitNumber or UnicodeCategory.LetterNumber or UnicodeCategory.OtherNumber => Part.Letter,
        UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark => Part.Mark,
        // Invisible characters and keycap frames.
        UnicodeCategory.Format or UnicodeCategory.EnclosingMark => Part.Nothing,
        _ => rune.Value is '.' or '\'' or '\u2018' or '\u2019' or '`' ? Part.Joint : Part.Gap,
    };

    private static bool IsLatin(Rune rune) => rune.Value is (>= 'a' and <= 'z') or (>= 0x00C0 and <= 0x02AF) or (>= 0x1E00 and <= 0x1EFF);

    // Latin letters that look accented but have no decomposition.
    private static void Append(StringBuilder builder, Rune lower)
    {
        switch (lower.Value)
        {
            case 'ß': builder.Append("ss"); break;
            case 'æ': builder.Append("ae"); break;
            case 'œ': builder.Append("oe"); break;
            case 'þ': builder.Append("th"); break;
            case 'ø': builder.Append('o'); break;
            case 'ł': builder.Append('l'); break;
            case 'đ' or 'ð': builder.Append('d'); break;
            case 'ı': builder.Append('i'); break;
            case 'ς': builder.Append('σ'); break;
            default: builder.Append(lower.ToString()); break;
        }
    }

    // Compatibility decomposition would turn ™ into letters. Unpaired surrogates are left out, as noncharacters are.
    private static string WithoutTradeMarks(string raw)
    {
        var isPlain = true;
        foreach (var c in raw)
            isPlain &= c is not ('™' or '℠') && !char.IsSurrogate(c);
        return isPlain ? raw : string.Concat(raw.EnumerateRunes().Where(r => r.Value is not ('™' or '℠') && r != Rune.ReplacementChar));
    }
}
