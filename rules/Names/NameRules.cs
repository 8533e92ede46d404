using System.Collections.Immutable;
using OneLead.Rules.Parsing;

namespace OneLead.Rules;

/// <summary>How account names are compared.</summary>
/// <param name="LegalSuffixes">
/// Legal forms, as people write them: <c>Inc</c>, <c>S.A.</c>, <c>株式会社</c>, <c>(株)</c>. Folded like names. A form in Latin
/// letters is removed at the end of a name; one in other letters at either end, attached too when it has two letters or more.
/// </param>
/// <param name="MatchThreshold">From this ratio on (0-100), two names of one territory are one account. Default: 85.</param>
/// <param name="ReviewThreshold">From this ratio on, two names that are not merged are listed for review. Default: 70.</param>
public sealed record NameRules(ImmutableArray<string> LegalSuffixes, int MatchThreshold = 85, int ReviewThreshold = 70)
{
    /// <summary>Fixed at construction, since the folded forms follow from it.</summary>
    public ImmutableArray<string> LegalSuffixes { get; } = LegalSuffixes;

    internal LegalForms Forms { get; } = new(LegalSuffixes);

    internal static NameRules Read(RuleSection section)
    {
        var rules = new NameRules(section.Texts("legal_suffixes"), section.Int("match_threshold", 1, 100), section.Int("review_threshold", 1, 100));
        if (rules.ReviewThreshold > rules.MatchThreshold)
            section.Error("review_threshold", "must not be above match_threshold");
        return rules;
    }
}
