using FuzzySharp;

namespace OneLead.Rules;

/// <summary>Normalises and compares account names.</summary>
public static class AccountNames
{
    /// <summary>
    /// Normalises a name for comparison: folds width, case, accents on Latin letters, punctuation and white space and removes
    /// legal forms. <c>APPLE INC.</c> and <c>Apple, Inc</c> become <c>apple</c>. The result is empty only for blank names; a name
    /// that consists of a legal form keeps it. Idempotent.
    /// </summary>
    public static string Normalise(string raw, NameRules rules) => rules.Forms.Strip(NameFold.Fold(raw));

    /// <summary>Returns the similarity of two normalised names, 0-100: FuzzySharp's Ratio.</summary>
    public static int Similarity(string normalised, string other) => Fuzz.Ratio(normalised, other);
}
