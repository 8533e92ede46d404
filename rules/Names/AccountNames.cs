using System.Buffers;
using System.Collections.Frozen;
using System.Text;
using FuzzySharp;
using OneLead.Values;

namespace OneLead.Rules;

/// <summary>Normalises and compares account names.</summary>
public static class AccountNames
{
    /// <summary>
    /// Normalises a name for comparison: folds width, case, accents on Latin letters, punctuation and white space and removes
    /// legal forms and an "and" between words. <c>APPLE INC.</c> and <c>Apple, Inc</c> become <c>apple</c>. The result is empty
    /// only for blank names; a name that consists of a legal form keeps it. Idempotent.
    /// </summary>
    public static string Normalise(string raw, NameRules rules) => rules.Forms.Strip(WithoutAnd(NameFold.Fold(raw)));

    /// <summary>
    /// The normalised name as it is spelled without umlauts: <c>Müller</c> becomes <c>mueller</c>. Null for a name without them.
    /// </summary>
    public static string? WithoutUmlauts(string raw, NameRules rules)
    {
        var composed = UnicodeText.Normalise(raw, NormalizationForm.FormC);
        return composed.AsSpan().IndexOfAny(Umlauted) < 0
            ? null
            : Normalise(string.Concat(composed.Select(c => Umlauts.GetValueOrDefault(char.ToLowerInvariant(c)) ?? c.ToString())), rules);
    }

    /// <summary>Returns the similarity of two normalised names, 0-100: FuzzySharp's Ratio.</summary>
    public static int Similarity(string normalised, string other) => Fuzz.Ratio(normalised, other);

    // Johnson & Johnson, Johnson and Johnson. At an end it is part of the name.
    private static string WithoutAnd(string folded)
    {
        if (!folded.Contains(' ', StringComparison.Ordinal))
            return folded;
        var words = folded.Split(' ');
        return string.Join(' ', words.Where((word, i) => i == 0 || i == words.Length - 1 || !And.Contains(word)));
    }

    private static readonly FrozenSet<string> And = new[] { "and", "und", "et", "og", "och" }.ToFrozenSet(StringComparer.Ordinal);

    private static readonly SearchValues<char> Umlauted = SearchValues.Create("äöüåøÄÖÜÅØ");

    private static readonly FrozenDictionary<char, string> Umlauts = new Dictionary<char, string>
    {
        ['ä'] = "ae",
        ['ö'] = "oe",
        ['ü'] = "ue",
        ['å'] = "aa",
        ['ø'] = "oe",
    }.ToFrozenDictionary();
}
