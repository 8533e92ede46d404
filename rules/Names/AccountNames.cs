using FuzzySharp;

namespace OneLead.Rules;

/// <summary>Account names: one form for all spellings, and how alike two names are.</summary>
public static class AccountNames
{
    /// <summary>
    /// The form in which names are compared: width, case, accents on Latin letters, punctuation, legal forms and white space
    /// folded away. <c>APPLE INC.</c> and <c>Apple, Inc</c> are <c>apple</c>. Empty only for blank names; a name that is
    /// nothing but a legal form keeps it. Idempotent.
    /// </summary>
    public static string Normalise(string raw, NameRules rules) => rules.Forms.Strip(NameFold.Fold(raw));

    /// <summary>How alike two normalised names are, 0-100: FuzzySharp's Ratio.</summary>
    public static int Similarity(string normalised, string other) => Fuzz.Ratio(normalised, other);
}
